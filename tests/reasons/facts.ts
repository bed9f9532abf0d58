import type {RawClient, RawRow} from "./rawCsv.ts";

/** What the judge works out of raw rows by itself; nothing here knows the sentences. */
const NONE = 365243;
export const num = (row: RawRow, column: string): number =>
  row[column] === "" || row[column] === undefined || Number(row[column]) === NONE
    ? Number.NaN
    : Number(row[column]);
export const has = (value: number): boolean => !Number.isNaN(value);

export interface Due {
  contract: number;
  number: number;
  version: number;
  day: number;
  owed: number;
  paid: number;
  /** NaN when nothing was paid. */
  late: number;
}

/** Adds partial payments up to instalments; the due day and the amount are the largest of the parts. */
export function duesOf({payments}: RawClient): Due[] {
  const dues: Record<string, Due> = {};
  for (const row of payments) {
    const key = [row.SK_ID_PREV, num(row, "NUM_INSTALMENT_NUMBER"), num(row, "NUM_INSTALMENT_VERSION")].join(
      "/"
    );
    dues[key] ??= {
      contract: num(row, "SK_ID_PREV"),
      number: num(row, "NUM_INSTALMENT_NUMBER"),
      version: num(row, "NUM_INSTALMENT_VERSION"),
      day: Number.NEGATIVE_INFINITY,
      owed: Number.NEGATIVE_INFINITY,
      paid: 0,
      late: Number.NEGATIVE_INFINITY
    };
    const due = dues[key]!;
    due.day = Math.max(due.day, num(row, "DAYS_INSTALMENT"));
    if (has(num(row, "AMT_INSTALMENT"))) due.owed = Math.max(due.owed, num(row, "AMT_INSTALMENT"));
    if (has(num(row, "AMT_PAYMENT"))) due.paid += num(row, "AMT_PAYMENT");
    if (has(num(row, "DAYS_ENTRY_PAYMENT"))) due.late = Math.max(due.late, num(row, "DAYS_ENTRY_PAYMENT"));
  }
  return Object.values(dues).map((due) => ({
    ...due,
    late: Number.isFinite(due.late) ? due.late - due.day : Number.NaN
  }));
}

/** Tells whether the newest month of rows is so many months ago; undefined says that none has a month. */
export function isLatestMonth(rows: readonly RawRow[], monthsAgo: number | undefined): boolean {
  const months = rows.map((row) => num(row, "MONTHS_BALANCE")).filter(has);
  return months.length === 0 ? monthsAgo === undefined : monthsAgo === 0 - Math.max(...months);
}

export const newestFirst = (dues: readonly Due[]): Due[] =>
  [...dues].sort(
    (a, b) => b.day - a.day || b.contract - a.contract || b.number - a.number || b.version - a.version
  );

/** Finds the instalments that a sentence speaks of, from its own words. */
export function duesInWords(text: string, client: RawClient): Due[] {
  const all = duesOf(client);
  const days = /last (\d+) days/.exec(text)?.[1];
  if (days) return all.filter(({day}) => day >= -Number(days));
  const newest = /(?:the |all |both )(\d*) ?newest instalments/i.exec(text);
  const among = /among the (\d+) newest/.exec(text);
  if (among) return newestFirst(all).slice(0, Number(among[1]));
  if (newest) return newestFirst(all).slice(0, Number(newest[1] || 2));
  if (/of the newest contract/.test(text)) {
    const start = new Map<number, number>();
    for (const {contract, day} of all) start.set(contract, Math.min(day, start.get(contract) ?? day));
    const newestContract = [...start].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0];
    return all.filter(({contract}) => contract === newestContract);
  }
  if (/with a payment calendar/.test(text)) return all.filter(({version}) => version !== 0);
  return all;
}

export const isLateMonth = (row: RawRow): boolean => /^[1-5]$/.test(row.STATUS ?? "");
export const isPastDue = (row: RawRow): boolean => num(row, "SK_DPD") > 0 || num(row, "SK_DPD_DEF") > 0;
export const isOverdue = (row: RawRow): boolean =>
  num(row, "AMT_CREDIT_SUM_OVERDUE") > 0 || num(row, "CREDIT_DAY_OVERDUE") > 0;
export const wasOverdue = (row: RawRow): boolean => num(row, "AMT_CREDIT_MAX_OVERDUE") > 0;
export const hasStatus = (status: string) => (row: RawRow) => row.NAME_CONTRACT_STATUS === status;
export const most = (values: readonly number[]): number => Math.max(...values.filter(has));
export const total = (values: readonly number[]): number => values.filter(has).reduce((a, b) => a + b, 0);
