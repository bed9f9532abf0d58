import type {Cell, ClientHistory, RawRow, RowRef} from "../clientApi.ts";
import {isMissing} from "../history/cellText.ts";
import {rowsOf} from "../page/whoAsks.ts";

/** What a mark stands for. */
export type MarkKind =
  | "running"
  | "closed"
  | "sold"
  | "badDebt"
  | "approved"
  | "refused"
  | "canceled"
  | "unused"
  | "early"
  | "onTime"
  | "late"
  | "unpaid"
  | "balance"
  | "enquiries";

/** One thing that was, in months before the application (negative; 0 is the application). */
export interface TimeMark {
  /** The raw row that says so. */
  row: RowRef;
  kind: MarkKind;
  from: number;
  /** The same as from for what has no length. */
  to: number;
  /** Height in its lane: the line of a loan, days late of a payment, balance of a card, number of enquiries. */
  level: number;
  amount: number | null;
  /** Limit of a card in the month. */
  limit: number | null;
}

export const LANES = ["elsewhere", "here", "applications", "payments", "card", "enquiries"] as const;
export type LaneName = (typeof LANES)[number];

/** Marks of one kind of record, oldest first. */
export interface Lane {
  name: LaneName;
  marks: TimeMark[];
}

export interface Timeline {
  /** Where the common axis begins, in whole months; it ends at 0. */
  from: number;
  /** Lanes that have any mark. */
  lanes: Lane[];
}

const DAYS_PER_MONTH = 365.25 / 12;
/** The least that the axis spans, so that a short history is not blown up. */
const LEAST_MONTHS = 12;

/** Lays a client's records out on one axis of months before the application. */
export function timelineData({tables}: Pick<ClientHistory, "tables">): Timeline {
  const marksOf = (table: string, make: (row: RawRow, ref: RowRef) => TimeMark | null) =>
    rowsOf(tables, table)
      .flatMap((row, index) => make(row, {table, index}) ?? [])
      .sort((a, b) => a.from - b.from);
  const marks: Record<LaneName, TimeMark[]> = {
    elsewhere: stacked(marksOf("bureau", loanElsewhere)),
    here: stacked(marksOf("previous_application", contractHere)),
    applications: marksOf("previous_application", application),
    payments: marksOf("installments_payments", payment),
    card: marksOf("credit_card_balance", cardMonth),
    enquiries: rowsOf(tables, "application").slice(0, 1).flatMap(enquiries)
  };
  const lanes = LANES.map((name) => ({name, marks: marks[name]})).filter(({marks}) => marks.length > 0);
  const first = Math.min(-LEAST_MONTHS, ...lanes.flatMap(({marks}) => marks.map(({from}) => from)));
  return {from: Math.floor(first), lanes};
}

const ELSEWHERE: Record<string, MarkKind> = {
  Active: "running",
  Closed: "closed",
  Sold: "sold",
  "Bad debt": "badDebt"
};

/** A loan at another lender; a running one leads to the application. */
function loanElsewhere(row: RawRow, ref: RowRef): TimeMark | null {
  const from = months(row.DAYS_CREDIT);
  const kind = ELSEWHERE[String(row.CREDIT_ACTIVE)];
  if (from === null || !kind) return null;
  const end =
    months(row.DAYS_ENDDATE_FACT) ?? (kind === "running" ? 0 : (months(row.DAYS_CREDIT_ENDDATE) ?? 0));
  return mark(ref, kind, from, kind === "running" ? 0 : end, 0, row.AMT_CREDIT_SUM);
}

/** A contract here, from the decision to its end; one without an end in the past is running. */
function contractHere(row: RawRow, ref: RowRef): TimeMark | null {
  const from = months(row.DAYS_DECISION);
  if (from === null || row.NAME_CONTRACT_STATUS !== "Approved") return null;
  const end = months(row.DAYS_TERMINATION) ?? months(row.DAYS_LAST_DUE);
  const isOver = end !== null && end <= 0;
  return mark(ref, isOver ? "closed" : "running", from, isOver ? end : 0, 0, row.AMT_CREDIT);
}

