import {logOddsToProbability} from "../../src/core/credit/logOdds.ts";
import {median} from "../../src/core/fitted/median.ts";

/** Gives the log-odds of a row of raw values, NaN where missing. */
export type Logistic = (row: ArrayLike<number>) => number;

const MOST_STEPS = 50;
const RIDGE = 1e-3;

/**
 * Fits a logistic regression to raw values (rows × width, row-major, NaN where missing) and outcomes of 0 or 1.
 * A missing value counts as the median of the known ones and has an indicator of its own; everything is standardised.
 * A slight ridge (1e-3, none on the intercept) keeps it defined when classes can be separated.
 *
 * Source: iteratively reweighted least squares, P. McCullagh, J. Nelder, "Generalized Linear Models" (1989), 2.5.
 */
export function fitLogistic(matrix: ArrayLike<number>, width: number, target: ArrayLike<number>): Logistic {
  const n = target.length;
  const inputs = createInputs(matrix, width, n);
  const size = 2 * width + 1;
  const x = Array.from({length: n}, (_, i) =>
    inputs(Array.from({length: width}, (_, j) => matrix[i * width + j]!))
  );
  let beta = new Float64Array(size);
  for (let step = 0; step < MOST_STEPS; step++) {
    const gradient = beta.map((b, j) => (j === 0 ? 0 : -RIDGE * b));
    const hessian = Array.from({length: size}, (_, j) => {
      const row = new Float64Array(size);
      row[j] = j === 0 ? 0 : RIDGE;
      return row;
    });
    x.forEach((row, i) => {
      const p = logOddsToProbability(dot(beta, row));
      const weight = p * (1 - p);
      for (let j = 0; j < size; j++) {
        gradient[j]! += (target[i]! - p) * row[j]!;
        for (let k = 0; k < size; k++) hessian[j]![k]! += weight * row[j]! * row[k]!;
      }
    });
    const move = solve(hessian, gradient);
    beta = beta.map((b, j) => b + move[j]!);
    if (Math.max(...move.map(Math.abs)) < 1e-9) break;
  }
  return (row) => dot(beta, inputs(row));
}

/** Prepares a row: 1, then value and missing indicator of each column, both standardised on the rows fitted on. */
function createInputs(matrix: ArrayLike<number>, width: number, n: number) {
  const scales = Array.from({length: width}, (_, j) => {
    const values = Array.from({length: n}, (_, i) => matrix[i * width + j]!);
    const known = values.filter((value) => !Number.isNaN(value));
    const centre = known.length > 0 ? median(known) : 0;
    const filled = values.map((value) => (Number.isNaN(value) ? centre : value));
    return {
      centre,
      value: scaleOf(filled),
      missing: scaleOf(values.map((value) => Number(Number.isNaN(value))))
    };
  });
  return (row: ArrayLike<number>): number[] => [
    1,
    ...scales.flatMap(({centre, value, missing}, j) => {
      const isMissing = Number.isNaN(row[j]!);
      return [value(isMissing ? centre : row[j]!), missing(Number(isMissing))];
    })
  ];
}

function scaleOf(values: readonly number[]): (value: number) => number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  return (value) => (deviation > 0 ? (value - mean) / deviation : 0);
}

const dot = (a: ArrayLike<number>, b: readonly number[]): number =>
  b.reduce((sum, value, i) => sum + value * a[i]!, 0);

/** Solves a positive definite system. Source: Cholesky's decomposition; the matrix is overwritten. */
function solve(matrix: Float64Array[], right: Float64Array): number[] {
  const n = right.length;
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i]![k]! * matrix[j]![k]!;
      matrix[i]![j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / matrix[j]![j]!;
    }
  const y = Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) y[i]! -= matrix[i]![k]! * y[k]!;
    y[i]! /= matrix[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) y[i]! -= matrix[k]![i]! * y[k]!;
    y[i]! /= matrix[i]![i]!;
  }
  return y;
}
