import {aucDifference} from "../../src/core/metrics/delong.ts";
import type {ManifestFeature, ModelEvaluation} from "../../src/core/schema/manifest.ts";
import type {OutOfFold} from "../training/folds/outOfFold.ts";
import {type TrainingData, withoutDirections} from "../training/inputs/trainingData.ts";
import {type Estimate, estimate} from "./measures.ts";

/** Directions that cost more AUC than this, beyond chance, are given up. */
export const DEAREST = 0.001;

export interface ChosenDirections {
  /** With the directions that the model keeps to. */
  data: TrainingData;
  validated: OutOfFold;
  monotone: ModelEvaluation["monotone"];
  /** Makes other clients of the same features what `data` is. */
  adapt: (other: TrainingData) => TrainingData;
}

/**
 * Decides whether a model keeps to the declared directions of features that tell nothing protected, by
 * cross-validating with and without them on the same folds. The direction of age is not for sale.
 */
export function chooseDirections(
  data: TrainingData,
  validate: (data: TrainingData, isFree: boolean) => OutOfFold
): ChosenDirections {
  const declared = data.features.filter(isPriced).length;
  const validated = validate(data, false);
  if (declared === 0)
    return {data, validated, monotone: {declared, used: false, difference: null}, adapt: (other) => other};
  const release = (other: TrainingData) => withoutDirections(other, isPriced);
  const free = release(data);
  const validatedFree = validate(free, true);
  const {difference, standardError} = aucDifference(data.target, validated.rawScore, validatedFree.rawScore);
  const price = estimate(difference, standardError);
  const used = !isTooDear(price);
  const monotone = {declared, used, difference: price};
  return used
    ? {data, validated, monotone, adapt: (other) => other}
    : {data: free, validated: validatedFree, monotone, adapt: release};
}

/** Tells whether a difference in AUC is a loss of more than 0.001 whose interval excludes 0. */
export const isTooDear = ({value, interval}: Estimate): boolean => value < -DEAREST && interval[1]! < 0;

const isPriced = (feature: ManifestFeature) => feature.direction !== undefined && !feature.protected;
