import assert from "node:assert/strict";
import {test} from "node:test";
import {planCatalogue} from "../../loaders/plan.ts";
import type {Cell, RawTables, Row} from "../../src/core/credit/statements/record.ts";
import {tell} from "../../src/core/credit/statements/tell.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";
import {setCurrency} from "../../src/core/words/money.ts";
import {noRows} from "./clientRecord.ts";

const features = new Map(
  (planCatalogue().features as ManifestFeature[]).map((feature) => [feature.name, feature])
);
const said = (
  name: string,
  rows: Partial<RawTables>,
  value: Cell = null,
  {median, isAssumed}: {median?: number; isAssumed?: boolean} = {}
) => {
  const driver = {...features.get(name)!, ...(median === undefined ? {} : {median})};
  const client = {rows: noRows(rows), value: (one: string) => (one === name ? value : undefined)};
  return tell(driver, client, isAssumed);
};
test("tell(driver, client) names the currency that is set, in both languages", () => {
  const loan = {SK_ID_BUREAU: 1, CREDIT_ACTIVE: "Active", AMT_CREDIT_SUM_DEBT: 5000};
  const text = () => said("bureau_debt_max", {bureau: [loan]}, 5000).text;
  try {
    setCurrency({code: "EUR"});
    assert.match(text().en, /€5,000/);
    assert.match(text().fr, /5\u202f000\u00a0€/);
  } finally {
    setCurrency(null);
  }
  assert.match(text().en, /[^€]5,000/);
});

const payment = (number: number, due: number, paid: number | null, more: Row = {}): Row => ({
  SK_ID_PREV: 1,
  NUM_INSTALMENT_NUMBER: number,
  NUM_INSTALMENT_VERSION: 1,
  DAYS_INSTALMENT: due,
  DAYS_ENTRY_PAYMENT: paid,
  AMT_INSTALMENT: 100,
  AMT_PAYMENT: paid === null ? null : 100,
  ...more
});
const SEVEN = [1, 2, 3, 4, 5, 6, 7].map((n) => payment(n, -100 * n, -100 * n - 4));

test("tell(driver, client) counts late instalments, in the span that the feature is of", () => {
  const rows = {installments_payments: [payment(1, -100, -88), payment(2, -200, -199), ...SEVEN.slice(2)]};
  assert.deepEqual(said("inst_late_share", rows, 2 / 7), {
    variant: "late",
    facts: {late: 2, paid: 7, maxDays: 12},
    text: {
      en: "2 of 7 instalments were paid late, at most 12 days.",
      fr: "2 des 7 échéances ont été payées en retard, de 12 jours au plus."
    }
  });
  assert.equal(
    said("inst_late_share_180d", rows, 1).text.en,
    "The only instalment due in the last 180 days was paid late, by 12 days."
  );
  assert.equal(
    said("inst_late_share_over_7", rows, 1 / 7).text.en,
    "1 of 7 instalments was paid more than 7 days late."
  );
});

test("tell(driver, client) says that punctual payments were less early than most only where the numbers do", () => {
  const rows = {installments_payments: SEVEN};
  const early = said("inst_delay_mean", rows, -4, {median: -9});
  assert.match(
    early.text.en,
    /^All 7 instalments were paid on time, 4 days early on average, but less early than by most/
  );
  assert.match(
    early.text.fr,
    /avec 4 jours d’avance en moyenne, mais moins tôt que par la plupart des clients : la moitié de ceux qui ont cette donnée paient avec au moins 9 jours d’avance en moyenne\.$/
  );
  for (const [median, value] of [
    [-2, -4],
    [undefined, -4]
  ] as const)
    assert.equal(
      said("inst_delay_mean", rows, value, median ? {median} : {}).text.en,
      "All 7 instalments were paid on time."
    );
  assert.equal(said("inst_late_share", rows, 0, {median: 0.1}).variant, "on_time");
});

test("tell(driver, client) says that it counts paid instalments where some were not paid", () => {
  const unpaid = [...SEVEN.slice(0, 6), payment(7, -700, null)];
  const told = said("inst_late_share", {installments_payments: unpaid}, 0).text;
  assert.equal(told.en, "All 6 paid instalments were paid on time.");
  assert.equal(told.fr, "Les 6 échéances payées ont été payées à temps.");
});

test("tell(driver, client) takes partial payments of one instalment together", () => {
  const parts = [payment(1, -100, -120, {AMT_PAYMENT: 40}), payment(1, -100, -90, {AMT_PAYMENT: 60})];
  assert.equal(
    said("inst_late_share", {installments_payments: parts}, 1).text.en,
    "The only instalment was paid late, by 10 days."
  );
  assert.equal(
    said("inst_underpaid_share", {installments_payments: parts}, 0).text.en,
    "The only instalment was paid in full."
  );
});

test("tell(driver, client) says of an empty table that nothing is on record, whatever the feature of it", () => {
  const NO = /^(No |The (loan|instalment) asked for is .*; no )/;
  const application = [{AMT_INCOME_TOTAL: 100, AMT_CREDIT: 200, AMT_ANNUITY: 20}];
  for (const {name, tables} of features.values()) {
    if (tables[0] === "application") continue;
    const {text} = said(name, {application});
    assert.match(text.en, NO, name);
    assert.match(text.fr, /^Aucune? |; aucune /, name);
  }
});

