import type {Cost} from "../credit/cutoff.ts";
import type {OutcomesByPoints} from "./outcomesByPoints.ts";

/** What wrong decisions cost at every cut-off. */
export interface CostCurve {
  /** The first cut-off, in points; position k is the cut-off from + k, the last one declines everybody. */
  from: number;
  /** What all clients together cost. */
  totals: Float64Array;
  clients: number;
}

/**
 * Computes what declining all below each whole cut-off costs: `falsePositive` for a good client who
 * is declined, `falseNegative` for a bad one who is not. One entry more than the outcomes have positions.
 */
export function costCurve(
  {from, good, bad}: OutcomesByPoints,
  {falseNegative, falsePositive}: Cost
): CostCurve {
  let clients = 0;
  let badsAbove = 0;
  for (let k = 0; k < good.length; k++) {
    clients += good[k]! + bad[k]!;
    badsAbove += bad[k]!;
  }
  const totals = new Float64Array(good.length + 1);
  let goodsBelow = 0;
  for (let k = 0; k <= good.length; k++) {
    totals[k] = falsePositive * goodsBelow + falseNegative * badsAbove;
    goodsBelow += good[k] ?? 0;
    badsAbove -= bad[k] ?? 0;
  }
  return {from, totals, clients};
}

/** Reads the cost per 1,000 clients at a cut-off; beyond the ends of the curve nothing changes. NaN without clients. */
export function costAt({from, totals, clients}: CostCurve, cutoff: number): number {
  return (1000 * totals[Math.min(totals.length - 1, Math.max(0, Math.ceil(cutoff) - from))]!) / clients;
}

/** Finds the cheapest cut-off in hindsight; the lowest of equal ones. */
export function cheapestCutoff({from, totals}: CostCurve): number {
  let best = 0;
  for (let k = 1; k < totals.length; k++) if (totals[k]! < totals[best]!) best = k;
  return from + best;
}
