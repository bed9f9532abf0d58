import {formatAmount} from "../../words/money.ts";
import {formatNumber} from "../../words/numbers.ts";
import {formatSpan} from "../../words/quantity.ts";
import {latestMonth} from "./latest.ts";
import {countOf, KNOWN_REPORT, LOAN_ELSEWHERE, noneOf, REPORT, someOf, wasWere} from "./nouns.ts";
import {
  type ClientRecord,
  largest,
  numberOf,
  numbersOf,
  type Row,
  type Statement,
  state,
  sum,
  type Teller
} from "./record.ts";

const positive = (column: string) => (row: Row) => (numberOf(row, column) ?? 0) > 0;
const hasOverdueAmount = positive("AMT_CREDIT_SUM_OVERDUE");
const hasOverdueDays = positive("CREDIT_DAY_OVERDUE");
const isOverdue = (row: Row) => hasOverdueAmount(row) || hasOverdueDays(row);
const wasOverdue = positive("AMT_CREDIT_MAX_OVERDUE");
const LATE = ["1", "2", "3", "4", "5"];

/** Says what other lenders report of this client's payments: first what the feature is of, then any other sign. */
export const arrears: Teller = ({name}, client) => {
  const loans = client.rows.bureau;
  if (loans.length === 0) return undefined;
  if (name.startsWith("bb_")) return monthly(client);
  const isOfNow = /overdue_(loans|sum|max|to_debt)$|days_overdue/.test(name) && !name.includes("worst");
  const told = isOfNow ? (now(loans) ?? ever(loans)) : (ever(loans) ?? now(loans));
  if (told) return told;
  const months = client.rows.bureau_balance;
  return months.some(isLateMonth) ? monthly(client) : nothing(loans);
};

function now(loans: readonly Row[]): Statement | undefined {
  const overdue = loans.filter(isOverdue);
  if (overdue.length === 0) return undefined;
  const amount = sum(numbersOf(overdue, "AMT_CREDIT_SUM_OVERDUE"));
  const maxDays = largest(numbersOf(overdue, "CREDIT_DAY_OVERDUE"));
  const some = someOf(overdue.length, loans.length, LOAN_ELSEWHERE);
  const en = [
    amount > 0 ? `by ${formatAmount("en", amount)}` : "",
    maxDays > 0 ? `for up to ${formatSpan("en", maxDays, "day")}` : ""
  ];
  const fr = [
    amount > 0 ? `de ${formatAmount("fr", amount)}` : "",
    maxDays > 0 ? `depuis ${formatSpan("fr", maxDays, "day")} au plus` : ""
  ];
  return state(
    "overdue_now",
    {overdue: overdue.length, loans: loans.length, amount, maxDays},
    `${some.en} ${overdue.length === 1 ? "is" : "are"} overdue now, ${en.filter(Boolean).join(" and ")}.`,
    `${some.fr} ${overdue.length < 2 ? "est" : "sont"} en retard aujourd'hui, ${fr.filter(Boolean).join(" et ")}.`
  );
}

function ever(loans: readonly Row[]): Statement | undefined {
  const once = loans.filter(wasOverdue);
  if (once.length === 0) return undefined;
  const largestOverdue = largest(numbersOf(once, "AMT_CREDIT_MAX_OVERDUE"));
  const some = someOf(once.length, loans.length, LOAN_ELSEWHERE);
  const shown = Math.max(largestOverdue, 1);
  return state(
    "overdue_once",
    {overdue: once.length, loans: loans.length, largest: largestOverdue},
    `${some.en} ${wasWere(once.length)} overdue at some time, by at most ${formatNumber("en", shown)}.`,
    `${some.fr} ${once.length < 2 ? "a" : "ont"} été en retard à un moment, de ${formatNumber("fr", shown)} au plus.`
  );
}

function nothing(loans: readonly Row[]): Statement {
  const n = countOf(loans.length, LOAN_ELSEWHERE);
  return state(
    "nothing_overdue",
    {loans: loans.length},
    `No amount overdue is on record for ${n.en}.`,
    `Aucun montant en retard n'est enregistré pour ${n.fr}.`
  );
}

const isLateMonth = (row: Row): boolean => LATE.includes(String(row.STATUS));

function monthly({rows: {bureau_balance: months}}: ClientRecord): Statement | undefined {
  if (months.length === 0) return undefined;
  const observed = months.filter(({STATUS}) => STATUS !== "X" && STATUS !== null);
  const count = countOf(months.length, REPORT);
  if (observed.length === 0)
    return state(
      "months_unknown",
      {reports: months.length},
      `${count.en} ${months.length === 1 ? "does" : "do"} not say whether payments were on time.`,
      `${count.fr} ne ${months.length < 2 ? "dit" : "disent"} pas si les paiements étaient à temps.`
    );
  const late = observed.filter(isLateMonth);
  const noun = observed.length === months.length ? REPORT : KNOWN_REPORT;
  if (late.length === 0) {
    const none = noneOf(observed.length, noun);
    return state(
      "months_on_time",
      {late: 0, reports: observed.length},
      `${none.en} shows arrears.`,
      `${none.fr} ne montre de retard.`
    );
  }
  const latest = latestMonth(late);
  const some = someOf(late.length, observed.length, noun);
  return state(
    "months_late",
    {late: late.length, reports: observed.length, ...latest.facts},
    `${some.en} ${late.length === 1 ? "shows" : "show"} arrears${latest.text.en}.`,
    `${some.fr} ${late.length < 2 ? "montre" : "montrent"} un retard${latest.text.fr}.`
  );
}
