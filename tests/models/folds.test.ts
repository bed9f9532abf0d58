import assert from "node:assert/strict";
import {test} from "node:test";
import {rowsWhere, stratifiedFolds} from "../../models/training/folds/folds.ts";
import {fitStatistics, trainingMatrix} from "../../models/training/inputs/fittedMatrix.ts";
import {fittedColumnsOf, type TrainingData} from "../../models/training/inputs/trainingData.ts";
import {applyFitted} from "../../src/core/fitted/applyFitted.ts";
import type {FittedStatistics} from "../../src/core/schema/manifest.ts";
import {makeTrainingData} from "./syntheticData.ts";

const FOLDS = 4;
const data = makeTrainingData(1200, 8);
const folds = stratifiedFolds(data.target, FOLDS, 1);

test("stratifiedFolds(target, folds, seed) gives each fold its share of both classes", () => {
  for (const kind of [0, 1]) {
    const sizes = Array.from(
      {length: FOLDS},
      (_, k) => rowsWhere(folds, (f) => f === k).filter((i) => data.target[i] === kind).length
    );
    assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, `${sizes}`);
  }
});

test("stratifiedFolds(target, folds, seed) repeats itself with a seed and changes with another", () => {
  assert.deepEqual(stratifiedFolds(data.target, FOLDS, 1), folds);
  assert.notDeepEqual(stratifiedFolds(data.target, FOLDS, 2), folds);
});

type Fit = (data: TrainingData, rows: Uint32Array) => FittedStatistics;
const honest: Fit = (from, rows) => fitStatistics(fittedColumnsOf(from), from.target, rows);

/** Changes outcome and values of the validation clients of a fold; nothing else. */
function disturb(fold: number): TrainingData {
  const width = data.features.length;
  const target = data.target.map((t, i) => (folds[i] === fold ? 1 - t : t));
  const matrix = data.matrix.map((value, at) => (folds[Math.floor(at / width)] === fold ? value + 1 : value));
  return {...data, target, matrix};
}

/** Finds the folds whose statistics depend on their own validation clients. */
function leakyFolds(fit: Fit): number[] {
  return Array.from({length: FOLDS}, (_, k) => k).filter((k) => {
    const rows = rowsWhere(folds, (f) => f !== k);
    return JSON.stringify(fit(data, rows)) !== JSON.stringify(fit(disturb(k), rows));
  });
}

test("fitStatistics(columns, target, rows) of a fold does not know its validation clients", () => {
  assert.deepEqual(leakyFolds(honest), []);
});

test("fitStatistics(columns, target, rows) fitted on everyone would be found out", () => {
  const leak: Fit = (from) =>
    honest(
      from,
      rowsWhere(folds, () => true)
    );
  assert.deepEqual(leakyFolds(leak), [0, 1, 2, 3]);
});

/** Tells whether a client's own outcome changes that client's own inputs. */
function knowsOwnOutcome(make: (from: TrainingData) => Float32Array): boolean {
  const client = 17;
  const flipped = {...data, target: data.target.map((t, i) => (i === client ? 1 - t : t))};
  const [before, after] = [make(data), make(flipped)];
  const width = before.length / data.clients;
  const own = (matrix: Float32Array) => matrix.slice(client * width, (client + 1) * width);
  return JSON.stringify([...own(before)]) !== JSON.stringify([...own(after)]);
}

test("trainingMatrix(data, …) keeps a client's own outcome out of that client's inputs", () => {
  const everyone = rowsWhere(folds, () => true);
  const make = (from: TrainingData) =>
    trainingMatrix(from, fittedColumnsOf(from), folds, everyone, honest(from, everyone));
  assert.equal(knowsOwnOutcome(make), false);
});

test("trainingMatrix(data, …) with target means of everyone would be found out", () => {
  const everyone = rowsWhere(folds, () => true);
  const make = (from: TrainingData) => {
    const apply = applyFitted(honest(from, everyone), from.features);
    const width = from.features.length;
    return Float32Array.from(
      Array.from(everyone, (i) => [...apply(from.matrix.subarray(i * width, (i + 1) * width))]).flat()
    );
  };
  assert.equal(knowsOwnOutcome(make), true);
});
