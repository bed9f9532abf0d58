import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {before, test} from "node:test";
import {generateDemo} from "../../data/demo/generate.ts";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {createClientPlan} from "../../loaders/client/plan.ts";
import {unknowable} from "../../loaders/features/unknowable.ts";
import {openHistoryOf} from "../../loaders/history/read.ts";
import {PLAN} from "../../loaders/plan.ts";
import {openFeatureStore} from "../../loaders/store.ts";
import {temporaryFolder} from "./tablesFixture.ts";

const dir = temporaryFolder();
const whole = temporaryFolder();
const ABSENT = {
  bureau: ["CREDIT_ACTIVE"],
  previous_application: ["NAME_CONTRACT_STATUS"],
  installments_payments: ["AMT_PAYMENT"]
};

/** Writes a table again without some of its columns. */
function dropColumns(table: string, columns: readonly string[]): void {
  const path = join(dir, "raw", `${table}.csv`);
  const lines = readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
  const kept = lines[0]!.map((name) => !columns.includes(name));
  writeFileSync(path, `${lines.map((cells) => cells.filter((_, i) => kept[i]).join()).join("\n")}\n`);
}

before(async () => {
  for (const out of [dir, whole]) await generateDemo({clients: 150, seed: 9, out});
  for (const [table, columns] of Object.entries(ABSENT)) dropColumns(table, columns);
  await buildFeatures(dir);
  await buildFeatures(whole);
});

test("buildFeatures(dir) leaves every feature missing that reads a column of history which is not there, and no other", () => {
  const [store, other] = [openFeatureStore(dir), openFeatureStore(whole)];
  const isUnknowable = unknowable(PLAN, ABSENT);
  assert.ok(isUnknowable.some((is) => is) && isUnknowable.some((is) => !is));
  PLAN.forEach(({name}, i) => {
    const values = store.column(name);
    if (isUnknowable[i]) assert.ok(values.every(Number.isNaN), name);
    else assert.deepEqual(values, other.column(name), name);
  });
  for (const name of ["prev_refused", "prev_refused_share", "bureau_loans_active", "inst_underpaid_share"])
    assert.ok(store.column(name).every(Number.isNaN), name);
  store.close();
  other.close();
});

test("createClientPlan(PLAN, history.absent) gives every client the batch's values", () => {
  const store = openFeatureStore(dir);
  const history = openHistoryOf(dir);
  assert.deepEqual(history.absent, ABSENT);
  const plan = createClientPlan(PLAN, history.absent);
  const careless = createClientPlan();
  let differs = false;
  for (const [i, id] of store.ids.entries()) {
    const rows = history.rows(id);
    assert.deepEqual(Float32Array.from(plan(rows)), store.row(i));
    differs ||= !Object.is(Float32Array.from(careless(rows)).join(), store.row(i).join());
  }
  assert.ok(differs, "a plan that does not know what is absent was to be found out");
  store.close();
  history.close();
});
