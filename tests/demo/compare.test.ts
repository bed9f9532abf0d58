import assert from "node:assert/strict";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, test} from "node:test";
import {generateDemo} from "../../data/demo/generate.ts";
import {comparisonTable, deviation, readReference} from "../../tools/demo/compareDemo.ts";
import {type Measure, measureDemo} from "../../tools/demo/compareDemoMeasures.ts";
import {splitLine} from "./inspect.ts";

const folder = mkdtempSync(join(tmpdir(), "demo-compare-"));
const raw = join(folder, "raw");
let measures: Measure[];

before(async () => {
  await generateDemo({clients: 2500, seed: 20, out: folder});
  measures = await measureDemo(raw, readReference());
});
after(() => rmSync(folder, {recursive: true, force: true}));

const named = (name: string) => {
  const measure = measures.find((each) => each.name === name);
  assert.ok(measure, name);
  return measure;
};

test("measureDemo(raw, reference) finds at least 93 % of all figures within tolerance", () => {
  const near = measures.filter((measure) => deviation(measure) <= 1).length;
  assert.ok(measures.length > 1200, `${measures.length} figures`);
  assert.ok(near / measures.length > 0.93, `${near} of ${measures.length}`);
});

test("measureDemo(raw, reference) finds what the set is for near the real figures", () => {
  const figures = [
    "bureau: rows per client, mean",
    "bureau: clients without rows, train",
    "previous_application: rows per client, p50",
    "POS_CASH_balance: rows per client, p50",
    "bureau_balance: rows per SK_ID_BUREAU, p50",
    "application_train.DAYS_EMPLOYED = 365243",
    "application_train.EXT_SOURCE_1 missing",
    "application_train.AMT_CREDIT p50",
    "application_train.DAYS_BIRTH p50",
    "POS contracts with their application"
  ];
  for (const name of figures) assert.ok(deviation(named(name)) <= 1.5, comparisonTable([named(name)]));
});

test("measureDemo(raw, reference) finds default going the real way with scores, age, work, refusals and cards", () => {
  for (const cause of [
    "EXT_SOURCE_1",
    "EXT_SOURCE_2",
    "EXT_SOURCE_3",
    "DAYS_BIRTH",
    "DAYS_EMPLOYED",
    "prev_refused_share",
    "bureau_days_credit_mean",
    "cc_util_mean"
  ]) {
    const {real, ours} = named(`TARGET ~ ${cause}`);
    assert.equal(Math.sign(ours), Math.sign(real), `${cause}: ${ours}`);
    assert.ok(Math.abs(ours - real) < 0.11, `${cause}: ${ours} beside ${real}`);
  }
});

test("measureDemo(raw, reference) sees a column emptied and a score turned round", async () => {
  const path = join(raw, "application_train.csv");
  const before = readFileSync(path, "utf8");
  const [header = "", ...lines] = before.trimEnd().split("\n");
  const at = (column: string) => header.split(",").indexOf(column);
  const faulty = lines.map((line) => {
    const cells = splitLine(line).map((cell) => (cell.includes(",") ? `"${cell}"` : cell));
    cells[at("OCCUPATION_TYPE")] = "";
    const score = cells[at("EXT_SOURCE_3")]!;
    cells[at("EXT_SOURCE_3")] = score === "" ? "" : String(1 - Number(score));
    return cells.join(",");
  });
  writeFileSync(path, [header, ...faulty, ""].join("\n"));
  try {
    const seen = (await measureDemo(raw, readReference())).filter((measure) => deviation(measure) > 1);
    const names = seen.map(({name}) => name);
    assert.ok(names.includes("application_train.OCCUPATION_TYPE missing"));
    assert.ok(names.includes("TARGET ~ EXT_SOURCE_3"));
  } finally {
    writeFileSync(path, before);
  }
});

test("deviation(measure) is 1 at the edge of the tolerance and infinite for what could not be measured", () => {
  assert.equal(deviation({name: "", kind: "correlation", real: 0.1, ours: 0.14}).toFixed(6), "1.000000");
  assert.equal(deviation({name: "", kind: "share", real: 0.5, ours: Number.NaN}), Number.POSITIVE_INFINITY);
});
