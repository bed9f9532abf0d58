import assert from "node:assert/strict";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {generateDemo} from "../../data/demo/generate.ts";
import {createClientPlan} from "../../loaders/client/plan.ts";
import {PLAN} from "../../loaders/features/all.ts";
import {columnsOf} from "../../loaders/features/columns.ts";
import {atLargest, count, max, mean, min, type Num, share, sum} from "../../loaders/features/expression.ts";
import {type Feature, feature, say} from "../../loaders/features/feature.ts";
import type {ClientRows, RawRow} from "../../loaders/types.ts";
import {MEANINGS} from "./meaningOracle.ts";
import {noRows, realDataSet, realSkip, rowsByClient, withTables} from "./planFixture.ts";

const named = (name: string): Feature => PLAN.find((f) => f.name === name)!;
const MENDED = Object.keys(MEANINGS).map(named);

/** Lists "client feature: value, meaning" wherever a feature is not what its words say. */
function mismatches(clients: ReadonlyMap<number, ClientRows>, features: readonly Feature[]): string[] {
  const plan = createClientPlan(features);
  return [...clients].flatMap(([id, rows]) => {
    const values = plan(rows);
    return features.flatMap(({name}, j) => {
      const [value, meant] = [values[j]!, MEANINGS[name]!(rows)];
      const same = Number.isNaN(meant)
        ? Number.isNaN(value)
        : Math.abs(value - meant) <= 1e-9 * Math.max(1, Math.abs(meant));
      return same ? [] : [`${id} ${name}: ${value}, meant ${meant}`];
    });
  });
}

const contract = (SK_ID_PREV: number, given: RawRow): RawRow => ({
  SK_ID_CURR: 1,
  SK_ID_PREV,
  NAME_CONTRACT_STATUS: "Approved",
  NAME_CONTRACT_TYPE: "Cash loans",
  AMT_ANNUITY: 10,
  AMT_CREDIT: 100,
  CNT_PAYMENT: 12,
  DAYS_DECISION: -400,
  DAYS_FIRST_DUE: 365243,
  DAYS_LAST_DUE_1ST_VERSION: null,
  DAYS_TERMINATION: 365243,
  ...given
});
const cardMonth = (
  SK_ID_PREV: number,
  MONTHS_BALANCE: number,
  [balance, minimum, current, total, drawn]: readonly (number | null)[]
): RawRow => ({
  SK_ID_CURR: 1,
  SK_ID_PREV,
  MONTHS_BALANCE,
  AMT_BALANCE: balance!,
  AMT_CREDIT_LIMIT_ACTUAL: 1000,
  AMT_INST_MIN_REGULARITY: minimum!,
  AMT_PAYMENT_CURRENT: current!,
  AMT_PAYMENT_TOTAL_CURRENT: total!,
  AMT_DRAWINGS_CURRENT: drawn ?? 0
});
const loanMonth = (
  SK_ID_PREV: number,
  month: number,
  planned: number | null,
  future: number,
  state: string
) => ({
  SK_ID_CURR: 1,
  SK_ID_PREV,
  MONTHS_BALANCE: month,
  CNT_INSTALMENT: planned,
  CNT_INSTALMENT_FUTURE: future,
  NAME_CONTRACT_STATUS: state
});

