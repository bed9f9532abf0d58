import {group} from "d3";
import type {Cell, ClientRows, RawRow} from "../../loaders/types.ts";

/** What some features mean, written a second time as plain loops over raw rows; NaN is missing. */
export type Meaning = (rows: ClientRows) => number;

const NONE = Number.NaN;
const known = (cell: Cell | undefined): number => (typeof cell === "number" && cell !== 365243 ? cell : NONE);
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
/** Sums the known of some values: 0 of nothing, missing when none of them is known. */
const totalKnown = (values: readonly number[]): number => {
  const there = values.filter((value) => !Number.isNaN(value));
  return values.length > 0 && there.length === 0 ? NONE : total(there);
};
const average = (values: readonly number[]): number => (values.length ? total(values) / values.length : NONE);
const ratio = (a: number, b: number): number => (b === 0 ? NONE : a / b);

function runningLoans({previous_application}: ClientRows): RawRow[] {
  return previous_application.filter((row) => {
    if (row.NAME_CONTRACT_STATUS !== "Approved" || row.NAME_CONTRACT_TYPE === "Revolving loans") return false;
    if (!Number.isNaN(known(row.DAYS_TERMINATION))) return false;
    return known(row.DAYS_FIRST_DUE) + 30 * known(row.CNT_PAYMENT) >= 0;
  });
}

function sumOfRunning(rows: ClientRows, column: string): number {
  if (rows.previous_application.length === 0) return NONE;
  return totalKnown(runningLoans(rows).map((row) => known(row[column])));
}

function cardPayment(row: RawRow): number {
  const [current, whole] = [known(row.AMT_PAYMENT_CURRENT), known(row.AMT_PAYMENT_TOTAL_CURRENT)];
  const isIdle = !["AMT_BALANCE", "AMT_INST_MIN_REGULARITY", "AMT_DRAWINGS_CURRENT"].some(
    (name) => known(row[name]) > 0
  );
  if (isIdle || Number.isNaN(current)) return whole;
  return Math.max(current, whole);
}

const belowMinimum =
  (months: number): Meaning =>
  ({credit_card_balance}) => {
    const asked = credit_card_balance.filter(
      (row) => known(row.AMT_INST_MIN_REGULARITY) > 0 && known(row.MONTHS_BALANCE) >= -months
    );
    const below = asked.filter(
      (row) => known(row.AMT_BALANCE) > 0 && cardPayment(row) < known(row.AMT_INST_MIN_REGULARITY)
    );
    return ratio(below.length, asked.length);
  };

function newestCardMonth({credit_card_balance}: ClientRows): RawRow[] {
  const newest = Math.max(...credit_card_balance.map((row) => known(row.MONTHS_BALANCE)));
  return credit_card_balance.filter((row) => row.MONTHS_BALANCE === newest);
}

/** Statements of the newest `months` months, month 0 included, whose status is known. */
const bureauMonths = ({bureau, bureau_balance}: ClientRows, months: number): RawRow[] => {
  const owned = new Set(bureau.map((row) => row.SK_ID_BUREAU));
  return bureau_balance.filter(
    (row) => owned.has(row.SK_ID_BUREAU!) && row.STATUS !== "X" && known(row.MONTHS_BALANCE) > -months
  );
};
const isLate = (row: RawRow): boolean => "12345".includes(String(row.STATUS));
const lateShare =
  (months: number): Meaning =>
  (rows) => {
    const observed = bureauMonths(rows, months);
    return ratio(observed.filter(isLate).length, observed.length);
  };

/** Each instalment loan's statements, oldest first. */
function loanStatements({POS_CASH_balance}: ClientRows): RawRow[][] {
  return [...group(POS_CASH_balance, (row) => row.SK_ID_PREV).values()].map((rows) =>
    rows.toSorted((a, b) => known(a.MONTHS_BALANCE) - known(b.MONTHS_BALANCE))
  );
}
const completedTerms = (rows: ClientRows): [number, number][] =>
  loanStatements(rows)
    .filter((months) => months.at(-1)!.NAME_CONTRACT_STATUS === "Completed")
    .map((months) => [
      known(months.find((row) => row.CNT_INSTALMENT !== null)?.CNT_INSTALMENT),
      known(months.at(-1)!.CNT_INSTALMENT)
    ]);
