import {type CostPoint, cheapest} from "../credit/costCurve.ts";

/** Probabilities between which the data hardly tell where the cut-off should be. */
export interface ReferBand {
  /** Clients above `from`, up to and including `to`, are between two cut-offs that cost nearly the same. */
  from: number;
  to: number;
  /** Of all clients, 0–1. */
  share: number;
  /** Of the clients in the band, 0–1; null when nobody is. */
  badRate: number | null;
  /** The most that a cut-off inside the band costs above the cheapest, as a share of it. */
  within: number;
}

/**
 * Proposes whom a person should look at: the longest run of cut-offs around the cheapest one whose cost lies within
 * `within` of it. Wherever in the run the cut-off is set, the decisions it changes are worth next to nothing on
 * average, so a person who knows more than the score gains most there. Undefined for an empty curve.
 * @param curve by ascending cut-off, see costCurve
 * @param clients number of clients that the curve was computed on
 */
export function referBand(
  curve: readonly CostPoint[],
  clients: number,
  within = 0.03
): ReferBand | undefined {
  const best = cheapest(curve);
  if (best === undefined) return undefined;
  const limit = best.costPerClient * (1 + within);
  const middle = curve.indexOf(best);
  let [first, last] = [middle, middle];
  while (first > 0 && curve[first - 1]!.costPerClient <= limit) first--;
  while (last < curve.length - 1 && curve[last + 1]!.costPerClient <= limit) last++;
  const [from, to] = [curve[first]!, curve[last]!];
  const share = to.approved - from.approved;
  const bad = to.falseNegatives - from.falseNegatives;
  return {
    from: from.cutoff,
    to: to.cutoff,
    share,
    badRate: share > 0 ? bad / (share * clients) : null,
    within
  };
}
