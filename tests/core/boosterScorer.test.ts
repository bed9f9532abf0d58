import assert from "node:assert/strict";
import {test} from "node:test";
import {parseModel} from "../../src/core/booster/parse.ts";
import {predictRaw} from "../../src/core/booster/predict.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import type {Booster} from "../../src/core/booster/types.ts";
import {GOLDEN, listCases, PARITY, readCase} from "./boosterCases.ts";
import {
  boosterToText,
  createRandom,
  pick,
  type Random,
  randomBooster,
  randomCell,
  type TreeShape
} from "./boosterRandom.ts";

const SHAPE: TreeShape = {features: 7, maxLeaves: 16, categorical: true, linear: false, edges: true};

/** Rows × classes whose fast score differs from predictRaw in any bit. */
function countDifferences(booster: Booster, scored: Booster, rows: readonly ArrayLike<number>[]): number {
  let differences = 0;
  for (let k = 0; k < booster.numTreePerIteration; k++) {
    const score = createScorer(scored, k);
    for (const row of rows) if (!Object.is(score(row), predictRaw(booster, row)[k])) differences++;
  }
  return differences;
}

const randomRows = (random: Random, count: number, features: number) =>
  Array.from({length: count}, () => Float64Array.from({length: features}, () => randomCell(random)));

test("createScorer(booster)(row) equals predictRaw on random trees, edge thresholds and edge rows", () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = createRandom(seed);
    const shape = {...SHAPE, maxLeaves: pick(random, [1, 2, 9, 40]), categorical: random() < 0.7};
    const booster = randomBooster(random, pick(random, [1, 7, 8, 9, 33]), shape);
    if (random() < 0.3) for (const tree of booster.trees) tree.leafCount.fill(0);
    const rows = randomRows(random, 40, shape.features);
    assert.equal(countDifferences(booster, booster, rows), 0, `seed ${seed}`);
    const read = parseModel(boosterToText(booster));
    assert.equal(countDifferences(booster, read, rows), 0, `seed ${seed}, after parseModel`);
  }
});

test("createScorer(booster)(row) equals predictRaw on linear trees, huge trees and wide category sets", () => {
  const random = createRandom(1);
  const linear = randomBooster(random, 12, {...SHAPE, linear: true});
  const mixed = randomBooster(random, 12, SHAPE);
  mixed.trees.push(...linear.trees);
  const huge = randomBooster(random, 2, {...SHAPE, maxLeaves: 9000});
  const wide = randomBooster(random, 9, {...SHAPE, maxLeaves: 60});
  for (const tree of wide.trees) {
    const words = 2 ** 15;
    tree.catBoundaries = tree.catBoundaries.map((_, i) => i * words);
    tree.catThreshold = Uint32Array.from({length: tree.numCat * words}, () => random() * 2 ** 32);
  }
  for (const booster of [linear, mixed, huge, wide])
    assert.equal(countDifferences(booster, booster, randomRows(random, 40, SHAPE.features)), 0);
});

test("createScorer(booster)(row) reads Float32Array and plain arrays alike", () => {
  const random = createRandom(2);
  const booster = randomBooster(random, 20, SHAPE);
  const score = createScorer(booster);
  for (const row of randomRows(random, 50, SHAPE.features)) {
    const narrow = Float32Array.from(row);
    assert.equal(score(narrow), predictRaw(booster, Float64Array.from(narrow))[0]);
    assert.equal(score([...row]), predictRaw(booster, row)[0]);
  }
});

test("createScorer(booster, class) refuses a class that the model does not have", () => {
  const booster = randomBooster(createRandom(3), 2, SHAPE);
  for (const index of [1, -1, 0.5])
    assert.throws(() => createScorer(booster, index), {code: "REQUEST_INVALID"});
});

test("createScorer(booster)(row) refuses a row of another length", () => {
  const score = createScorer(randomBooster(createRandom(3), 2, SHAPE));
  assert.throws(() => score([1, 2, 3]), {code: "REQUEST_INVALID"});
});

for (const {folder, name} of [PARITY, GOLDEN].flatMap((folder) =>
  listCases(folder).map((name) => ({folder, name}))
))
  test(`createScorer(booster, class)(row) equals predictRaw on ${name}`, () => {
    const {modelText, rows} = readCase(folder, name);
    const booster = parseModel(modelText);
    assert.equal(countDifferences(booster, booster, rows), 0);
  });

test("countDifferences finds a threshold moved by one double", () => {
  const random = createRandom(4);
  const booster = randomBooster(random, 1, {...SHAPE, categorical: false, edges: false, maxLeaves: 2});
  const [tree] = booster.trees;
  tree!.decisionType.fill(0);
  tree!.threshold.fill(1);
  const moved = structuredClone(booster);
  moved.trees[0]!.threshold.fill(1 + Number.EPSILON);
  const row = new Float64Array(SHAPE.features).fill(1 + Number.EPSILON);
  assert.equal(tree!.numLeaves, 2);
  assert.equal(countDifferences(booster, moved, [row]), 1);
});
