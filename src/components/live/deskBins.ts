import type {Decision} from "../../core/schema/score.ts";

/** How many of the latest scores fall into x0 ≤ score < x1, and on which side of the cut-off the bin lies. */
export interface DeskBin {
  x0: number;
  x1: number;
  count: number;
  side: Exclude<Decision, "refer">;
}

const WIDTH = 10;

/** Counts scores in bins of ten points, ascending and without gaps. */
export function deskBinsData(scores: readonly number[], cutoff: number): DeskBin[] {
  if (scores.length === 0) return [];
  const first = Math.floor(Math.min(...scores, cutoff) / WIDTH);
  const last = Math.floor(Math.max(...scores, cutoff) / WIDTH);
  const counts = new Uint32Array(last - first + 1);
  for (const score of scores) counts[Math.floor(score / WIDTH) - first]!++;
  return Array.from(counts, (count, at) => {
    const x0 = (first + at) * WIDTH;
    return {x0, x1: x0 + WIDTH, count, side: x0 < cutoff ? "decline" : "approve"};
  });
}