const activeLoans = (rows: ClientRows): RawRow[] =>
  loanStatements(rows)
    .map((months) => months.at(-1)!)
    .filter((row) => row.NAME_CONTRACT_STATUS === "Active" && known(row.MONTHS_BALANCE) >= -2);
const ofLoans =
  (measure: Meaning): Meaning =>
  (rows) =>
    rows.POS_CASH_balance.length ? measure(rows) : NONE;

const income = ({application}: ClientRows): number => known(application[0]?.AMT_INCOME_TOTAL);
const annuity = ({application}: ClientRows): number => known(application[0]?.AMT_ANNUITY);

export const MEANINGS: Readonly<Record<string, Meaning>> = {
  prev_running: (rows) => (rows.previous_application.length ? runningLoans(rows).length : NONE),
  prev_credit_sum_running: (rows) => sumOfRunning(rows, "AMT_CREDIT"),
  prev_annuity_sum_running: (rows) => sumOfRunning(rows, "AMT_ANNUITY"),
  prev_running_annuity_to_income: (rows) => ratio(sumOfRunning(rows, "AMT_ANNUITY"), income(rows)),
  prev_all_annuities_to_income: (rows) =>
    ratio((sumOfRunning(rows, "AMT_ANNUITY") || 0) + annuity(rows), income(rows)),
  prev_planned_end_max: (rows) => {
    const ends = runningLoans(rows).map((row) => known(row.DAYS_LAST_DUE_1ST_VERSION));
    return ends.length ? Math.max(...ends) : NONE;
  },
  prev_term_mean_approved: ({previous_application}) =>
    average(
      previous_application
        .filter((row) => row.NAME_CONTRACT_STATUS === "Approved" && known(row.CNT_PAYMENT) > 0)
        .map((row) => known(row.CNT_PAYMENT))
    ),
  card_below_minimum_share: belowMinimum(1e9),
  card_below_minimum_share_12m: belowMinimum(12),
  card_below_minimum_share_6m: belowMinimum(6),
  card_paid_mean: ({credit_card_balance}) => average(credit_card_balance.map(cardPayment)),
  card_paid_to_drawn: ({credit_card_balance}) =>
    credit_card_balance.length
      ? ratio(
          total(credit_card_balance.map(cardPayment)),
          total(credit_card_balance.map((row) => known(row.AMT_DRAWINGS_CURRENT)))
        )
      : NONE,
  card_paid_to_minimum_min: ({credit_card_balance}) => {
    const covers = credit_card_balance
      .filter((row) => known(row.AMT_BALANCE) > 0 && known(row.AMT_INST_MIN_REGULARITY) > 0)
      .map((row) => cardPayment(row) / known(row.AMT_INST_MIN_REGULARITY));
    return covers.length ? Math.min(...covers) : NONE;
  },
  card_balance_last: (rows) =>
    rows.credit_card_balance.length
      ? total(newestCardMonth(rows).map((row) => known(row.AMT_BALANCE)))
      : NONE,
  card_utilisation_last: (rows) => {
    const sumOf = (name: string) => total(newestCardMonth(rows).map((row) => known(row[name])));
    return ratio(sumOf("AMT_BALANCE"), sumOf("AMT_CREDIT_LIMIT_ACTUAL"));
  },
  bb_late_share_12m: lateShare(12),
  bb_late_share_3m: lateShare(3),
  bb_closed_share_12m: (rows) => {
    const observed = bureauMonths(rows, 12);
    return ratio(observed.filter((row) => row.STATUS === "C").length, observed.length);
  },
  pos_completed_early_share: (rows) => {
    const terms = completedTerms(rows);
    return ratio(terms.filter(([first, last]) => last < first).length, terms.length);
  },
  pos_completed_gap_mean: (rows) =>
    average(
      completedTerms(rows)
        .map(([first, last]) => first - last)
        .filter((gap) => !Number.isNaN(gap))
    ),
  pos_contracts_active: ofLoans((rows) => activeLoans(rows).length),
  pos_remaining_instalments: ofLoans((rows) =>
    totalKnown(activeLoans(rows).map((row) => known(row.CNT_INSTALMENT_FUTURE)))
  ),
  app_contacts: ({application}) => {
    const flags = ["FLAG_MOBIL", "FLAG_EMP_PHONE", "FLAG_WORK_PHONE", "FLAG_PHONE", "FLAG_EMAIL"];
    return flags.filter((name) => application[0]?.[name] === 1).length;
  }
};
