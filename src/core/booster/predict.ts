import {ScorebookError} from "../errors.ts";
import {leafOf, leafOutput} from "./decide.ts";
import {createTransform} from "./objective.ts";
import type {Booster} from "./types.ts";

/** Which boosting iterations count. Out of range values are cut to the model, as LightGBM does. */
export interface Iterations {
  /** First iteration, from 0. */
  startIteration?: number;
  /** How many; 0 or less means all that follow. */
  numIteration?: number;
}

/** Resolves the range [start, end) of iterations. Source: GBDT::InitPredict in src/boosting/gbdt.h. */
export function iterationRange(
  {trees, numTreePerIteration}: Booster,
  {startIteration = 0, numIteration = 0}: Iterations
): {start: number; end: number} {
  const total = trees.length / numTreePerIteration;
  const start = Math.min(Math.max(startIteration, 0), total);
  return {start, end: numIteration > 0 ? Math.min(start + numIteration, total) : total};
}

/** Refuses a row that does not have one value per feature. @throws REQUEST_INVALID */
export function checkRow({maxFeatureIdx}: Booster, row: ArrayLike<number>): void {
  if (row.length !== maxFeatureIdx + 1)
    throw new ScorebookError(
      "REQUEST_INVALID",
      `A row of ${maxFeatureIdx + 1} feature values was expected, in model order, but ${row.length} were given.`
    );
}

/**
 * Computes the raw scores of a row: per class, the sum of its trees' outputs in model order (also in a random forest,
 * whose average enters in `predict` alone). Equal to LightGBM's to the last bit.
 * @param row one value per feature, in booster.featureNames order; NaN = missing
 * @throws REQUEST_INVALID
 * Source: GBDT::PredictRaw in src/boosting/gbdt_prediction.cpp.
 */
export function predictRaw(
  booster: Booster,
  row: ArrayLike<number>,
  iterations: Iterations = {}
): Float64Array {
  checkRow(booster, row);
  const {trees, numTreePerIteration} = booster;
  const {start, end} = iterationRange(booster, iterations);
  const scores = new Float64Array(numTreePerIteration);
  for (let t = start * numTreePerIteration; t < end * numTreePerIteration; t++) {
    const tree = trees[t]!;
    scores[t % numTreePerIteration]! += leafOutput(tree, leafOf(tree, row), row);
  }
  return scores;
}

/**
 * Finds the leaf of every tree, iteration by iteration and class by class within it.
 * @throws REQUEST_INVALID
 */
export function predictLeaves(
  booster: Booster,
  row: ArrayLike<number>,
  iterations: Iterations = {}
): Int32Array {
  checkRow(booster, row);
  const {trees, numTreePerIteration} = booster;
  const {start, end} = iterationRange(booster, iterations);
  return Int32Array.from(trees.slice(start * numTreePerIteration, end * numTreePerIteration), (tree) =>
    leafOf(tree, row)
  );
}

/**
 * Predicts on the objective's own scale, one value per class: averaged over the iterations for a random forest, then
 * transformed (see createTransform).
 * @throws REQUEST_INVALID
 * Source: GBDT::Predict in src/boosting/gbdt_prediction.cpp.
 */
export function predict(booster: Booster, row: ArrayLike<number>, iterations: Iterations = {}): Float64Array {
  const scores = predictRaw(booster, row, iterations);
  if (booster.averageOutput) {
    const {start, end} = iterationRange(booster, iterations);
    for (let k = 0; k < scores.length; k++) scores[k]! /= end - start;
  }
  return createTransform(booster.objective)(scores);
}
