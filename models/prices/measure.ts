import {assess} from "../../src/core/credit/assess.ts";
import {fitCalibration} from "../../src/core/credit/calibration.ts";
import {createPolicy, type Policy} from "../../src/core/credit/policy.ts";
import {aucDifference} from "../../src/core/metrics/delong.ts";
import type {Difference, Price} from "../../src/core/schema/prices.ts";

const Z_95 = 1.959963984540054;

/** What a model decides about the training clients, out of fold, by its own calibration. */
export interface Decided {
  rawScore: Float64Array;
  declined: Uint8Array;
}

/** Decides by out-of-fold scores, calibrated on themselves; costs and scale are the policy's. */
export function decide(target: Uint8Array, rawScore: Float64Array, policy: Policy): Decided {
  const own = createPolicy(policy, {calibration: fitCalibration(target, rawScore)});
  return {
    rawScore,
    declined: Uint8Array.from(rawScore, (raw) => (assess(own, raw).decision === "decline" ? 1 : 0))
  };
}

/**
 * Compares the decisions without some features with those that have them.
 * @param groups of each client by the trait, −1 where it is not known
 */
export function measurePrice(
  target: Uint8Array,
  {cost}: Pick<Policy, "cost">,
  groups: Int8Array,
  without: Decided,
  all: Decided
): Pick<Price, "auc" | "cost" | "leastRatio"> {
  const {difference, standardError} = aucDifference(target, without.rawScore, all.rawScore);
  const costOf = (declined: number, isBad: number) =>
    declined ? (isBad ? 0 : cost.falsePositive) : isBad ? cost.falseNegative : 0;
  const costs = Float64Array.from(
    target,
    (isBad, i) => 1000 * (costOf(without.declined[i]!, isBad) - costOf(all.declined[i]!, isBad))
  );
  return {
    auc: {difference, interval: [difference - Z_95 * standardError, difference + Z_95 * standardError]},
    cost: meanDifference(costs),
    leastRatio: {with: leastRatio(groups, all.declined), without: leastRatio(groups, without.declined)}
  };
}

/** The mean of paired differences with its 95 % interval by the normal distribution. */
function meanDifference(differences: Float64Array): Difference {
  const n = differences.length;
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = Z_95 * Math.sqrt(variance / n);
  return {difference: mean, interval: [mean - half, mean + half]};
}

const LEAST_CLIENTS = 100;

/** The share of acceptances of the group with the fewest by that of the group with the most; groups of 100 and more. */
export function leastRatio(groups: Int8Array, declined: Uint8Array): number {
  const counts = new Map<number, {clients: number; accepted: number}>();
  groups.forEach((group, i) => {
    if (group < 0) return;
    const count = counts.get(group) ?? {clients: 0, accepted: 0};
    counts.set(group, {clients: count.clients + 1, accepted: count.accepted + 1 - declined[i]!});
  });
  const shares = [...counts.values()]
    .filter(({clients}) => clients >= LEAST_CLIENTS)
    .map(({clients, accepted}) => accepted / clients);
  return Math.min(...shares) / Math.max(...shares);
}
