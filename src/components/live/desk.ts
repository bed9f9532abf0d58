import type {LiveScore, LiveState} from "../../core/protocol.ts";
import type {Decision} from "../../core/schema/score.ts";

/** How many scores the table and the drawing keep. */
export const TABLE_SIZE = 30;
export const WINDOW_SIZE = 1000;

export type Connection = "connecting" | "live" | "reconnecting" | "offline";

/** Everything the live desk shows. It is replaced, never changed. */
export interface Desk {
  connection: Connection;
  /** Newest first, at most TABLE_SIZE. */
  latest: readonly LiveScore[];
  /** Points of the newest scores, oldest first, at most WINDOW_SIZE. */
  window: readonly number[];
  /** Scores seen since the page was opened, those counted but not shown among them. */
  received: number;
  /** How many of these came too fast to be sent one by one. */
  dropped: number;
  decisions: Readonly<Record<Decision, number>>;
  viewers: number;
  /** Whether the demonstration stream runs for this page, and whether it was asked for in vain. */
  demoFeed: boolean;
  isDemoRefused: boolean;
  /** While true, new scores wait in `held`. */
  isPaused: boolean;
  held: readonly LiveScore[];
  /** Points of the cut-off, once known. */
  cutoff: number | null;
}

export const EMPTY_DESK: Desk = {
  connection: "connecting",
  latest: [],
  window: [],
  received: 0,
  dropped: 0,
  decisions: {approve: 0, refer: 0, decline: 0},
  viewers: 0,
  demoFeed: false,
  isDemoRefused: false,
  isPaused: false,
  held: [],
  cutoff: null
};

/** Takes over what the server tells on joining: the recent scores; those already here are not counted again. */
export function joinDesk(desk: Desk, state: LiveState, askedForDemo = false): Desk {
  const known = new Set([...desk.latest, ...desk.held].map(keyOf));
  const missed = state.recent.filter((score) => !known.has(keyOf(score)));
  const {viewers, demoFeed} = state;
  return {...addScores(desk, missed, 0), viewers, demoFeed, isDemoRefused: askedForDemo && !demoFeed};
}

/** Adds a batch, oldest first. While paused it waits and only the number of what waits grows. */
export function addBatch(desk: Desk, batch: {scores: LiveScore[]; dropped: number; viewers: number}): Desk {
  return {...addScores(desk, batch.scores, batch.dropped), viewers: batch.viewers};
}

/** Pauses, or goes on with everything that waited. */
export function setPaused(desk: Desk, isPaused: boolean): Desk {
  if (isPaused || desk.held.length === 0) return {...desk, isPaused};
  return addScores({...desk, isPaused: false, held: []}, desk.held, 0);
}

const keyOf = ({score}: LiveScore): string => `${score.clientId} ${score.computedAt}`;

function addScores(desk: Desk, scores: readonly LiveScore[], dropped: number): Desk {
  if (desk.isPaused)
    return {
      ...desk,
      received: desk.received + dropped,
      dropped: desk.dropped + dropped,
      held: [...desk.held, ...scores].slice(-WINDOW_SIZE)
    };
  const decisions = {...desk.decisions};
  for (const {score} of scores) decisions[score.decision]++;
  return {
    ...desk,
    latest: [...scores.slice(-TABLE_SIZE).reverse(), ...desk.latest].slice(0, TABLE_SIZE),
    window: [...desk.window, ...scores.map(({score}) => score.score)].slice(-WINDOW_SIZE),
    received: desk.received + scores.length + dropped,
    dropped: desk.dropped + dropped,
    decisions,
    cutoff: scores.at(-1)?.score.cutoff.score ?? desk.cutoff
  };
}
