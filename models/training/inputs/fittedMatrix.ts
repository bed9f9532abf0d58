import {applyFitted, fittedNames} from "../../../src/core/fitted/applyFitted.ts";
import type {FittedColumns} from "../../../src/core/fitted/columns.ts";
import {fitGroupMedians} from "../../../src/core/fitted/groupMedians.ts";
import {fitTargetMeans} from "../../../src/core/fitted/targetMeans.ts";
import type {FittedStatistics} from "../../../src/core/schema/manifest.ts";
import type {TrainingData} from "./trainingData.ts";

/** Fits all statistics from the given rows and no others. */
export function fitStatistics(
  columns: FittedColumns,
  target: ArrayLike<number>,
  rows: ArrayLike<number>
): FittedStatistics {
  return {
    groupMedians: fitGroupMedians(columns, rows),
    targetMeans: fitTargetMeans(columns, target, rows)
  };
}

/** Counts the features that the statistics add. */
export function fittedWidth(statistics: FittedStatistics): number {
  return fittedNames(statistics).length;
}

/** Makes the model's inputs for some rows: their catalogue values, then their fitted features. */
export function appendFitted(
  data: TrainingData,
  rows: Uint32Array,
  statistics: FittedStatistics
): Float32Array {
  const width = data.features.length;
  const total = width + fittedWidth(statistics);
  const apply = applyFitted(statistics, data.features);
  const matrix = new Float32Array(rows.length * total);
  rows.forEach((row, i) => {
    const values = data.matrix.subarray(row * width, (row + 1) * width);
    matrix.set(values, i * total);
    matrix.set(apply(values), i * total + width);
  });
  return matrix;
}

/**
 * Makes the inputs that a model is trained on. A client's own outcome must not be part of their input, so the target
 * means of the rows of each fold come from the training rows of the other folds; medians come from all of them.
 */
export function trainingMatrix(
  data: TrainingData,
  columns: FittedColumns,
  folds: ArrayLike<number>,
  rows: Uint32Array,
  statistics: FittedStatistics
): Float32Array {
  const total = data.features.length + fittedWidth(statistics);
  const matrix = new Float32Array(rows.length * total);
  for (const fold of new Set(Array.from(rows, (row) => folds[row]!))) {
    const others = rows.filter((row) => folds[row] !== fold);
    const targetMeans = fitTargetMeans(columns, data.target, others);
    const members = Array.from(rows.keys()).filter((i) => folds[rows[i]!] === fold);
    const part = appendFitted(
      data,
      Uint32Array.from(members, (i) => rows[i]!),
      {...statistics, targetMeans}
    );
    members.forEach((i, k) => {
      matrix.set(part.subarray(k * total, (k + 1) * total), i * total);
    });
  }
  return matrix;
}
