import assert from "node:assert/strict";
import {test} from "node:test";
import {parseModel} from "../../src/core/booster/parse.ts";
import {predictRaw} from "../../src/core/booster/predict.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import type {Booster, Tree} from "../../src/core/booster/types.ts";
import {createExplainer} from "../../src/core/shap/explainer.ts";
import {createInteractions} from "../../src/core/shap/interactions.ts";
import {createWhatIf} from "../../src/core/shap/whatIf.ts";
import {boosterToText} from "./boosterRandom.ts";
import {bruteForceShap} from "./shapBruteForce.ts";
import {distance, sameBits} from "./shapCompare.ts";
import {boosterOf} from "./shapTrees.ts";

/** A balanced tree that splits on the features in turn, level by level, at numbers that spread the rows. */
function balancedTree(depth: number, features: number, firstFeature = 0): Tree {
  const nodes = 2 ** depth - 1;
  const level = (node: number) => 31 - Math.clz32(node + 1);
  const child = (index: number) => (index < nodes ? index : ~(index - nodes));
  const list = Array.from({length: nodes}, (_, node) => node);
  return {
    numLeaves: nodes + 1,
    numCat: 0,
    splitFeature: Int32Array.from(list, (node) => (firstFeature + level(node)) % features),
    splitGain: new Float64Array(nodes).fill(1),
    threshold: Float64Array.from(list, (node) => Math.sin(node) / 2),
    decisionType: new Uint8Array(nodes).fill(2),
    leftChild: Int32Array.from(list, (node) => child(2 * node + 1)),
    rightChild: Int32Array.from(list, (node) => child(2 * node + 2)),
    internalCount: Float64Array.from(list, (node) => 2 ** (depth - level(node))),
    leafValue: Float64Array.from({length: nodes + 1}, (_, leaf) => Math.sin(leaf) / 10),
    leafCount: new Float64Array(nodes + 1).fill(1),
    catBoundaries: new Int32Array(1),
    catThreshold: new Uint32Array(0),
    shrinkage: 1
  };
}

/** |base + Σ values − raw score| of a model with one class. */
function additivityError(booster: Booster, row: readonly number[]): number {
  const explainer = createExplainer(booster);
  const sum = explainer.explain(row).reduce((total, value) => total + value, explainer.baseValues[0]!);
  return Math.abs(sum - predictRaw(booster, row)[0]!);
}

const IDS = 4_000_000;

/** Two splits on one feature of ids up to four million, whose sets have 125,000 words each, and one on a number. */
function manyCategories(): Booster {
  const words = IDS / 32;
  const tree = {...balancedTree(2, 2), numCat: 2, catBoundaries: Int32Array.of(0, words, 2 * words)};
  tree.catThreshold = Uint32Array.from({length: 2 * words}, (_, i) => Math.imul(i + 1, 0x9e3779b1));
  tree.decisionType = Uint8Array.of(1, 2, 1);
  tree.splitFeature = Int32Array.of(0, 1, 0);
  tree.threshold = Float64Array.of(0, 0.5, 1);
  return boosterOf([tree, tree], 2, 1);
}

test("createExplainer(booster).explain(row) holds with category sets of 125,000 words", () => {
  const booster = manyCategories();
  const explainer = createExplainer(booster);
  const score = createScorer(booster);
  const {interactions} = createInteractions(explainer);
  const rows = [IDS - 1, IDS - 2, IDS, 3_999_968, 7, 0, -1, Number.NaN, 2 ** 31].flatMap((id) => [
    [id, 0],
    [id, 1]
  ]);
  const whatIf = createWhatIf(explainer, [0, 0]);
  const scores = new Set<number>();
  for (const row of rows) {
    const values = explainer.explain(row).slice();
    assert.ok(distance(values, bruteForceShap(booster, row)) < 1e-12, `row ${row}`);
    assert.equal(score(row), predictRaw(booster, row)[0]);
    const [a, b, c, d] = interactions(row);
    assert.ok(distance([a! + b!, c! + d!], values) < 1e-12);
    const changed = whatIf.change(row.map((value, feature) => ({feature, value})));
    assert.ok(sameBits(changed.values, values));
    scores.add(score(row));
  }
  assert.equal(scores.size, 4, "the rows reach every leaf");
  assert.equal(explainer.parts.lanes.count, 3, "equal sets of two trees share a lane");
});

test("parseModel(text) reads category sets of 125,000 words", () => {
  const booster = manyCategories();
  const read = parseModel(boosterToText({...booster, objective: {name: "regression", params: {}}}));
  assert.deepEqual(read.trees[1]!.catThreshold, booster.trees[1]!.catThreshold);
});

