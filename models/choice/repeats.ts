import type {Cost} from "../../src/core/credit/cutoff.ts";
import {auc} from "../../src/core/metrics/auc.ts";
import {aucDifference} from "../../src/core/metrics/delong.ts";
import type {FeatureChoice} from "../../src/core/schema/featureChoice.ts";
import {calibrated} from "../evaluate/baselines.ts";
import {estimate, losses} from "../evaluate/measures.ts";

/** Out-of-fold scores of one set of features, a division into folds each. */
export type Repeats = readonly Float64Array[];

type Difference = NonNullable<FeatureChoice["confirmed"]>;

/** Tells how much AUC and cost per 1,000 clients depend on folds and seeds alone: standard deviations. */
export function noiseOf(target: Uint8Array, repeats: Repeats, cost: Cost): FeatureChoice["noise"] {
  return {
    auc: deviation(repeats.map((score) => auc(target, score))),
    cost: deviation(repeats.map((score) => 1000 * mean(costsOf(target, score, cost))))
  };
}

/**
 * Compares two sets of features on the same divisions into folds, repeat by repeat: `without` less `all`. The standard
 * error has both sources of chance: which clients there are (DeLong; for the cost client by client), and which folds and
 * seeds, by how far the repeats differ among themselves.
 */
export function compareRepeats(target: Uint8Array, without: Repeats, all: Repeats, cost: Cost): Difference {
  const areas = without.map((score, r) => aucDifference(target, score, all[r]!));
  const gains = areas.map(({difference}) => difference);
  const overClients = Math.sqrt(mean(areas.map(({standardError}) => standardError ** 2)));
  const changes = without.map((score, r) => {
    const theirs = costsOf(target, all[r]!, cost);
    return costsOf(target, score, cost).map((value, i) => 1000 * (value - theirs[i]!));
  });
  const perRepeat = changes.map((change) => mean(change));
  const costOverClients = Math.sqrt(mean(changes.map((change) => deviation(change) ** 2 / change.length)));
  const together = (overClients: number, repeats: readonly number[]) =>
    Math.sqrt(overClients ** 2 + deviation(repeats) ** 2 / repeats.length);
  return {
    auc: estimate(mean(gains), together(overClients, gains)),
    cost: estimate(mean(perRepeat), together(costOverClients, perRepeat)),
    aucNoise: deviation(gains)
  };
}

/** Tells whether a difference is a gain whose interval excludes 0: of AUC, or in cost. */
export const isGain = ({auc, cost}: Pick<Difference, "auc" | "cost">, objective: "auc" | "cost"): boolean =>
  objective === "auc" ? auc.interval[0]! > 0 : cost.interval[1]! < 0;

/** Of scores that do not rank, the cheapest of declining nobody and everybody. */
function costsOf(target: Uint8Array, score: Float64Array, cost: Cost): Float64Array {
  const scored = calibrated(target, score);
  if (scored) return losses(scored, cost);
  const rate = mean(target);
  return losses({target, score, probability: new Float64Array(target.length).fill(rate)}, cost);
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** The standard deviation of a sample; 0 of one value, which tells nothing of it. */
function deviation(values: ArrayLike<number>): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - middle) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}