test("tell(driver, client) has a sentence in both languages for every feature of a client of whom nothing is known", () => {
  for (const {name} of features.values()) {
    const {text, variant} = said(name, {});
    assert.match(text.en, /^[A-Z0-9].*\.$/, name);
    assert.match(text.fr, /^[\p{Lu}0-9].*\.$/u, name);
    assert.doesNotMatch(`${variant} ${text.en} ${text.fr}`, /undefined|NaN|null|Infinity/, name);
  }
});

test("tell(driver, client) compares a value with the median, and not where both read the same", () => {
  assert.equal(
    said("app_ext_source_2", {application: [{EXT_SOURCE_2: 0.21}]}, 0.21, {median: 0.57}).text.en,
    "External score 2: 0.21, less than for most clients: half of those with this figure have at least 0.57."
  );
  assert.equal(
    said("app_ext_source_2", {application: [{EXT_SOURCE_2: 0.21}]}, 0.21, {median: 0.209}).text.fr,
    "Score externe 2 : 0,21."
  );
});

test("tell(driver, client, true) tells an assumed value as such, whatever the rows hold", () => {
  const told = said("inst_late_share", {installments_payments: SEVEN}, 0.5, {isAssumed: true});
  assert.deepEqual(
    [told.variant, told.text.en],
    ["assumed", "Assumed: Share of instalments paid late: 50.0%."]
  );
});

test("tell(driver, client) says when something last was as a day that people name, and nothing where no day is on record", () => {
  const dueMonth = (month: number | null) => said("pos_dpd_max", {POS_CASH_balance: [late(month)]}, 3);
  const late = (month: number | null): Row => ({MONTHS_BALANCE: month, SK_DPD: 3, SK_DPD_DEF: 0});
  const shown = "The only monthly statement of instalment loans shows days past due, at most 3";
  assert.equal(dueMonth(-2).text.en, `${shown}; the latest is 2 months ago.`);
  assert.equal(dueMonth(0).text.en, `${shown}; the latest is of this month.`);
  assert.equal(dueMonth(null).text.en, `${shown}.`);
  assert.deepEqual(dueMonth(null).facts, {statements: 1, months: 1, maxDays: 3});

  const reports = {bureau: [{SK_ID_BUREAU: 1}], bureau_balance: [{MONTHS_BALANCE: null, STATUS: "1"}]};
  assert.equal(
    said("bb_late_share", reports, 1).text.en,
    "The only monthly report of other lenders shows arrears."
  );

  const refused = [{NAME_CONTRACT_STATUS: "Refused", DAYS_DECISION: 0}];
  assert.deepEqual(said("prev_refused", {previous_application: refused}, 1).text, {
    en: "The only earlier application was refused, on the day of this application.",
    fr: "La seule demande antérieure a été refusée, le jour de cette demande."
  });
  const application = [{DAYS_LAST_PHONE_CHANGE: 0, DAYS_EMPLOYED: -731}];
  assert.deepEqual(said("app_phone_to_employed", {application}, 0).text, {
    en: "The phone changed on the day of this application, and the present job began 2.0 years ago.",
    fr: "Le téléphone a changé le jour de cette demande, et l’emploi actuel a commencé il y a 2,0 ans."
  });
  const onTheDay = {installments_payments: [payment(1, -30, -30), payment(2, -60, -60)]};
  assert.equal(
    said("inst_delay_mean", onTheDay, 0, {median: -9}).text.en,
    "Both instalments were paid on time, on the due day on average, but less early than by most clients: half of those with this figure pay at least 9 days early on average."
  );
});

test("tell(driver, client) makes no fact of a column that is empty in all rows, nor of the zero that is counted there", () => {
  const earlier = {NAME_CONTRACT_STATUS: null, DAYS_DECISION: -100};
  const told = (rows: Partial<RawTables>, name: string, value: number) => said(name, rows, value).text.en;
  assert.equal(
    told({previous_application: [earlier, earlier]}, "prev_refused", 0),
    "Number of refused applications: nothing on record, which counts against the application."
  );
  assert.equal(
    told(
      {previous_application: [earlier, {...earlier, NAME_CONTRACT_STATUS: "Approved"}]},
      "prev_refused",
      0
    ),
    "None of the 2 earlier applications was refused."
  );
  assert.match(
    told({bureau: [{CREDIT_ACTIVE: null}]}, "bureau_loans_active", 0),
    /: nothing on record, which counts against the application\.$/
  );
  assert.equal(
    told({bureau: [{CREDIT_ACTIVE: "Closed"}]}, "bureau_loans_active", 0),
    "No loan at other lenders is active."
  );
  const withoutAmount = SEVEN.map((row) => ({...row, AMT_PAYMENT: null}));
  assert.equal(
    told({installments_payments: withoutAmount}, "inst_unpaid_share", 1),
    "Share of instalments never paid: nothing on record, which counts against the application."
  );
  const unpaid = {installments_payments: [payment(1, -30, null)]};
  assert.equal(
    told(unpaid, "inst_unpaid_share", 1),
    "The only instalment has no payment on record.",
    "no day of payment is a fact"
  );
});
