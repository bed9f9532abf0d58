import type {OutcomesByPoints} from "./outcomesByPoints.ts";

/** What wrong decisions cost at every cut-off. */
export interface CostCurve {
  /** The first cut-off, in points; position k is the cut-off from + k, the last one declines everybody. */
  from: number;
  /** Cost per 1,000 clients. NaN without clients. */
  costs: Float64Array;
}

/**
 * Computes what declining all below each whole cut-off costs per 1,000 clients: `falsePositive` for a good client who
 * is declined, `falseNegative` for a bad one who is not. One entry more than the outcomes have positions.
 */
export function costCurve(
  {from, good, bad}: OutcomesByPoints,
  {falseNegative, falsePositive}: {falseNegative: number; falsePositive: number}
): CostCurve {
  let clients = 0;
  let badsAbove = 0;
  for (let k = 0; k < good.length; k++) {
    clients += good[k]! + bad[k]!;
    badsAbove += bad[k]!;
  }
  const costs = new Float64Array(good.length + 1);
  let goodsBelow = 0;
  for (let k = 0; k <= good.length; k++) {
    costs[k] = (1000 * (falsePositive * goodsBelow + falseNegative * badsAbove)) / clients;
    goodsBelow += good[k] ?? 0;
    badsAbove -= bad[k] ?? 0;
  }
  return {from, costs};
}

/** Reads the cost at a cut-off; beyond the ends of the curve nothing changes any more. */
export function costAt({from, costs}: CostCurve, cutoff: number): number {
  return costs[Math.min(costs.length - 1, Math.max(0, Math.ceil(cutoff) - from))]!;
}

/** Finds the cheapest cut-off in hindsight; the lowest of equal ones. */
export function cheapestCutoff({from, costs}: CostCurve): number {
  let best = 0;
  for (let k = 1; k < costs.length; k++) if (costs[k]! < costs[best]!) best = k;
  return from + best;
}
