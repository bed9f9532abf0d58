import {type Cost, optimalProbability} from "../../src/core/credit/cutoff.ts";
import {auc} from "../../src/core/metrics/auc.ts";
import {aucDifference, aucStandardError} from "../../src/core/metrics/delong.ts";
import {ks} from "../../src/core/metrics/ks.ts";
import type {ModelEvaluation} from "../../src/core/schema/manifest.ts";

const Z_95 = 1.959963984540054;

export type Measures = ModelEvaluation["holdout"]["crossValidated"];
export type Estimate = Measures["auc"];

/** Clients scored by something that has not seen them. */
export interface Scored {
  /** 0 or 1 per client. */
  target: Uint8Array;
  /** Higher for riskier clients; ranks them. */
  score: Float64Array;
  /** Of default, calibrated. */
  probability: Float64Array;
}

/** Puts a 95 % interval around a value whose standard error is known. */
export const estimate = (value: number, standardError: number): Estimate => ({
  value,
  interval: [value - Z_95 * standardError, value + Z_95 * standardError]
});

/** Estimates the mean of one value per client. */
export function meanEstimate(values: Float64Array, factor = 1): Estimate {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return estimate(factor * mean, factor * Math.sqrt(variance / n));
}

/** Tells what deciding each client at the cut-off of the costs was found to cost. */
export function losses({target, probability}: Scored, cost: Cost): Float64Array {
  const cutoff = optimalProbability(cost);
  return probability.map((p, i) =>
    p > cutoff ? (target[i] === 1 ? 0 : cost.falsePositive) : target[i] === 1 ? cost.falseNegative : 0
  );
}

/** Measures scores of at least two good and two bad clients, with intervals. */
export function measure(scored: Scored, cost: Cost): Measures {
  const {target, score, probability} = scored;
  return {
    clients: target.length,
    bad: target.reduce((a, b) => a + b, 0),
    auc: estimate(auc(target, score), aucStandardError(target, score)),
    ks: ks(target, score),
    brier: meanEstimate(probability.map((p, i) => (p - target[i]!) ** 2)),
    costPer1000: meanEstimate(losses(scored, cost), 1000)
  };
}

/** Compares two scores of the same clients, client by client: `scored` less `other`. */
export function comparePaired(
  scored: Scored,
  other: Scored,
  cost: Cost
): {aucDifference: Estimate; costDifference: Estimate} {
  const {difference, standardError} = aucDifference(scored.target, scored.score, other.score);
  const theirs = losses(other, cost);
  return {
    aucDifference: estimate(difference, standardError),
    costDifference: meanEstimate(
      losses(scored, cost).map((value, i) => value - theirs[i]!),
      1000
    )
  };
}

/** Tells whether there are enough clients of both classes to measure anything. */
export function isMeasurable(target: Uint8Array): boolean {
  const bad = target.reduce((a, b) => a + b, 0);
  return bad >= 2 && target.length - bad >= 2;
}
