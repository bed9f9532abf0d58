import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import {createBatchExplainer} from "../../models/explainBatch.ts";
import {parseModel} from "../../src/core/booster/parse.ts";
import {createExplainer} from "../../src/core/shap/explainer.ts";

const MODEL = readFileSync(new URL("../golden/models/multiclass/model.txt", import.meta.url));
const COUNT = 300;

function makeRows(numFeatures: number): Float64Array {
  return Float64Array.from({length: COUNT * numFeatures}, (_, i) =>
    i % 11 === 0 ? Number.NaN : ((i * 7919) % 13) - 6
  );
}

test("createBatchExplainer(model, 2).explain(rows) has the bits of one thread, for float64 and float32", async () => {
  const explainer = createExplainer(parseModel(MODEL));
  const rows = makeRows(explainer.numFeatures);
  const batch = createBatchExplainer(MODEL, 2);
  try {
    const expected = explainer.explainRows(rows);
    const [wide, narrow] = await Promise.all([batch.explain(rows), batch.explain(Float32Array.from(rows))]);
    assert.deepEqual(wide, expected);
    assert.deepEqual(narrow, expected);
    const changed = rows.slice();
    changed.fill(-9, 5 * explainer.numFeatures, 6 * explainer.numFeatures);
    assert.notDeepEqual(await batch.explain(changed), expected);
    assert.equal((await batch.explain(new Float64Array())).length, 0);
  } finally {
    await batch.close();
  }
});

test("createBatchExplainer(model).explain(rows) refuses a torn table", async () => {
  const batch = createBatchExplainer(MODEL, 1);
  try {
    await assert.rejects(batch.explain(new Float64Array(7)), {code: "REQUEST_INVALID"});
  } finally {
    await batch.close();
  }
});

test("explain(rows) after close() fails instead of waiting for ever", async () => {
  const batch = createBatchExplainer(MODEL, 1);
  await batch.close();
  await assert.rejects(batch.explain(makeRows(createExplainer(parseModel(MODEL)).numFeatures)));
});
