import {parseModel} from "../../src/core/booster/parse.ts";
import {fittedSources} from "../../src/core/fitted/sources.ts";
import type {FittedStatistics, ManifestFeature} from "../../src/core/schema/manifest.ts";
import type {TrainingData} from "../training/inputs/trainingData.ts";
import {createRandom, shuffle} from "../training/random.ts";
import type {FeatureGroup} from "./groups.ts";

/**
 * Sums the gain of a model's splits by catalogue feature; what is fitted counts for the value that is compared or
 * rated, the first of its sources. In the order of `features`.
 */
export function gainByFeature(
  modelText: string,
  features: readonly ManifestFeature[],
  fitted: FittedStatistics
): Float64Array {
  const position = new Map(features.map(({name}, j) => [name, j]));
  const own = [...features.keys(), ...[...fittedSources(fitted)].map(([, [first]]) => position.get(first!)!)];
  const gain = new Float64Array(features.length);
  for (const {splitFeature, splitGain} of parseModel(modelText).trees)
    splitFeature.forEach((input, node) => {
      gain[own[input]!]! += splitGain[node]!;
    });
  return gain;
}

export const sumOver = (gain: ArrayLike<number>, {columns}: Pick<FeatureGroup, "columns">): number =>
  columns.reduce((sum, column) => sum + gain[column]!, 0);

/**
 * Tells how often a group's gain is at least as large when outcomes are shuffled, from 1/(nulls + 1) to 1.
 * Source: A. Altmann et al., "Permutation importance: a corrected feature importance measure", Bioinformatics 26
 * (2010), by the empirical distribution.
 */
export function nullShare(gain: number, nullGains: readonly number[]): number {
  const asLarge = nullGains.filter((one) => one >= gain).length;
  return (1 + asLarge) / (1 + nullGains.length);
}

/** Deals the outcomes to other clients. */
export const shuffleTarget = (data: TrainingData, seed: number): TrainingData => ({
  ...data,
  target: Uint8Array.from(shuffle([...data.target], createRandom(seed)))
});