/** One client with each case that was once told wrongly. */
const CASES: ClientRows = {
  ...noRows(),
  application: [
    {
      SK_ID_CURR: 1,
      AMT_INCOME_TOTAL: 1000,
      AMT_ANNUITY: 50,
      FLAG_MOBIL: 1,
      FLAG_CONT_MOBILE: 1,
      FLAG_PHONE: 1,
      FLAG_EMAIL: 0
    }
  ],
  previous_application: [
    contract(1, {DAYS_FIRST_DUE: -100, DAYS_LAST_DUE_1ST_VERSION: 230, AMT_ANNUITY: 7}),
    contract(2, {DAYS_FIRST_DUE: null, DAYS_TERMINATION: null}),
    contract(3, {DAYS_FIRST_DUE: -1000, DAYS_LAST_DUE_1ST_VERSION: -670}),
    contract(4, {NAME_CONTRACT_TYPE: "Revolving loans", CNT_PAYMENT: 0, DAYS_FIRST_DUE: -200}),
    contract(5, {
      DAYS_FIRST_DUE: -300,
      DAYS_LAST_DUE_1ST_VERSION: 900,
      CNT_PAYMENT: 40,
      DAYS_TERMINATION: -20
    }),
    contract(6, {NAME_CONTRACT_STATUS: "Refused", DAYS_FIRST_DUE: null, DAYS_TERMINATION: null}),
    contract(7, {DAYS_FIRST_DUE: -360, DAYS_LAST_DUE_1ST_VERSION: -30, AMT_ANNUITY: 3})
  ],
  credit_card_balance: [
    cardMonth(21, -1, [500, 50, 50, 0, 0]),
    cardMonth(22, -1, [250, 50, 10, 10, 0]),
    cardMonth(21, -2, [0, 40, 30, 0, 0]),
    cardMonth(21, -3, [0, 0, 468.9, 0, 0]),
    cardMonth(21, -4, [0, 0, 300, 300, 300]),
    cardMonth(21, -12, [100, 20, null, 5, 0]),
    cardMonth(21, -13, [100, 20, null, 25, 0])
  ],
  bureau: [{SK_ID_CURR: 1, SK_ID_BUREAU: 31, CREDIT_ACTIVE: "Active"}],
  bureau_balance: Array.from({length: 20}, (_, i) => ({
    SK_ID_BUREAU: 31,
    MONTHS_BALANCE: -i,
    STATUS: i === 12 || i === 3 ? "2" : i > 14 ? "C" : "0"
  })),
  POS_CASH_balance: [
    loanMonth(41, -30, 10, 10, "Active"),
    loanMonth(41, -29, 14, 13, "Active"),
    loanMonth(41, -20, 12, 0, "Completed"),
    loanMonth(42, -9, null, 6, "Signed"),
    loanMonth(42, -8, 6, 6, "Active"),
    loanMonth(42, -5, 4, 0, "Completed"),
    loanMonth(43, -1, 24, 20, "Active"),
    loanMonth(44, -40, 12, 5, "Active")
  ]
};
const cases = new Map([[1, CASES]]);

/** The features as they were once declared, under the same names. */
function wrongOnes(): Feature[] {
  const of = {
    previous: columnsOf("previous_application"),
    card: columnsOf("credit_card_balance"),
    month: columnsOf("bureau_balance"),
    pos: columnsOf("POS_CASH_balance"),
    app: columnsOf("application")
  };
  const approved = of.previous("NAME_CONTRACT_STATUS").is("Approved");
  const running = approved.and(of.previous("DAYS_TERMINATION").isMissing());
  const [paid, minimum] = [of.card("AMT_PAYMENT_TOTAL_CURRENT"), of.card("AMT_INST_MIN_REGULARITY")];
  const [card, month] = [of.card("MONTHS_BALANCE"), of.month("MONTHS_BALANCE")];
  const newest = (x: Num) => atLargest(x, card, of.card("SK_ID_PREV"));
  const late = of.month("STATUS").is("1", "2", "3", "4", "5");
  const to = {to: "pos_contract"} as const;
  const [posMonth, planned] = [of.pos("MONTHS_BALANCE"), of.pos("CNT_INSTALMENT")];
  const lastPlanned = atLargest(planned, posMonth, planned, to);
  const state = atLargest(of.pos("NAME_CONTRACT_STATUS"), posMonth, posMonth, to);
  const future = atLargest(of.pos("CNT_INSTALMENT_FUTURE"), posMonth, posMonth, to);
  const completed = {where: state.is("Completed")};
  const [annuities, income] = [sum(of.previous("AMT_ANNUITY"), {where: running}), of.app("AMT_INCOME_TOTAL")];
  const flags = ["MOBIL", "EMP_PHONE", "WORK_PHONE", "CONT_MOBILE", "PHONE", "EMAIL"];
  const below = (months: number) => share(paid.lt(minimum), {where: minimum.gt(0).and(card.ge(-months))});
  const wrong: Record<string, Num> = {
    prev_running: count("previous_application", {where: running}),
    prev_credit_sum_running: sum(of.previous("AMT_CREDIT"), {where: running}),
    prev_annuity_sum_running: annuities,
    prev_running_annuity_to_income: annuities.over(income),
    prev_all_annuities_to_income: annuities.orElse(0).plus(of.app("AMT_ANNUITY")).over(income),
    prev_planned_end_max: max(of.previous("DAYS_LAST_DUE_1ST_VERSION")),
    prev_term_mean_approved: mean(of.previous("CNT_PAYMENT"), {where: approved}),
    card_below_minimum_share: below(96),
    card_below_minimum_share_12m: below(12),
    card_below_minimum_share_6m: below(6),
    card_paid_mean: mean(paid),
    card_paid_to_drawn: sum(of.card("AMT_PAYMENT_CURRENT")).over(sum(of.card("AMT_DRAWINGS_CURRENT"))),
    card_paid_to_minimum_min: min(paid.over(minimum)),
    card_balance_last: newest(of.card("AMT_BALANCE")),
    card_utilisation_last: newest(of.card("AMT_BALANCE").over(of.card("AMT_CREDIT_LIMIT_ACTUAL"))),
    bb_late_share_12m: share(late, {where: month.ge(-12)}),
    bb_late_share_3m: share(late, {where: month.ge(-3)}),
    bb_closed_share_12m: share(of.month("STATUS").is("C"), {where: month.ge(-16)}),
    pos_completed_early_share: share(lastPlanned.lt(max(planned, to)), completed),
    pos_completed_gap_mean: mean(max(planned, to).minus(lastPlanned), completed),
    pos_contracts_active: count("pos_contract", {where: state.is("Active")}),
    pos_remaining_instalments: sum(future, {where: state.is("Active")}),
    app_contacts: flags.map((name) => of.app(`FLAG_${name}`).orElse(0)).reduce((a, b) => a.plus(b))
  };
  return MENDED.map(({name, cause, unit}) =>
    feature(name, cause, unit, say("", ""), say("", ""), wrong[name]!)
  );
}

