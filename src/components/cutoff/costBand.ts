import {percentileInterval} from "../../core/metrics/bootstrapCosts.ts";
import type {CostCurve} from "../../core/metrics/costCurve.ts";

/** The cost of one cut-off, per 1,000 clients, with its 95 % bootstrap interval. */
export interface CostPoint {
  cutoff: number;
  cost: number;
  low: number;
  high: number;
}

/** Reads what every cut-off of a curve costs, with the interval of the samples' curves. */
export function costBandData({from, costs}: CostCurve, samples: readonly CostCurve[]): CostPoint[] {
  return Array.from(costs, (cost, k) => {
    const [low, high] = percentileInterval(samples.map((sample) => sample.costs[k]!));
    return {cutoff: from + k, cost, low, high};
  });
}
