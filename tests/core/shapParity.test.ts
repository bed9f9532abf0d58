import assert from "node:assert/strict";
import {existsSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {parseModel} from "../../src/core/booster/parse.ts";
import {predictRaw} from "../../src/core/booster/predict.ts";
import type {Booster} from "../../src/core/booster/types.ts";
import {createExplainer} from "../../src/core/shap/explainer.ts";
import {type Case, GOLDEN, listCases, PARITY, readCase, readNumbers} from "./boosterCases.ts";
import {distance, largest} from "./shapCompare.ts";

/** The largest distance from LightGBM's contributions and expected values, over the rows that have them. */
function farthest(given: Case, contributions: readonly Float64Array[], booster: Booster): number {
  const explainer = createExplainer(booster, given.iterations);
  const {numFeatures, numClasses, baseValues} = explainer;
  return largest(
    contributions.map((expected, r) => {
      const values = explainer.explain(given.rows[r]!);
      const ours = Array.from({length: numClasses}, (_, c) => [
        ...values.subarray(c * numFeatures, (c + 1) * numFeatures),
        baseValues[c]!
      ]);
      return distance(ours.flat(), expected);
    })
  );
}

/** |base + Σ values − raw score|, the greatest over rows and classes, relative where scores exceed 1. */
function additivityError({rows, iterations}: Case, booster: Booster): number {
  const explainer = createExplainer(booster, iterations);
  return largest(
    rows.flatMap((row) => {
      const values = explainer.explain(row);
      return Array.from(predictRaw(booster, row, iterations), (raw, c) => {
        const own = values.subarray(c * explainer.numFeatures, (c + 1) * explainer.numFeatures);
        const sum = own.reduce((total, value) => total + value, explainer.baseValues[c]!);
        return (sum - raw) / Math.max(1, Math.abs(raw));
      });
    })
  );
}

test(
  "the recorded cases of ../shared/parity are there",
  {
    skip: existsSync(PARITY) ? false : "../shared/parity is absent"
  },
  () => assert.ok(listCases(PARITY).length >= 13)
);

for (const folder of [PARITY, GOLDEN]) {
  for (const name of listCases(folder)) {
    const given = readCase(folder, name);
    const path = join(folder, name, "contrib.csv");
    if (!existsSync(path)) {
      test(`createExplainer(${name}) refuses what LightGBM refuses to explain`, () => {
        assert.throws(() => createExplainer(parseModel(given.modelText)), {code: "EXPLANATION_UNSUPPORTED"});
      });
      continue;
    }
    test(`createExplainer(${name}).explain(row) is within 1e-9 of LightGBM's pred_contrib and adds up`, () => {
      const booster = parseModel(given.modelText);
      const difference = farthest(given, readNumbers(path, 0), booster);
      assert.ok(difference <= 1e-9, `the largest difference is ${difference}`);
      const error = additivityError(given, booster);
      assert.ok(error <= 1e-9, `base and contributions miss the raw score by ${error}`);
    });
  }
}

test("the comparison with pred_contrib notices one row count that is off by one", () => {
  const given = readCase(GOLDEN, "binary");
  const contributions = readNumbers(join(GOLDEN, "binary", "contrib.csv"), 0);
  const booster = parseModel(given.modelText);
  booster.trees[0]!.internalCount[1]! += 1;
  assert.ok(farthest(given, contributions, booster) > 1e-9);
});
