import type {Cost} from "./cutoff.ts";

/** What deciding by "decline when probability > cutoff" would have cost. */
export interface CostPoint {
  /** Probability of default. */
  cutoff: number;
  /** Share of clients accepted, 0–1. */
  approved: number;
  /** Bad clients accepted and good clients declined, as counts. */
  falseNegatives: number;
  falsePositives: number;
  costPerClient: number;
}

/**
 * Computes the empirical cost at every cut-off that tells clients apart, by ascending cutoff: 0 declines everyone
 * with a positive probability, then each distinct probability. `target` holds 0 or 1.
 */
export function costCurve(
  target: ArrayLike<number>,
  probability: ArrayLike<number>,
  cost: Cost
): CostPoint[] {
  const n = target.length;
  const order = Uint32Array.from({length: n}, (_, i) => i).sort((a, b) => probability[a]! - probability[b]!);
  let bad = 0;
  for (let i = 0; i < n; i++) bad += target[i]!;
  let approved = 0;
  let falseNegatives = 0;
  const point = (cutoff: number): CostPoint => {
    const falsePositives = n - bad - (approved - falseNegatives);
    const total = falseNegatives * cost.falseNegative + falsePositives * cost.falsePositive;
    return {cutoff, approved: approved / n, falseNegatives, falsePositives, costPerClient: total / n};
  };
  const curve: CostPoint[] = [];
  if (n > 0 && probability[order[0]!]! > 0) curve.push(point(0));
  for (let i = 0; i < n; i++) {
    falseNegatives += target[order[i]!]!;
    approved++;
    const here = probability[order[i]!]!;
    if (i === n - 1 || probability[order[i + 1]!] !== here) curve.push(point(here));
  }
  return curve;
}

/** Finds the cheapest point of a cost curve; the lowest cut-off among equals. Undefined when the curve is empty. */
export function cheapest(curve: readonly CostPoint[]): CostPoint | undefined {
  return curve.reduce<CostPoint | undefined>(
    (best, point) => (best === undefined || point.costPerClient < best.costPerClient ? point : best),
    undefined
  );
}
