import type {LiveScore} from "../../core/protocol.ts";
import {connectLive} from "../live/liveSocket.ts";
import {createStream, type Stream} from "./stream.ts";

/** Scores since the last batch, newest last, and how many more there were. */
export interface LiveBatch {
  scores: LiveScore[];
  dropped: number;
  viewers: number;
}

/** Scores that a batch holds at most; a reader who is slower misses the oldest, and `dropped` counts them. */
const MOST_SCORES = 1000;

/**
 * Follows the scores as they are made: first the latest 200, then those that came since. Connects when it is called
 * and disconnects when the cell is run anew. With demoFeed (the default) it asks for the demonstration stream.
 */
export function live({demoFeed = true}: {demoFeed?: boolean} = {}): Stream<LiveBatch> {
  const {stream, push} = createStream(joinBatches, () => socket.close());
  const socket = connectLive(
    {
      onConnection() {},
      onJoin: ({recent, viewers}) => push({scores: recent, dropped: 0, viewers}),
      onBatch: push,
      onModel() {}
    },
    {demoFeed}
  );
  return stream;
}

/** Makes one batch of two in a row. */
export function joinBatches(earlier: LiveBatch, later: LiveBatch): LiveBatch {
  const scores = [...earlier.scores, ...later.scores];
  const dropped = earlier.dropped + later.dropped + Math.max(0, scores.length - MOST_SCORES);
  return {scores: scores.slice(-MOST_SCORES), dropped, viewers: later.viewers};
}
