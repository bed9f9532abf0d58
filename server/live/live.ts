import type {LiveBatch, LiveScore} from "../../src/core/live/batch.ts";
import type {LiveState} from "../../src/core/protocol.ts";
import type {Score} from "../../src/core/schema/score.ts";
import type {Clock} from "../clock.ts";
import type {ScoringEngine} from "../scoring/engine.ts";

/** Gathers scores for the live desk. */
export interface Live {
  /** `latencyMs` is from the request to now; null where nobody asked. */
  push(score: Score, origin: LiveScore["origin"], latencyMs?: number | null): void;
  /** Tells how many look on; a change goes out with the next batch. */
  setViewers(viewers: number): void;
  /** Everything that a page needs when it comes or comes back. */
  state(demoFeed: boolean): LiveState;
  close(): void;
}

/** At most nine batches a second, so that no second on anyone's clock sees more than ten. */
export const BATCH_INTERVAL_MS = 110;
/**
 * Making and sending batches takes at most this share of the time, so that those who look on, however many, leave the
 * event loop to those who ask; yet no batch waits longer than a second for the last one's sake.
 */
export const BATCH_SHARE = 0.1;
export const LONGEST_INTERVAL_MS = 1000;
/** The newest scores of an interval go out; the desk is told how many did not. */
export const BATCH_SIZE = 60;
export const RECENT_SIZE = 200;
const TOP_SIZE = 5;
/** So many scores of a batch, the newest, go out with their causes: more than anyone reads in a tenth of a second. */
export const EXPLAINED_SIZE = 12;

type Entry = Omit<LiveScore, "top"> & {sent?: LiveScore};

/**
 * Creates the live desk's feed: scores are gathered and sent as one batch per interval, the first at once.
 * Contributions are computed only for what goes out, and only for the newest of many. Computing them may fail (a model
 * that cannot be explained): then a score goes out without contributions.
 */
export function createLive(parts: {
  engine: ScoringEngine;
  clock: Clock;
  send: (batch: LiveBatch) => void;
}): Live {
  const {engine, clock, send} = parts;
  const recent: Entry[] = [];
  let waiting: Entry[] = [];
  let dropped = 0;
  let viewers = 0;
  let nextMs = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;

  function schedule() {
    if (cancel) return;
    const delayMs = Math.max(0, nextMs - clock.elapsedMs());
    cancel = clock.after(delayMs, flush);
  }

  function flush() {
    cancel = null;
    const startMs = clock.elapsedMs();
    if (startMs < nextMs) return schedule();
    const batch = {scores: completeAll(waiting), dropped, viewers};
    waiting = [];
    dropped = 0;
    send(batch);
    const shareMs = (clock.elapsedMs() - startMs) / BATCH_SHARE;
    nextMs = startMs + Math.min(LONGEST_INTERVAL_MS, Math.max(BATCH_INTERVAL_MS, shareMs));
  }

  /** Computes contributions for the newest of these that have none yet; to explain all of a rush would slow the rush. */
  function completeAll(entries: readonly Entry[]): LiveScore[] {
    const first = entries.length - EXPLAINED_SIZE;
    return entries.map((entry, i) => {
      entry.sent ??= {
        score: entry.score,
        origin: entry.origin,
        latencyMs: entry.latencyMs,
        top: i >= first ? topContributions(engine, entry.score) : []
      };
      return entry.sent;
    });
  }

  return {
    push(score, origin, latencyMs = null) {
      const entry: Entry = {score, origin, latencyMs};
      recent.push(entry);
      if (recent.length > RECENT_SIZE) recent.shift();
      if (viewers === 0) return;
      waiting.push(entry);
      if (waiting.length > BATCH_SIZE) {
        waiting.shift();
        dropped++;
      }
      schedule();
    },
    setViewers(count) {
      if (count === viewers) return;
      viewers = count;
      if (viewers > 0) schedule();
      else {
        waiting = [];
        dropped = 0;
      }
    },
    state: (demoFeed) => ({recent: completeAll(recent), viewers, demoFeed, model: engine.model}),
    close() {
      cancel?.();
      cancel = null;
    }
  };
}

function topContributions(engine: ScoringEngine, score: Score): LiveScore["top"] {
  if (engine.model.sha256 !== score.model.sha256) return [];
  try {
    return engine.top(score.clientId, TOP_SIZE);
  } catch {
    return [];
  }
}
