import assert from "node:assert/strict";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {test} from "node:test";
import {parseModel} from "../../src/core/booster/parse.ts";
import {predictRaw} from "../../src/core/booster/predict.ts";
import {createExplainer} from "../../src/core/shap/explainer.ts";

const SHARED = new URL("../../../shared/parity/", import.meta.url);
const cases = existsSync(SHARED) ? readdirSync(SHARED) : [];

const readNumbers = (url: URL) =>
  readFileSync(url, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(",").map((cell) => (cell === "" ? Number.NaN : Number(cell))));

/** The model, its rows, and LightGBM's contributions of the first of them. */
function readCase(name: string) {
  const folder = new URL(`${name}/`, SHARED);
  return {
    booster: parseModel(readFileSync(new URL("model.txt", folder), "utf8")),
    rows: readNumbers(new URL("X.csv", folder)).slice(1),
    contributions: readNumbers(new URL("contrib.csv", folder))
  };
}

/** The largest distance from LightGBM's contributions and expected values, over all rows and classes. */
function largestDifference({booster, rows, contributions}: ReturnType<typeof readCase>): number {
  const explainer = createExplainer(booster);
  const {numFeatures, numClasses, baseValues} = explainer;
  let largest = 0;
  for (const [r, expected] of contributions.entries()) {
    const values = explainer.explain(rows[r]!);
    for (let c = 0; c < numClasses; c++) {
      for (let f = 0; f <= numFeatures; f++) {
        const ours = f === numFeatures ? baseValues[c]! : values[c * numFeatures + f]!;
        const difference = Math.abs(ours - expected[c * (numFeatures + 1) + f]!);
        largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
      }
    }
  }
  return largest;
}

test("the recorded cases are there", {skip: cases.length ? false : "../shared/parity is absent"}, () => {
  assert.ok(cases.length >= 13);
});

for (const name of cases) {
  test(`createExplainer(${name}).explain(row) is within 1e-9 of LightGBM's pred_contrib`, () => {
    const difference = largestDifference(readCase(name));
    assert.ok(difference <= 1e-9, `the largest difference is ${difference}`);
  });

  test(`createExplainer(${name}).baseValues + Σ explain(row) is the raw score`, () => {
    const {booster, rows} = readCase(name);
    const explainer = createExplainer(booster);
    for (const row of rows) {
      const values = explainer.explain(row);
      for (const [c, raw] of predictRaw(booster, row).entries()) {
        const own = values.subarray(c * explainer.numFeatures, (c + 1) * explainer.numFeatures);
        const sum = own.reduce((total, value) => total + value, explainer.baseValues[c]!);
        assert.ok(Math.abs(sum - raw) <= 1e-9 * Math.max(1, Math.abs(raw)), `${sum} is not ${raw}`);
      }
    }
  });
}

for (const name of cases.slice(0, 1)) {
  test("the comparison with pred_contrib notices one row count that is off by one", () => {
    const given = readCase(name);
    const counts = given.booster.trees[0]!.internalCount;
    counts[1]! += 1;
    assert.ok(largestDifference(given) > 1e-9);
  });
}
