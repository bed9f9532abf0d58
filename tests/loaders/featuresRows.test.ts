import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {rowsThatCount, rowsThatCountForAny} from "../../loaders/client/evidence.ts";
import {createClientPlan} from "../../loaders/client/plan.ts";
import {rowSensitivities, withoutRow} from "../../loaders/client/sensitivity.ts";
import {PLAN} from "../../loaders/features/all.ts";
import type {Feature} from "../../loaders/features/feature.ts";
import type {ClientRows, RawRow} from "../../loaders/types.ts";
import {noRows} from "./planFixture.ts";

const named = (name: string): Feature => PLAN.find((f) => f.name === name)!;
const value = (name: string, rows: ClientRows): number => createClientPlan([named(name)])(rows)[0]!;

const loan = (id: number, day: number, state: string, amount: number, debt: number | null): RawRow => ({
  SK_ID_CURR: 1,
  SK_ID_BUREAU: id,
  DAYS_CREDIT: day,
  CREDIT_ACTIVE: state,
  AMT_CREDIT_SUM: amount,
  AMT_CREDIT_SUM_DEBT: debt,
  CREDIT_TYPE: "Consumer credit"
});
const payment = (
  contract: number,
  number: number,
  due: number,
  paid: number | null,
  amount: number
): RawRow => ({
  SK_ID_CURR: 1,
  SK_ID_PREV: contract,
  NUM_INSTALMENT_VERSION: 1,
  NUM_INSTALMENT_NUMBER: number,
  DAYS_INSTALMENT: due,
  DAYS_ENTRY_PAYMENT: paid,
  AMT_INSTALMENT: 100,
  AMT_PAYMENT: amount
});
const client: ClientRows = {
  ...noRows(),
  application: [
    {SK_ID_CURR: 1, AMT_INCOME_TOTAL: 1000, AMT_CREDIT: 5000, AMT_ANNUITY: 250, DAYS_EMPLOYED: 365243}
  ],
  bureau: [
    loan(11, -1000, "Closed", 300.125, 0),
    loan(12, -100, "Active", 1000.1, 250.05),
    loan(13, -50, "Active", 2000.2, null)
  ],
  bureau_balance: [
    {SK_ID_BUREAU: 11, MONTHS_BALANCE: -20, STATUS: "1"},
    {SK_ID_BUREAU: 12, MONTHS_BALANCE: -2, STATUS: "0"},
    {SK_ID_BUREAU: 12, MONTHS_BALANCE: -1, STATUS: "X"},
    {SK_ID_BUREAU: 99, MONTHS_BALANCE: -1, STATUS: "5"}
  ],
  installments_payments: [
    payment(7, 1, -400, -410, 100),
    payment(7, 2, -370, -372, 40),
    payment(7, 2, -370, -360, 60),
    payment(8, 1, -30, -50, 100),
    payment(8, 2, -10, null, 0)
  ]
};

describe("the language on one small client", () => {
  test("createClientPlan() sums amounts exactly and skips a missing amount among others", () => {
    assert.equal(value("bureau_credit_sum", client), 3300.425);
    assert.equal(value("bureau_debt_sum_active", client), 250.05);
    assert.equal(value("bureau_debt_to_credit_active", client), 250.05 / 3000.3);
  });

  test("createClientPlan() reads 365243 as no day at all", () => {
    assert.ok(Number.isNaN(value("app_employed_years", client)));
    assert.ok(Number.isNaN(value("app_employed_to_age", client)));
  });

  test("createClientPlan() divides by zero to a missing value", () => {
    const poor = {...client, application: [{...client.application[0]!, AMT_INCOME_TOTAL: 0}]};
    assert.ok(Number.isNaN(value("app_credit_to_income", poor)));
  });

  test("createClientPlan() groups partial payments of one instalment before it measures the delay", () => {
    assert.equal(value("inst_instalments", client), 4);
    assert.equal(value("inst_delay_mean", client), (-10 + 10 - 20) / 3);
    assert.equal(value("inst_late_share", client), 1 / 3);
    assert.equal(value("inst_underpaid_share", client), 1 / 4);
  });

  test("createClientPlan() never counts an early payment as late", () => {
    const early = {...client, installments_payments: [payment(7, 1, -400, -440, 100)]};
    assert.equal(value("inst_late_share", early), 0);
    assert.equal(value("inst_late_days_max", early), 0);
    assert.equal(value("inst_early_days_mean", early), 40);
  });

  test("createClientPlan() takes the newest contract by its first due day", () => {
    assert.equal(value("inst_delay_mean_newest_contract", client), -20);
  });

  test("createClientPlan() leaves out months of loans that are not in bureau, and unknown months from shares", () => {
    assert.equal(value("bb_worst_status", client), 1);
    assert.equal(value("bb_late_share", client), 1 / 2);
    assert.equal(value("bb_unknown_share", client), 1 / 3);
  });

  test("createClientPlan() gives 0 for rows outside a window, and missing without any row", () => {
    assert.equal(value("bureau_loans_6m", {...client, bureau: [client.bureau[0]!]}), 0);
    assert.ok(Number.isNaN(value("bureau_loans_6m", {...client, bureau: []})));
  });

  test("createClientPlan() finds the monthly rate that its terms were made with", () => {
    const [rate, term, annuity] = [0.023, 18, 250];
    const credit = Math.round((annuity * (1 - (1 + rate) ** -term) * 1000) / rate) / 1000;
    const earlier: RawRow = {
      SK_ID_PREV: 1,
      NAME_CONTRACT_STATUS: "Approved",
      AMT_CREDIT: credit,
      AMT_ANNUITY: annuity,
      CNT_PAYMENT: term
    };
    const found = value("prev_monthly_rate_mean_approved", {...client, previous_application: [earlier]});
    assert.ok(Math.abs(found - rate) < 1e-6, `${found}`);
    const impossible = {...earlier, AMT_CREDIT: 1e6};
    assert.ok(
      Number.isNaN(value("prev_monthly_rate_mean_approved", {...client, previous_application: [impossible]}))
    );
  });
});

