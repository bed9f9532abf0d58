import type {LiveScore} from "../../core/live/batch.ts";
import type {LiveState, ServerToClient} from "../../core/protocol.ts";
import type {Decision} from "../../core/schema/score.ts";
import {addToTimeline, type TimeStep} from "./timeline.ts";

/** How many scores the table keeps, and how many points and latencies the drawings. */
export const TABLE_SIZE = 1000;
export const WINDOW_SIZE = 1000;

export type Connection = "connecting" | "live" | "reconnecting" | "offline";

/** Everything the live desk shows. It is replaced, never changed. */
export interface Desk {
  connection: Connection;
  /** Newest first, at most TABLE_SIZE. */
  latest: readonly LiveScore[];
  /** Points of the newest scores, oldest first, at most WINDOW_SIZE. */
  window: readonly number[];
  /** Milliseconds of the newest scores that were asked for, oldest first, at most WINDOW_SIZE. */
  latencies: readonly number[];
  /** The last ten minutes. */
  timeline: readonly TimeStep[];
  /** Scores seen since the page was opened, those counted but not shown among them. */
  received: number;
  /** How many of these came too fast to be sent one by one. */
  dropped: number;
  decisions: Readonly<Record<Decision, number>>;
  viewers: number;
  /** Names of those who watch; "" for who gave none. */
  people: readonly string[];
  /** Whether the demonstration stream runs for this page, and whether it was asked for in vain. */
  demoFeed: boolean;
  isDemoRefused: boolean;
  /** While true, new scores wait in `held`. */
  isPaused: boolean;
  held: readonly LiveScore[];
  /** Points of the cut-off, once known, and of where referring ends; null when nobody is referred. */
  cutoff: number | null;
  refer: number | null;
  /** When the last word of the server came, in milliseconds by this browser's clock; null before the first. */
  updatedMs: number | null;
  /** How far the server's clock is ahead of this browser's, as the last scores told. */
  aheadMs: number;
}

export const EMPTY_DESK: Desk = {
  connection: "connecting",
  latest: [],
  window: [],
  latencies: [],
  timeline: [],
  received: 0,
  dropped: 0,
  decisions: {approve: 0, refer: 0, decline: 0},
  viewers: 0,
  people: [],
  demoFeed: false,
  isDemoRefused: false,
  isPaused: false,
  held: [],
  cutoff: null,
  refer: null,
  updatedMs: null,
  aheadMs: 0
};

/** Takes over what the server tells on joining: the recent scores; those already here are not counted again. */
export function joinDesk(desk: Desk, state: LiveState, askedForDemo = false): Desk {
  const known = new Set([...desk.latest, ...desk.held].map(keyOf));
  const missed = state.recent.filter((score) => !known.has(keyOf(score)));
  const {viewers, demoFeed} = state;
  return {...addScores(desk, missed, 0), viewers, demoFeed, isDemoRefused: askedForDemo && !demoFeed};
}

/**
 * Adds a batch, oldest first, that came at `nowMs` by this browser's clock. While paused it waits and only the number of
 * what waits grows.
 */
export function addBatch(
  desk: Desk,
  {scores, dropped, viewers}: {scores: LiveScore[]; dropped: number; viewers: number},
  nowMs: number
): Desk {
  const newest = scores.at(-1)?.score.computedAt;
  const aheadMs = newest === undefined ? desk.aheadMs : Date.parse(newest) - nowMs;
  return {...addScores(desk, scores, dropped), viewers, updatedMs: nowMs, aheadMs};
}

/** Takes over a cut-off that two people have just put in force. */
export function setPolicy(desk: Desk, fact: Parameters<ServerToClient["policy:changed"]>[0]): Desk {
  return {...desk, cutoff: fact.cutoff.score, refer: fact.refer?.score ?? null};
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
  const cutoff = scores.at(-1)?.score.cutoff;
  return {
    ...desk,
    latest: [...scores.slice(-TABLE_SIZE).reverse(), ...desk.latest].slice(0, TABLE_SIZE),
    window: [...desk.window, ...scores.map(({score}) => score.score)].slice(-WINDOW_SIZE),
    latencies: [...desk.latencies, ...scores.flatMap(({latencyMs}) => latencyMs ?? [])].slice(-WINDOW_SIZE),
    timeline: addToTimeline(desk.timeline, scores),
    received: desk.received + scores.length + dropped,
    dropped: desk.dropped + dropped,
    decisions,
    cutoff: cutoff?.score ?? desk.cutoff,
    refer: cutoff ? (cutoff.refer?.score ?? null) : desk.refer
  };
}
