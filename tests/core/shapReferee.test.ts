import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {chainModel, chainRows} from "../../bench/engine/referee.ts";
import {exactShap} from "../../bench/engine/refereeExact.ts";
import {parseModel} from "../../src/core/booster/parse.ts";
import {createExplainer} from "../../src/core/shap/explainer.ts";
import {bruteForceShap} from "./shapBruteForce.ts";
import {distance} from "./shapCompare.ts";
import {arbitraryCase} from "./shapTrees.ts";

test("exactShap(tree, row, features) is the Shapley value over all subsets", () => {
  const shape = {features: 5, maxLeaves: 9, maxTrees: 1};
  const isCounted = (tree: {leafCount: Float64Array; numLeaves: number}) =>
    tree.numLeaves > 1 && tree.leafCount.every((count) => count > 0);
  fc.assert(
    fc.property(
      arbitraryCase(shape).filter(({booster}) => isCounted(booster.trees[0]!)),
      ({booster, rows}) => {
        for (const row of rows) {
          const exact = exactShap(booster.trees[0]!, row, shape.features);
          assert.equal(distance(exact, bruteForceShap(booster, row)) < 1e-12, true, `row ${row}`);
        }
      }
    ),
    {seed: 20210312, numRuns: 100}
  );
});

/** The largest distance from the exact values on chains of that many features. */
function error(features: number, move = 0): number {
  const booster = parseModel(chainModel(features));
  const explainer = createExplainer(booster);
  booster.trees[0]!.leafValue[features - 1]! += move;
  return chainRows(features, 3).reduce((most, row) => {
    const exact = exactShap(booster.trees[0]!, row, features);
    return Math.max(most, distance(explainer.explain(row), exact));
  }, 0);
}

for (const features of [43, 90, 126])
  test(`explain(row) is within 1e-12 of the exact values with ${features} features on a path`, () => {
    const found = error(features);
    assert.ok(found < 1e-12, `the largest error is ${found}`);
  });

test("the comparison with the exact values notices a leaf value that is off by 1e-9", () => {
  assert.equal(error(43, 1e-9) > 1e-12, true);
});
