import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {createExplainer} from "../../src/core/shap/explainer.ts";
import {createInteractions} from "../../src/core/shap/interactions.ts";
import {bruteForceInteractions} from "./shapBruteForce.ts";
import {distance} from "./shapCompare.ts";
import {arbitraryCase} from "./shapTrees.ts";

const SEED = {seed: 20210312};
const SMALL = {features: 5, maxLeaves: 9, maxTrees: 4};

test("interactions(row) is the definition over all subsets, symmetric, its rows adding up to explain(row)", () => {
  fc.assert(
    fc.property(arbitraryCase({...SMALL, classes: 2}), ({booster, rows}) => {
      const explainer = createExplainer(booster);
      const {interactions} = createInteractions(explainer);
      for (const row of rows) {
        const all = interactions(row);
        for (const c of [0, 1]) {
          const expected = bruteForceInteractions(booster, row, c);
          const n = explainer.numFeatures;
          assert.ok(distance(all.subarray(c * n * n, (c + 1) * n * n), expected.flat()) < 1e-12);
          for (let i = 0; i < n; i++) {
            const own = all.subarray(c * n * n + i * n, c * n * n + (i + 1) * n);
            const sum = own.reduce((total, value) => total + value, 0);
            assert.ok(Math.abs(sum - explainer.explain(row)[c * n + i]!) < 1e-12);
          }
        }
      }
    }),
    {...SEED, numRuns: 100}
  );
});

test("the comparison of interactions notices categories that changed sides", () => {
  const cases = fc.sample(arbitraryCase(SMALL), {...SEED, numRuns: 50});
  const noticed = cases.filter(({booster, rows}) => {
    const {interactions} = createInteractions(createExplainer(booster));
    const before = interactions(rows[0]!);
    for (const tree of booster.trees) tree.catThreshold = tree.catThreshold.map((word) => ~word);
    return distance(before, bruteForceInteractions(booster, rows[0]!).flat()) > 1e-9;
  });
  assert.ok(noticed.length >= 10, `${noticed.length} of 50`);
});

test("topInteractions(row, k) is the part of interactions(row) with the largest |explain(row)|", () => {
  fc.assert(
    fc.property(arbitraryCase(SMALL), fc.integer({min: 1, max: 7}), ({booster, rows}, k) => {
      const explainer = createExplainer(booster);
      const {interactions, topInteractions} = createInteractions(explainer);
      const row = rows[0]!;
      const {features, values} = topInteractions(row, k);
      const shap = explainer.explain(row);
      const whole = interactions(row);
      assert.equal(features.length, Math.min(k, 5));
      const weakest = Math.min(...features.map((feature) => Math.abs(shap[feature]!)));
      for (const [feature, value] of shap.entries())
        assert.ok(features.includes(feature) || Math.abs(value) <= weakest);
      for (const [a, first] of features.entries())
        for (const [b, second] of features.entries())
          assert.equal(values[a * features.length + b], whole[first * 5 + second]);
    }),
    {...SEED, numRuns: 50}
  );
});
