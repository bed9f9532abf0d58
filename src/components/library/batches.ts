import type {LiveBatch} from "../../core/live/batch.ts";

/** Scores that a batch holds at most; a reader who is slower misses the oldest, and `dropped` counts them. */
const MOST_SCORES = 1000;

/** Makes one batch of two in a row. */
export function joinBatches(earlier: LiveBatch, later: LiveBatch): LiveBatch {
  const scores = [...earlier.scores, ...later.scores];
  const dropped = earlier.dropped + later.dropped + Math.max(0, scores.length - MOST_SCORES);
  return {scores: scores.slice(-MOST_SCORES), dropped, viewers: later.viewers};
}
