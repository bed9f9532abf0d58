import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import fc from "fast-check";
import {goesLeft} from "../../src/core/booster/decide.ts";
import {predictRaw} from "../../src/core/booster/predict.ts";
import type {Booster} from "../../src/core/booster/types.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {createExplainer, type Explainer} from "../../src/core/shap/explainer.ts";
import {gaussLegendre} from "../../src/core/shap/gaussLegendre.ts";
import {createInteractions} from "../../src/core/shap/interactions.ts";
import {createLanes} from "../../src/core/shap/lanes.ts";
import {listLeafGames, satisfy} from "../../src/core/shap/leafGames.ts";
import {leafShap} from "../../src/core/shap/leafShap.ts";
import {createWhatIf} from "../../src/core/shap/whatIf.ts";
import {compileKernel, kernelToModule} from "../../tools/buildKernel.ts";
import {bruteForceShap} from "./shapBruteForce.ts";
import {distance, largest, sameBits} from "./shapCompare.ts";
import {arbitraryCase, boosterOf} from "./shapTrees.ts";

const SEED = {seed: 20210312};
const SMALL = {features: 5, maxLeaves: 9, maxTrees: 4};
const LARGE = {features: 24, maxLeaves: 120, maxTrees: 3};

/** |base + Σ values − raw score|, the greatest over the classes. */
function additivityError(explainer: Explainer, row: readonly number[]): number {
  const values = explainer.explain(row);
  return largest(
    Array.from(predictRaw(explainer.booster, row), (raw, c) => {
      const own = values.subarray(c * explainer.numFeatures, (c + 1) * explainer.numFeatures);
      return own.reduce((sum, value) => sum + value, explainer.baseValues[c]!) - raw;
    })
  );
}

/** The explanation leaf by leaf, as the formula reads. */
function explainLeafwise(booster: Booster, row: readonly number[]): Float64Array {
  const out = new Float64Array(booster.maxFeatureIdx + 1);
  for (const tree of booster.trees) {
    const goesRight = Array.from(tree.splitFeature, (f, node) => (goesLeft(tree, node, row[f]!) ? 0 : 1));
    for (const game of listLeafGames(tree)) {
      const met = new Float64Array(game.features.length);
      const values = new Float64Array(game.features.length);
      satisfy(game, goesRight, met);
      leafShap(game.value, met.length, game.coverRatios, met, values);
      for (const [i, feature] of game.features.entries()) out[feature]! += values[i]!;
    }
  }
  return out;
}

test("gaussLegendre(n) integrates every power up to 2n − 1 over [0, 1]", () => {
  for (let n = 1; n <= 40; n++) {
    const {nodes, weights} = gaussLegendre(n);
    for (let power = 0; power < 2 * n; power++) {
      const integral = nodes.reduce((sum, t, q) => sum + weights[q]! * t ** power, 0);
      assert.ok(Math.abs(integral - 1 / (power + 1)) < 1e-14, `n ${n}, power ${power}: ${integral}`);
    }
    assert.ok(weights.every((weight) => weight > 0));
  }
});

test("gaussLegendre(n) is not exact beyond 2n − 1, so that fewer points would be noticed", () => {
  const {nodes, weights} = gaussLegendre(3);
  const integral = nodes.reduce((sum, t, q) => sum + weights[q]! * t ** 6, 0);
  assert.ok(Math.abs(integral - 1 / 7) > 1e-6);
});

test("createLanes(trees) decides every split as goesLeft does", () => {
  fc.assert(
    fc.property(arbitraryCase(SMALL), ({booster, rows}) => {
      const lanes = createLanes(booster.trees);
      const values = new Float64Array(lanes.count);
      for (const row of rows) {
        lanes.write(row, values);
        for (const tree of booster.trees) {
          for (const [node, feature] of tree.splitFeature.entries()) {
            const threshold = tree.decisionType[node]! & 1 ? 0 : tree.threshold[node]!;
            const left = values[lanes.laneOf(tree, node)]! <= threshold;
            assert.equal(left, goesLeft(tree, node, row[feature]!), `${row[feature]} at node ${node}`);
          }
        }
      }
    }),
    {...SEED, numRuns: 300}
  );
});

for (const kernel of ["plain", "simd"] as const) {
  test(`createExplainer(booster, {kernel: "${kernel}"}).explain(row) is the Shapley value over all subsets`, () => {
    fc.assert(
      fc.property(arbitraryCase(SMALL), ({booster, rows}) => {
        const explainer = createExplainer(booster, {kernel});
        assert.equal(explainer.parts.kernel.name, kernel);
        for (const row of rows)
          assert.ok(distance(explainer.explain(row), bruteForceShap(booster, row)) < 1e-12, `row ${row}`);
      }),
      {...SEED, numRuns: 300}
    );
  });
}

test("explain(row) agrees with the formula leaf by leaf on deep trees", () => {
  fc.assert(
    fc.property(arbitraryCase(LARGE), ({booster, rows}) => {
      const explainer = createExplainer(booster);
      for (const row of rows)
        assert.ok(distance(explainer.explain(row), explainLeafwise(booster, row)) < 1e-11);
    }),
    {...SEED, numRuns: 60}
  );
});