describe("what features mean, on one client with every case", () => {
  test("createClientPlan()(rows) gives the values that the cases were made for", () => {
    const value = (name: string) => createClientPlan([named(name)])(CASES)[0]!;
    assert.equal(value("prev_running"), 2);
    assert.equal(value("prev_annuity_sum_running"), 10);
    assert.equal(value("prev_all_annuities_to_income"), 0.06);
    assert.equal(value("prev_planned_end_max"), 230);
    assert.equal(value("card_below_minimum_share"), 2 / 5);
    assert.equal(value("card_below_minimum_share_6m"), 1 / 3);
    assert.equal(value("card_paid_mean"), (50 + 10 + 30 + 0 + 300 + 5 + 25) / 7);
    assert.equal(value("card_balance_last"), 750);
    assert.equal(value("bb_late_share_12m"), 1 / 12);
    assert.equal(value("bb_late_share_3m"), 0);
    assert.equal(value("pos_completed_early_share"), 0.5);
    assert.equal(value("pos_completed_gap_mean"), 0);
    assert.equal(value("pos_contracts_active"), 1);
    assert.equal(value("app_contacts"), 2);
  });

  test("every mended feature agrees with plain loops over the raw rows", () => {
    assert.deepEqual(mismatches(cases, MENDED), []);
    assert.deepEqual(mismatches(new Map([[2, {...noRows(), application: CASES.application}]]), MENDED), []);
  });

  test("the loops find each feature as it was once declared", () => {
    const found = new Set(mismatches(cases, wrongOnes()).map((line) => line.split(/[ :]/)[1]!));
    assert.deepEqual([...found], Object.keys(MEANINGS));
  });
});

describe("what features mean, on generated clients", () => {
  const dir = mkdtempSync(join(tmpdir(), "scorebook-meaning-"));
  after(() => rmSync(dir, {recursive: true, force: true}));

  test("every mended feature agrees with plain loops over the raw rows of 150 clients", async () => {
    await generateDemo({clients: 150, seed: 11, out: dir});
    const clients = await withTables(dir, (raw) => rowsByClient(raw.tables));
    assert.equal(clients.size, 150);
    assert.deepEqual(mismatches(clients, MENDED).slice(0, 10), []);
  });
});

describe("what features mean, on the 265 real clients", {skip: realSkip}, () => {
  let set: ReturnType<typeof realDataSet>;
  let clients: Map<number, ClientRows>;
  before(async () => {
    set = realDataSet();
    clients = await withTables(set.dir, (raw) => rowsByClient(raw.tables));
  });
  after(() => set.remove());

  test("every mended feature agrees with plain loops over the raw rows", () => {
    assert.deepEqual(mismatches(clients, MENDED).slice(0, 10), []);
  });

  test("the loops find many clients of whom each feature, as it was once declared, said something else", () => {
    assert.ok(mismatches(clients, wrongOnes()).length > 500);
  });
});