const OUTCOMES: Record<string, MarkKind> = {
  Approved: "approved",
  Refused: "refused",
  Canceled: "canceled",
  "Unused offer": "unused"
};

function application(row: RawRow, ref: RowRef): TimeMark | null {
  const at = months(row.DAYS_DECISION);
  const kind = OUTCOMES[String(row.NAME_CONTRACT_STATUS)];
  return at === null || !kind ? null : mark(ref, kind, at, at, 0, row.AMT_APPLICATION);
}

/** A payment where it was due; its level is the days that it came late, negative for early. */
function payment(row: RawRow, ref: RowRef): TimeMark | null {
  const [due, paid] = [days(row.DAYS_INSTALMENT), days(row.DAYS_ENTRY_PAYMENT)];
  if (due === null) return null;
  const at = due / DAYS_PER_MONTH;
  if (paid === null) return mark(ref, "unpaid", at, at, 0, row.AMT_INSTALMENT);
  const late = paid - due;
  return mark(ref, late > 0 ? "late" : late < 0 ? "early" : "onTime", at, at, late, row.AMT_PAYMENT);
}

function cardMonth(row: RawRow, ref: RowRef): TimeMark | null {
  const [at, balance] = [row.MONTHS_BALANCE, row.AMT_BALANCE];
  if (typeof at !== "number" || typeof balance !== "number") return null;
  const limit = row.AMT_CREDIT_LIMIT_ACTUAL;
  return {...mark(ref, "balance", at, at, balance, balance), limit: typeof limit === "number" ? limit : null};
}

/** Windows of the credit bureau's counts, each without the ones after it, in months. */
const WINDOWS: readonly [column: string, from: number, to: number][] = [
  ["AMT_REQ_CREDIT_BUREAU_YEAR", -12, -3],
  ["AMT_REQ_CREDIT_BUREAU_QRT", -3, -1],
  ["AMT_REQ_CREDIT_BUREAU_MON", -1, -7 / DAYS_PER_MONTH],
  ["AMT_REQ_CREDIT_BUREAU_WEEK", -7 / DAYS_PER_MONTH, -1 / DAYS_PER_MONTH],
  ["AMT_REQ_CREDIT_BUREAU_DAY", -1 / DAYS_PER_MONTH, -1 / 24 / DAYS_PER_MONTH],
  ["AMT_REQ_CREDIT_BUREAU_HOUR", -1 / 24 / DAYS_PER_MONTH, 0]
];

function enquiries(row: RawRow): TimeMark[] {
  const ref = {table: "application", index: 0};
  return WINDOWS.flatMap(([column, from, to]) => {
    const count = row[column];
    return typeof count === "number" && count > 0 ? [mark(ref, "enquiries", from, to, count, null)] : [];
  });
}

/** Gives each bar the first line on which none is in its way. */
function stacked(marks: readonly TimeMark[]): TimeMark[] {
  const ends: number[] = [];
  return marks.map((one) => {
    const free = ends.findIndex((end) => end < one.from);
    const level = free < 0 ? ends.length : free;
    ends[level] = one.to;
    return {...one, level};
  });
}

function mark(
  row: RowRef,
  kind: MarkKind,
  from: number,
  to: number,
  level: number,
  amount: Cell | undefined
): TimeMark {
  const number = typeof amount === "number" ? amount : null;
  return {
    row,
    kind,
    from: Math.min(from, 0),
    to: Math.min(Math.max(from, to), 0),
    level,
    amount: number,
    limit: null
  };
}

const days = (cell: Cell | undefined): number | null =>
  isMissing(cell) || typeof cell !== "number" ? null : cell;

const months = (cell: Cell | undefined): number | null => {
  const known = days(cell);
  return known === null ? null : known / DAYS_PER_MONTH;
};
