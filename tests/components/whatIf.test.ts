import assert from "node:assert/strict";
import {test} from "node:test";
import {ApiError} from "../../src/components/api.ts";
import type {Dossier} from "../../src/components/client/clientInput.ts";
import {featureRange} from "../../src/components/client/features/featureRange.ts";
import {parseCell} from "../../src/components/client/history/cellField.ts";
import {faultText} from "../../src/components/client/history/editCells.ts";
import {editsText} from "../../src/components/client/whatIf/editsText.ts";
import {paced} from "../../src/components/client/whatIf/paced.ts";
import {
  addRow,
  NO_EDITS,
  removeRow,
  setCell,
  setFeature
} from "../../src/components/client/whatIf/whatIfState.ts";
import {explanationFixture} from "./fixtures.ts";

test("parseCell(text) reads points and commas, nothing as missing, and leaves other text to the table", () => {
  assert.deepEqual(["1 250,5", "-3.25", "−4", "1e3", "", "  ", "12a", "Cash"].map(parseCell), [
    1250.5,
    -3.25,
    -4,
    1000,
    null,
    null,
    "12a",
    "Cash"
  ]);
});

test("featureRange(entry, spread, own) holds all clients and the client's own value", () => {
  const spread = {name: "x", distribution: {ends: [0.1, 0.9], categories: null}};
  const range = featureRange({kind: "numeric", unit: "share"}, spread, 1.3)!;
  assert.ok(range.least <= 0.1 && range.most >= 1.3 && range.step === 0.001);
  const days = {name: "x", distribution: {ends: [-10.5, 3000], categories: null}};
  assert.deepEqual(featureRange({kind: "numeric", unit: "days"}, days, null), {
    least: -11,
    most: 3000,
    step: 15
  });
  assert.equal(featureRange({kind: "category", unit: "code"}, spread, "a"), null);
  assert.equal(featureRange({kind: "numeric", unit: "share"}, undefined, 1), null);
});

test("paced(run) runs one call at a time and of those that wait the newest alone", async () => {
  const ran: number[] = [];
  let running = 0;
  const run = paced(async (n: number) => {
    running++;
    assert.equal(running, 1);
    await new Promise((done) => setTimeout(done, 1));
    ran.push(n);
    running--;
  });
  await Promise.all([1, 2, 3, 4].map(run));
  assert.deepEqual(ran, [1, 4]);
  await run(5);
  assert.deepEqual(ran, [1, 4, 5]);
});

test("faultText(lang, error, column) says the table's sentence about the cell, else that of the whole", () => {
  const issues = [{code: "REQUEST_INVALID", path: "/rows/3/values/AMT_CREDIT", message: 'holds "-3"'}];
  const problem = {
    type: "",
    title: "",
    status: 400,
    code: "REQUEST_INVALID",
    detail: "all",
    issues,
    requestId: ""
  };
  const error = new ApiError(problem as unknown as ConstructorParameters<typeof ApiError>[0]);
  assert.equal(faultText("en", error, "AMT_CREDIT"), 'holds "-3"');
  assert.equal(faultText("en", error, "AMT_ANNUITY"), "all");
});

const label = (en: string) => ({en, fr: en});
const explanation = explanationFixture();
const dossier: Dossier = {
  explanation,
  records: {clientId: 100002, tables: [{name: "bureau", rows: [{AMT_CREDIT_SUM: 900}]}]},
  catalogue: async () => new Map(),
  engine: {prepare() {}, current: () => null, judge() {}},
  schemas: async () => [
    {name: "bureau", columns: [{name: "AMT_CREDIT_SUM", description: label("Amount"), unit: "currency"}]}
  ]
};

test("editsText(lang, dossier, edits) says each change with what was there, and what remains without it", async () => {
  const loan = {table: "bureau", index: 0, isNew: false};
  const edits = setFeature(setCell(NO_EDITS, loan, "AMT_CREDIT_SUM", 5, 900), "late_share", null);
  const [cell, feature] = await editsText("en", dossier, edits);
  assert.equal(cell!.text, "Amount: 900 → 5");
  assert.deepEqual(cell!.without, {...edits, rows: []});
  assert.equal(feature!.text, "late_share: 0.12 → missing");
  assert.deepEqual(feature!.without, {...edits, features: {}});
  const [gone, added] = await editsText("en", dossier, addRow(removeRow(NO_EDITS, loan), "bureau", {}));
  assert.match(gone!.text, /record 1: left out$/);
  assert.match(added!.text, /a new record$/);
  assert.deepEqual(await editsText("en", dossier, NO_EDITS), []);
});
