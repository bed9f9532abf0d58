import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {rowsThatCount} from "../../loaders/client/evidence.ts";
import {PLAN} from "../../loaders/features/all.ts";
import {columnsOf} from "../../loaders/features/columns.ts";
import {share} from "../../loaders/features/expression.ts";
import {type Feature, feature, say} from "../../loaders/features/feature.ts";
import type {ClientRows, RawRow} from "../../loaders/types.ts";
import {noRows} from "./planFixture.ts";

const each = (first: number, count: number, row: (at: number) => RawRow): RawRow[] =>
  Array.from({length: count}, (_, i) => row(first - i));

/** One contract of each kind with a statement for every month, or an instalment for every day, from the newest on. */
const CLIENT: ClientRows = {
  ...noRows(),
  application: [{SK_ID_CURR: 1, AMT_INCOME_TOTAL: 1000, AMT_ANNUITY: 10}],
  bureau: [{SK_ID_CURR: 1, SK_ID_BUREAU: 1, CREDIT_ACTIVE: "Active"}],
  bureau_balance: each(0, 40, (month) => ({SK_ID_BUREAU: 1, MONTHS_BALANCE: month, STATUS: "1"})),
  previous_application: [{SK_ID_CURR: 1, SK_ID_PREV: 2, AMT_ANNUITY: 5}],
  POS_CASH_balance: each(-1, 40, (month) => ({
    SK_ID_CURR: 1,
    SK_ID_PREV: 2,
    MONTHS_BALANCE: month,
    CNT_INSTALMENT: 50,
    CNT_INSTALMENT_FUTURE: 5,
    SK_DPD: 0,
    SK_DPD_DEF: 0
  })),
  credit_card_balance: each(-1, 40, (month) => ({
    SK_ID_CURR: 1,
    SK_ID_PREV: 3,
    MONTHS_BALANCE: month,
    AMT_BALANCE: 100,
    AMT_CREDIT_LIMIT_ACTUAL: 200,
    AMT_DRAWINGS_ATM_CURRENT: 5,
    AMT_DRAWINGS_CURRENT: 10,
    CNT_DRAWINGS_ATM_CURRENT: 1,
    AMT_INST_MIN_REGULARITY: 10,
    AMT_PAYMENT_CURRENT: 5,
    AMT_PAYMENT_TOTAL_CURRENT: 5,
    SK_DPD: 0
  })),
  installments_payments: each(-1, 400, (day) => ({
    SK_ID_CURR: 1,
    SK_ID_PREV: 2,
    NUM_INSTALMENT_VERSION: 1,
    NUM_INSTALMENT_NUMBER: -day,
    DAYS_INSTALMENT: day,
    DAYS_ENTRY_PAYMENT: day,
    AMT_INSTALMENT: 5,
    AMT_PAYMENT: 5
  }))
};
const MONTHLY = {
  bb: "bureau_balance",
  pos: "POS_CASH_balance",
  card: "credit_card_balance",
  inst: "installments_payments"
} as const;

/** Tells the rows that each feature named after a window lets count, where they are not that many of the newest. */
function wrongWindows(features: readonly Feature[]): {checked: number; wrong: string[]} {
  let checked = 0;
  const wrong = features.flatMap((f) => {
    const [, prefix, wanted] = f.name.match(/^(bb|pos|card|inst)_.*_(\d+)[md](?:_to_income)?$/) ?? [];
    if (!prefix) return [];
    checked++;
    const table = MONTHLY[prefix as keyof typeof MONTHLY];
    const indices = rowsThatCount(f, CLIENT)
      .filter((row) => row.table === table)
      .map(({index}) => index);
    const isNewest = indices.every((index, i) => index === i);
    return isNewest && indices.length === Number(wanted) ? [] : [`${f.name} counts ${indices.length} rows`];
  });
  return {checked, wrong};
}

describe("windows in the names of features", () => {
  // A weight by age, not a window.
  const features = PLAN.filter(({name}) => !name.startsWith("inst_decayed"));

  test("rowsThatCount(a feature of the last n months or days, rows) gives the n newest statements or instalments", () => {
    const {checked, wrong} = wrongWindows(features);
    assert.ok(checked >= 50, `${checked} windows`);
    assert.deepEqual(wrong, []);
  });

  test("the check finds a planted window of twelve months that holds thirteen statements", () => {
    const month = columnsOf("bureau_balance");
    const late = share(month("STATUS").is("1"), {where: month("MONTHS_BALANCE").ge(-12)});
    const words = say("planted", "ajoutée");
    const planted = feature("bb_planted_12m", "bureau_arrears", "share", words, words, late);
    assert.deepEqual(wrongWindows([planted]).wrong, ["bb_planted_12m counts 13 rows"]);
  });
});
