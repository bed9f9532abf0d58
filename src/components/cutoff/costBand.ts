import {costInterval} from "../../core/metrics/bootstrapCosts.ts";
import {type CostCurve, costAt} from "../../core/metrics/costCurve.ts";

/** The cost of one cut-off, per 1,000 clients, with its 95 % bootstrap interval. */
export interface CostPoint {
  cutoff: number;
  cost: number;
  low: number;
  high: number;
}

/** Reads what every cut-off of a curve costs, with the interval of the samples' curves. */
export function costBandData(curve: CostCurve, samples: readonly CostCurve[]): CostPoint[] {
  return Array.from(curve.totals, (_, k) => {
    const cutoff = curve.from + k;
    const [low, high] = costInterval(samples, cutoff);
    return {cutoff, cost: costAt(curve, cutoff), low, high};
  });
}