test("createInteractions(explainer).interactions(row) holds for 130,000 trees", () => {
  const [first, second] = [balancedTree(2, 3), balancedTree(2, 3, 1)];
  const trees = Array.from({length: 130_000}, (_, t) => (t % 2 ? first : second));
  const booster = boosterOf(trees, 3, 1);
  const explainer = createExplainer(booster);
  const values = explainer.explain([0.1, -0.2, 0.3]);
  const pair = createExplainer(boosterOf([first, second], 3, 1)).explain([0.1, -0.2, 0.3]);
  assert.ok(
    distance(
      values,
      pair.map((value) => value * 65_000)
    ) < 1e-7
  );
  const matrix = createInteractions(explainer).interactions([0.1, -0.2, 0.3]);
  const sums = Array.from({length: 3}, (_, i) => matrix[3 * i]! + matrix[3 * i + 1]! + matrix[3 * i + 2]!);
  assert.ok(distance(sums, values) < 1e-7);
});

test("explain(row) adds up for a tree of 131,072 leaves, whether or not its nodes count what their children do", () => {
  const row = [0.1, -0.3, 0.2, Number.NaN, 0.4];
  const tree = balancedTree(17, row.length);
  const irregular = {...tree, internalCount: tree.internalCount.slice()};
  irregular.internalCount[1]! += 1;
  for (const given of [tree, irregular]) {
    const error = additivityError(boosterOf([given], row.length, 1), row);
    assert.ok(error < 1e-9, `base and contributions miss the score by ${error}`);
  }
});

test("the additivity check notices a node without rows above leaves with rows", () => {
  const tree = balancedTree(4, 3);
  const error = () => additivityError(boosterOf([tree], 3, 1), [0.1, -0.3, 0.2]);
  assert.equal(error() < 1e-12, true);
  tree.internalCount[1] = 0;
  assert.equal(error() > 1e-3, true);
});

test("createExplainer(booster) and createInteractions(explainer) say when a row has too many contributions", () => {
  const wide = {...boosterOf([], 70_000, 1), numClass: 1000, numTreePerIteration: 1000};
  assert.throws(() => createExplainer(wide), {
    code: "EXPLANATION_UNSUPPORTED",
    detail: /1000 classes × 70000 features/
  });
  const explainer = createExplainer(boosterOf([], 70_000, 1));
  assert.throws(() => createInteractions(explainer), {code: "EXPLANATION_UNSUPPORTED", detail: /70000²/});
});

/** Runs with a part of WebAssembly replaced by one that fails as it does when the memory is used up. */
function without<T>(part: "Memory" | "Instance", run: () => T): T {
  const original = WebAssembly[part];
  const failing = function fail() {
    throw new RangeError("WebAssembly.Memory(): could not allocate memory");
  };
  Object.assign(WebAssembly, {[part]: failing});
  try {
    return run();
  } finally {
    Object.assign(WebAssembly, {[part]: original});
  }
}

test("createExplainer(booster) falls back to the plain kernel, equal bits, when WebAssembly gets no memory", () => {
  const booster = boosterOf([balancedTree(6, 5), balancedTree(5, 5)], 5, 1);
  const row = [0.1, -0.3, 0.2, Number.NaN, 0.4];
  const simd = createExplainer(booster);
  assert.equal(simd.parts.kernel.name, "simd");
  for (const part of ["Memory", "Instance"] as const) {
    const plain = without(part, () => createExplainer(booster));
    assert.equal(plain.parts.kernel.name, "plain");
    assert.ok(sameBits(plain.explain(row), simd.explain(row)));
  }
  assert.equal(createExplainer(booster).parts.kernel.name, "simd");
});

test("explainRows(rows) takes plain arrays, flat or row by row, as it takes typed ones", () => {
  const explainer = createExplainer(boosterOf([balancedTree(6, 3)], 3, 1));
  const rows = [
    [0.1, -0.3, 0.2],
    [Number.NaN, 0.4, -1]
  ];
  const expected = explainer.explainRows(Float64Array.from(rows.flat()));
  assert.ok(sameBits(expected.slice(3), explainer.explain(rows[1]!)));
  for (const given of [rows.flat(), rows, rows.map((row) => Float64Array.from(row))])
    assert.ok(sameBits(explainer.explainRows(given), expected));
  assert.equal(explainer.explainRows([]).length, 0);
  for (const torn of [
    [1, 2],
    [
      [1, 2, 3],
      [1, 2]
    ]
  ])
    assert.throws(() => explainer.explainRows(torn as number[]), {code: "REQUEST_INVALID"});
});