test("explain(row) of a path of 40 distinct features needs 20 points and adds up", () => {
  const count = 40;
  const splits = Array.from({length: count}, (_, node) => node);
  const tree = {
    numLeaves: count + 1,
    numCat: 0,
    splitFeature: Int32Array.from(splits),
    splitGain: new Float64Array(count),
    threshold: new Float64Array(count),
    decisionType: new Uint8Array(count),
    leftChild: Int32Array.from(splits, (node) => (node + 1 < count ? node + 1 : ~count)),
    rightChild: Int32Array.from(splits, (node) => ~node),
    internalCount: Float64Array.from(splits, (node) => 10 * (count - node) + 10),
    leafValue: Float64Array.from({length: count + 1}, (_, leaf) => Math.sin(leaf)),
    leafCount: new Float64Array(count + 1).fill(10),
    catBoundaries: new Int32Array(1),
    catThreshold: new Uint32Array(0),
    shrinkage: 1
  };
  const booster = boosterOf([tree], count, 1);
  const row = splits.map((node) => (node % 7 === 6 ? 1 : -1));
  const explainer = createExplainer(booster);
  assert.ok(additivityError(explainer, row) < 1e-13);
  assert.ok(distance(explainer.explain(row), explainLeafwise(booster, row)) < 1e-13);
});

test("baseValues + Σ explain(row) is predictRaw(booster, row), for every class", () => {
  fc.assert(
    fc.property(arbitraryCase({...LARGE, classes: 2, maxTrees: 6}), ({booster, rows}) => {
      const explainer = createExplainer(booster);
      for (const row of rows) assert.ok(additivityError(explainer, row) < 1e-11);
    }),
    {...SEED, numRuns: 60}
  );
});

test("the additivity check notices a leaf value that changed after createExplainer(booster)", () => {
  fc.assert(
    fc.property(arbitraryCase(SMALL), ({booster, rows}) => {
      const explainer = createExplainer(booster);
      for (const tree of booster.trees) tree.leafValue = tree.leafValue.map((value) => value + 1);
      for (const row of rows) assert.ok(additivityError(explainer, row) > 0.5);
    }),
    {...SEED, numRuns: 20}
  );
});

test("the plain and the simd kernel give the same bits, and explainRows those of explain", () => {
  fc.assert(
    fc.property(arbitraryCase(LARGE), ({booster, rows}) => {
      const plain = createExplainer(booster, {kernel: "plain"});
      const simd = createExplainer(booster, {kernel: "simd"});
      const together = simd.explainRows(Float64Array.from(rows.flat()));
      for (const [r, row] of rows.entries()) {
        const values = simd.explain(row);
        assert.ok(sameBits(values, plain.explain(row)));
        assert.ok(sameBits(values, together.subarray(r * values.length, (r + 1) * values.length)));
      }
    }),
    {...SEED, numRuns: 60}
  );
});

test("the WebAssembly in simdCode.ts is what treeQuadrature.as compiles to", async () => {
  const committed = readFileSync(new URL("../../src/core/shap/simdCode.ts", import.meta.url), "utf8");
  assert.equal(kernelToModule(await compileKernel()), committed);
});

test("createExplainer(booster, {startIteration, numIteration}) explains those iterations alone", () => {
  fc.assert(
    fc.property(
      arbitraryCase(SMALL),
      fc.nat(4),
      fc.nat(4),
      ({booster, rows}, startIteration, numIteration) => {
        const options = {startIteration, numIteration};
        const explainer = createExplainer(booster, options);
        const end = numIteration ? startIteration + numIteration : undefined;
        const part = {...booster, trees: booster.trees.slice(startIteration, end)};
        for (const row of rows) {
          assert.ok(sameBits(explainer.explain(row), createExplainer(part).explain(row)));
          assert.ok(
            sameBits(createWhatIf(explainer, row).current.rawScores, predictRaw(booster, row, options))
          );
        }
      }
    ),
    {...SEED, numRuns: 60}
  );
});

test("createExplainer(booster) refuses linear trees and trees without row counts", () => {
  const {booster} = fc.sample(
    arbitraryCase(SMALL).filter((given) => given.booster.trees[0]!.numLeaves > 1),
    {...SEED, numRuns: 1}
  )[0]!;
  const tree = booster.trees[0]!;
  const unsupported = (changed: typeof tree) =>
    assert.throws(
      () => createExplainer({...booster, trees: [changed]}),
      (error) => error instanceof ScorebookError && error.code === "EXPLANATION_UNSUPPORTED"
    );
  unsupported({...tree, linear: {leafConst: tree.leafValue, leafFeatures: [], leafCoeff: []}});
  unsupported({...tree, internalCount: tree.internalCount.map(() => 0)});
});

test("explain(row) of constant trees is zero and baseValues hold their values", () => {
  const zero = new Float64Array(0);
  const none = new Int32Array(0);
  const constant = {
    numLeaves: 1,
    numCat: 0,
    splitFeature: none,
    splitGain: zero,
    threshold: zero,
    decisionType: new Uint8Array(0),
    leftChild: none,
    rightChild: none,
    internalCount: zero,
    leafValue: Float64Array.of(0.25),
    leafCount: Float64Array.of(0),
    catBoundaries: none,
    catThreshold: new Uint32Array(0),
    shrinkage: 1
  };
  const booster = boosterOf([constant, constant], 2, 1);
  const explainer = createExplainer(booster);
  assert.deepEqual([...explainer.explain([1, 2])], [0, 0]);
  assert.deepEqual([...explainer.baseValues], [0.5]);
  assert.deepEqual([...createInteractions(explainer).interactions([1, 2])], [0, 0, 0, 0]);
  assert.deepEqual([...createWhatIf(explainer, [1, 2]).change([{feature: 0, value: 9}]).rawScores], [0.5]);
});

test("explain(row) refuses a row of another length", () => {
  const explainer = createExplainer(boosterOf([], 3, 1));
  assert.throws(() => explainer.explain([1, 2]), {code: "REQUEST_INVALID"});
  assert.throws(() => explainer.explainRows(new Float64Array(4)), {code: "REQUEST_INVALID"});
});
