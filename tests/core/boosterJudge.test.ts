import assert from "node:assert/strict";
import {test} from "node:test";
import {parseModel} from "../../src/core/booster/parse.ts";
import {type Iterations, predict, predictLeaves, predictRaw} from "../../src/core/booster/predict.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import type {Booster} from "../../src/core/booster/types.ts";
import {findLibrary, type Judge, openLibrary} from "./boosterLightgbm.ts";
import {below, boosterToText, createRandom, pick, randomBooster, randomCell} from "./boosterRandom.ts";
import {COLUMNS, OBJECTIVES, randomSettings, randomTraining} from "./boosterTraining.ts";

const found = findLibrary();
const skip = "reason" in found && found.reason;
let opened: Judge | undefined;
const judge = () => {
  if ("reason" in found) throw new Error(found.reason);
  opened ??= openLibrary(found.path);
  return opened;
};

/** What differs from the judge over all rows; empty when nothing does. */
function differences(text: string, booster: Booster, data: Float64Array, iterations: Iterations): string[] {
  const columns = booster.maxFeatureIdx + 1;
  const rows = data.length / columns;
  const ask = (kind: "raw" | "leaf" | "prediction") => judge().predict(text, data, rows, kind, iterations);
  const [raw, leaf, prediction] = [ask("raw"), ask("leaf"), ask("prediction")];
  const messages: string[] = [];
  const all = !iterations.startIteration && !iterations.numIteration;
  const scorers = Array.from({length: booster.numTreePerIteration}, (_, k) => createScorer(booster, k));
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * columns, (i + 1) * columns);
    const theirs = (table: typeof raw, k: number) => table.values[i * table.width + k]!;
    predictRaw(booster, row, iterations).forEach((score, k) => {
      if (!Object.is(score, theirs(raw, k))) messages.push(`row ${i} raw ${score} ≠ ${theirs(raw, k)}`);
      if (all && !Object.is(scorers[k]!(row), score)) messages.push(`row ${i} scorer ≠ ${score}`);
    });
    const leaves = predictLeaves(booster, row, iterations);
    if (leaves.length !== leaf.width) messages.push(`${leaves.length} leaves ≠ ${leaf.width}`);
    leaves.forEach((l, t) => {
      if (l !== theirs(leaf, t)) messages.push(`row ${i} tree ${t} leaf ${l} ≠ ${theirs(leaf, t)}`);
    });
    predict(booster, row, iterations).forEach((value, k) => {
      const other = theirs(prediction, k);
      const same = Object.is(value, other) || Math.abs(value - other) <= 1e-12 * Math.abs(other);
      if (!same) messages.push(`row ${i} prediction ${value} ≠ ${other}`);
    });
  }
  return messages;
}

const randomData = (random: () => number, rows: number, columns: number) =>
  Float64Array.from({length: rows * columns}, () => randomCell(random));

const MODELS_PER_OBJECTIVE = 16;
const seen = {
  trees: 0,
  constant: 0,
  linear: 0,
  categorical: 0,
  averaged: 0,
  none: 0,
  zero: 0,
  nan: 0,
  defaultLeft: 0
};

function tally({trees, averageOutput}: Booster): void {
  if (averageOutput) seen.averaged++;
  for (const {numLeaves, numCat, linear, decisionType} of trees) {
    seen.trees++;
    if (numLeaves === 1) seen.constant++;
    if (linear) seen.linear++;
    seen.categorical += numCat;
    for (const type of decisionType) {
      if ((type & 1) === 0) seen[(["none", "zero", "nan"] as const)[type >> 2]!]++;
      if ((type & 2) !== 0) seen.defaultLeft++;
    }
  }
}

for (const objective of Object.keys(OBJECTIVES))
  test(`predictRaw, predictLeaves, predict and createScorer equal LightGBM on ${objective} models just trained`, {
    skip
  }, () => {
    for (let seed = 0; seed < MODELS_PER_OBJECTIVE; seed++) {
      const random = createRandom(1000 * seed + objective.length);
      const settings = randomSettings(random, objective);
      const training = randomTraining(random, objective, 400, settings, below(random, 12));
      const text = judge().train(training);
      const booster = parseModel(text);
      tally(booster);
      const data = randomData(random, 80, COLUMNS);
      data.set(training.data.subarray(0, 40 * COLUMNS));
      const total = booster.trees.length / booster.numTreePerIteration;
      for (const iterations of [
        {},
        {numIteration: below(random, total + 2)},
        {startIteration: below(random, total + 1), numIteration: pick(random, [-1, 1, 3])}
      ])
        assert.deepEqual(
          differences(text, booster, data, iterations).slice(0, 5),
          [],
          `seed ${seed}, ${training.parameters}, ${JSON.stringify(iterations)}`
        );
    }
  });

test("randomSettings(random, objective) made every kind of tree and node", {skip}, (context) => {
  context.diagnostic(JSON.stringify(seen));
  for (const [kind, count] of Object.entries(seen)) assert.ok(count >= 20, `only ${count} of kind ${kind}`);
});

test("predictRaw, predictLeaves and createScorer equal LightGBM on random trees with edge thresholds", {
  skip
}, () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = createRandom(seed);
    const shape = {
      features: 5,
      maxLeaves: pick(random, [2, 6, 25]),
      categorical: random() < 0.6,
      linear: random() < 0.3,
      edges: true
    };
    const text = boosterToText(randomBooster(random, 1 + below(random, 12), shape));
    const booster = parseModel(text);
    const data = randomData(random, 120, shape.features);
    assert.deepEqual(differences(text, booster, data, {}).slice(0, 5), [], `seed ${seed}`);
  }
});

test("differences finds a default direction turned round", {skip}, () => {
  const random = createRandom(8);
  const text = judge().train(randomTraining(random, "binary", 400, "num_leaves=8", 8));
  const booster = parseModel(text);
  for (const tree of booster.trees) tree.decisionType = tree.decisionType.map((type) => type ^ 2);
  assert.ok(differences(text, booster, randomData(random, 80, COLUMNS), {}).length > 0);
});
