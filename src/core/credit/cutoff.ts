import {ScorebookError} from "../errors.ts";

/** What one wrong decision costs, in any one unit. */
export interface Cost {
  /** An accepted client who defaults. */
  falseNegative: number;
  /** A declined client who would have paid. */
  falsePositive: number;
}

function checkCost({falseNegative, falsePositive}: Cost): void {
  if (falseNegative > 0 && falsePositive > 0 && Number.isFinite(falseNegative + falsePositive)) return;
  throw new ScorebookError(
    "CONFIG_INVALID",
    `The costs are ${falseNegative} (false negative) and ${falsePositive} (false positive); two positive numbers were expected.`
  );
}

/**
 * Computes the probability of default above which declining is cheaper than accepting:
 * t* = C_fp / (C_fp + C_fn), 1/11 at 10:1. Source: Elkan (2001), The Foundations of Cost-Sensitive Learning.
 * @throws CONFIG_INVALID unless both costs are positive
 */
export function optimalProbability(cost: Cost): number {
  checkCost(cost);
  return cost.falsePositive / (cost.falsePositive + cost.falseNegative);
}

/** Computes the same cut-off in log-odds of default, −ln(C_fn / C_fp). @throws CONFIG_INVALID */
export function optimalLogOdds(cost: Cost): number {
  checkCost(cost);
  return -Math.log(cost.falseNegative / cost.falsePositive);
}
