import type {ScoredColumns} from "./scoredColumns.ts";
import {DECISIONS} from "./scoredSet.ts";

/** What clients are looked for by; what is absent does not count. */
export interface ClientFilter {
  /** First digits of the id. */
  q?: number;
  /** Of DECISIONS. */
  decisions?: readonly (typeof DECISIONS)[number][];
  minScore?: number;
  maxScore?: number;
  /** At most so many points from the cut-off. */
  near?: number;
  inTraining?: boolean;
  /** A condition in SQL on the columns of the table clients. */
  where?: string;
}

/** Tells whether a filter looks at scores. */
export const looksAtScores = ({decisions, minScore, maxScore, near, inTraining}: ClientFilter): boolean =>
  [decisions, minScore, maxScore, near, inTraining].some((one) => one !== undefined);

/**
 * Makes the test of a filter: whether the client at a position is among those looked for.
 * @param scores null when the filter does not look at them
 * @param matching 1 at the positions for which `where` holds; null without one
 */
export function createTest(
  filter: ClientFilter,
  parts: {ids: Int32Array; scores: ScoredColumns | null; matching: Uint8Array | null; cutoff: number}
): (position: number) => boolean {
  const {ids, scores, matching, cutoff} = parts;
  const {q, decisions, minScore = -Infinity, maxScore = Infinity, near = Infinity, inTraining} = filter;
  const wanted = DECISIONS.map((one) => decisions === undefined || decisions.includes(one));
  const least = Math.max(minScore, cutoff - near);
  const most = Math.min(maxScore, cutoff + near);
  const learned = inTraining === undefined ? null : Number(inTraining);
  return (at) => {
    if (matching && matching[at] === 0) return false;
    if (q !== undefined && !startsWith(ids[at]!, q)) return false;
    if (!scores) return true;
    const score = scores.score[at]!;
    if (score < least || score > most || !wanted[scores.decision[at]!]) return false;
    return learned === null || scores.inTraining[at] === learned;
  };
}

/** Tells whether the digits of a number begin with those of another. */
function startsWith(id: number, first: number): boolean {
  let left = id;
  while (left > first) left = Math.floor(left / 10);
  return left === first;
}