describe("rowsThatCount()", () => {
  const places = (name: string) =>
    rowsThatCount(named(name), client).map(({table, index}) => `${table} ${index}`);

  test("rowsThatCount(a sum over active loans) gives the active loans with a value", () => {
    assert.deepEqual(places("bureau_debt_sum_active"), ["bureau 1"]);
    assert.deepEqual(places("bureau_credit_sum_active"), ["bureau 1", "bureau 2"]);
  });

  test("rowsThatCount(a ratio to income) gives the application too", () => {
    assert.deepEqual(places("bureau_credit_active_to_income"), ["bureau 1", "bureau 2", "application 0"]);
  });

  test("rowsThatCount(a feature of instalments) gives every partial payment behind them", () => {
    assert.deepEqual(places("inst_days_since_late"), ["installments_payments 1", "installments_payments 2"]);
    assert.deepEqual(places("inst_delay_mean_newest_contract"), ["installments_payments 3"]);
    assert.equal(places("inst_instalments").length, 5);
  });

  test("rowsThatCount(a newest value) gives the newest row only", () => {
    assert.deepEqual(places("bureau_last_amount"), ["bureau 2"]);
  });

  test("rowsThatCount(a share of observed months) leaves out unknown months and orphans", () => {
    assert.deepEqual(places("bb_late_share"), ["bureau_balance 0", "bureau_balance 1"]);
  });

  test("rowsThatCount() of every feature names rows that exist, and changing any other row changes nothing", () => {
    const plan = createClientPlan();
    const values = plan(client);
    PLAN.forEach((f, j) => {
      const counted = rowsThatCount(f, client);
      for (const {table, index} of counted) assert.ok(client[table][index], `${f.name} ${table} ${index}`);
      if (counted.length === 0 && f.tables[0] !== "application") {
        assert.ok(
          Number.isNaN(values[j]!) || values[j] === 0,
          `${f.name} is ${values[j]} though no row counts`
        );
      }
    });
  });
});

describe("withoutRow() and rowSensitivities()", () => {
  test("withoutRow(rows, bureau, i) takes the loan's months away and leaves the given rows alone", () => {
    const before = structuredClone(client);
    const without = withoutRow(client, "bureau", 0);
    assert.equal(without.bureau.length, 2);
    assert.deepEqual(
      without.bureau_balance.map((month) => month.SK_ID_BUREAU),
      [12, 12, 99]
    );
    assert.deepEqual(client, before);
    assert.throws(() => withoutRow(client, "bureau", 3), RangeError);
  });

  const counting = rowsThatCount(named("bureau_credit_sum_active"), client);

  test("rowSensitivities(counting, rows, evaluate) tells feature and score without each row, strongest first", () => {
    const evaluate = (rows: ClientRows) => {
      const amount = value("bureau_credit_sum_active", rows);
      return {value: amount, score: 600 - amount};
    };
    assert.deepEqual(
      rowSensitivities(counting, client, evaluate).map(({kind, table, index, value, baseline}) => [
        kind,
        table,
        index,
        value,
        baseline
      ]),
      [
        ["sensitivity", "bureau", 2, 1000.1, 3000.3],
        ["sensitivity", "bureau", 1, 2000.2, 3000.3]
      ]
    );
  });

  test("rowSensitivities(counting, rows, evaluate) tells the score without each row", () => {
    const evaluate = (rows: ClientRows) => ({value: 0, score: 600 - 10 * value("bureau_loans", rows)});
    assert.deepEqual(
      rowSensitivities(counting, client, evaluate).map((effect) => effect.score),
      [
        {value: 580, baseline: 570, difference: 10},
        {value: 580, baseline: 570, difference: 10}
      ]
    );
  });

  test("rowsThatCountForAny(features, rows) names the rows of each feature once", () => {
    const features = ["bureau_loans", "bureau_credit_sum_active", "bureau_debt_to_income"].map(named);
    assert.deepEqual(
      rowsThatCountForAny(features, client).map(({table, index}) => `${table} ${index}`),
      ["bureau 0", "bureau 1", "bureau 2", "application 0"]
    );
  });

  test("an edited, an added and a removed row change the features that read them", () => {
    const edited = {
      ...client,
      bureau: client.bureau.map((row, i) => (i === 1 ? {...row, AMT_CREDIT_SUM_DEBT: 10} : row))
    };
    assert.equal(value("bureau_debt_sum_active", edited), 10);
    const added = {...client, bureau: [...client.bureau, loan(14, -1, "Active", 1, 1)]};
    assert.equal(value("bureau_debt_sum_active", added), 251.05);
    assert.equal(value("bureau_days_since_last", added), 1);
    assert.equal(value("bureau_loans", withoutRow(client, "bureau", 2)), 2);
  });
});
