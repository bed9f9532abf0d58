import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {predictRaw} from "../../src/core/booster/predict.ts";
import {createExplainer} from "../../src/core/shap/explainer.ts";
import {createWhatIf} from "../../src/core/shap/whatIf.ts";
import {sameBits} from "./shapCompare.ts";
import {arbitraryCase} from "./shapTrees.ts";

const SEED = {seed: 20210312};
const SMALL = {features: 5, maxLeaves: 9, maxTrees: 4};
const LARGE = {features: 24, maxLeaves: 120, maxTrees: 3};

const arbitraryChanges = (features: number) =>
  fc.array(
    fc.array(
      fc.record({
        feature: fc.nat(features - 1),
        value: fc.constantFrom(-3, -1, -0, 0, 0.5, 2, 31, Number.NaN)
      }),
      {minLength: 1, maxLength: 3}
    ),
    {minLength: 1, maxLength: 6}
  );

test("createWhatIf(explainer, row).change(changes) has the bits of a fresh score and explanation", () => {
  fc.assert(
    fc.property(
      arbitraryCase({...LARGE, maxTrees: 6, classes: 2}),
      arbitraryChanges(LARGE.features),
      ({booster, rows}, steps) => {
        const explainer = createExplainer(booster);
        const fresh = createExplainer(booster);
        const [first, second] = rows.map((row) => createWhatIf(explainer, row));
        for (const changes of steps) {
          second?.change(changes.slice(0, 1));
          const {rawScores, values} = first!.change(changes);
          assert.ok(sameBits(values, fresh.explain(first!.row)));
          assert.ok(sameBits(rawScores, predictRaw(booster, first!.row)));
        }
      }
    ),
    {...SEED, numRuns: 60}
  );
});

test("the comparison of bits notices contributions that are not on the grain", () => {
  fc.assert(
    fc.property(arbitraryCase(LARGE), arbitraryChanges(LARGE.features), ({booster, rows}, steps) => {
      const explainer = createExplainer(booster);
      const whatIf = createWhatIf(explainer, rows[0]!);
      whatIf.current.values[steps[0]![0]!.feature]! += 2 ** -40;
      for (const changes of steps) whatIf.change(changes);
      assert.ok(!sameBits(whatIf.current.values, explainer.explain(whatIf.row)));
    }),
    {...SEED, numRuns: 10}
  );
});

test("change(changes) on a model with very large leaf values explains anew and has the same bits", () => {
  fc.assert(
    fc.property(arbitraryCase(SMALL), arbitraryChanges(SMALL.features), ({booster, rows}, steps) => {
      for (const tree of booster.trees) tree.leafValue = tree.leafValue.map((value) => value * 1e12 + 1e12);
      const explainer = createExplainer(booster);
      const whatIf = createWhatIf(explainer, rows[0]!);
      for (const changes of steps) {
        const {rawScores, values} = whatIf.change(changes);
        assert.ok(sameBits(rawScores, predictRaw(booster, whatIf.row)));
        assert.ok(sameBits(values, createExplainer(booster).explain(whatIf.row)));
      }
    }),
    {...SEED, numRuns: 40}
  );
});

test("change(changes) evaluates no tree when no decision differs, and refuses an unknown feature", () => {
  const {booster, rows} = fc.sample(arbitraryCase(SMALL), {...SEED, numRuns: 1})[0]!;
  const whatIf = createWhatIf(createExplainer(booster), rows[0]!);
  whatIf.change([{feature: 1, value: rows[0]![1]!}]);
  assert.equal(whatIf.treesEvaluated, 0);
  assert.throws(() => whatIf.change([{feature: 5, value: 0}]), {code: "REQUEST_INVALID"});
});
