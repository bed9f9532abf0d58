import {calibrate, fitCalibration} from "../../../src/core/credit/calibration.ts";
import {type Cost, optimalLogOdds} from "../../../src/core/credit/cutoff.ts";
import {ScorebookError} from "../../../src/core/errors.ts";
import {auc} from "../../../src/core/metrics/auc.ts";
import type {Direction} from "../../../src/core/search/trial.ts";

export const OBJECTIVES = ["cost", "auc"] as const;
export type Objective = (typeof OBJECTIVES)[number];

/** A lower cost and a higher AUC are better. */
export const directionOf = (objective: Objective): Direction =>
  objective === "cost" ? "minimize" : "maximize";

/**
 * What each client would have cost when raw scores are calibrated and those beyond the cheapest cut-off are declined.
 * @throws MODEL_INVALID when the scores cannot be calibrated
 */
export function clientCosts(
  target: ArrayLike<number>,
  rawScore: ArrayLike<number>,
  cost: Cost
): Float64Array {
  const calibration = fitCalibration(target, rawScore);
  const cutoff = optimalLogOdds(cost);
  return Float64Array.from({length: target.length}, (_, i) => {
    const declined = calibrate(calibration, rawScore[i]!) > cutoff;
    if (target[i] === 1) return declined ? 0 : cost.falseNegative;
    return declined ? cost.falsePositive : 0;
  });
}

/** Measures out-of-fold scores; the cost is NaN when they cannot be calibrated. */
export function measure(
  target: ArrayLike<number>,
  rawScore: ArrayLike<number>,
  cost: Cost
): {auc: number; costPerClient: number} {
  return {auc: auc(target, rawScore), costPerClient: meanCost(target, rawScore, cost)};
}

function meanCost(target: ArrayLike<number>, rawScore: ArrayLike<number>, cost: Cost): number {
  try {
    const costs = clientCosts(target, rawScore, cost);
    return costs.reduce((a, b) => a + b, 0) / costs.length;
  } catch (error) {
    if (error instanceof ScorebookError && error.code === "MODEL_INVALID") return Number.NaN;
    throw error;
  }
}
