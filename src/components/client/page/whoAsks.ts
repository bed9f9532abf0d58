import {instalmentsOf, isLate} from "../../../core/credit/statements/instalments.ts";
import type {ClientHistory, RawRow} from "../clientApi.ts";

/** Who asks and for what; null where the application says nothing. Amounts in the data set's currency. */
export interface WhoAsks {
  ageYears: number | null;
  familyStatus: string | null;
  children: number | null;
  /** As on record; the tables do not say of which period. */
  income: number | null;
  incomeType: string | null;
  kind: string | null;
  amount: number | null;
  annuity: number | null;
  /** The amount over the instalment: how many instalments pay it back without interest. */
  termMonths: number | null;
  /** The instalment as a share of the income, as the features have it. */
  burden: number | null;
}

/** What the records hold of the time before, as counts. */
export interface HistoryInShort {
  loansElsewhere: number;
  runningElsewhere: number;
  applications: number;
  refused: number;
  /** Instalments, the partial payments of one taken together. */
  instalments: number;
  /** Those whose last payment came after the day that they were due. */
  late: number;
}

const DAYS_PER_YEAR = 365.25;

/** Reads who asks from the application. */
export function whoAsksData({tables}: Pick<ClientHistory, "tables">): WhoAsks {
  const row = rowsOf(tables, "application")[0] ?? {};
  const number = (name: string) => (typeof row[name] === "number" ? (row[name] as number) : null);
  const text = (name: string) => (typeof row[name] === "string" ? (row[name] as string) : null);
  const born = number("DAYS_BIRTH");
  const [amount, annuity, income] = [number("AMT_CREDIT"), number("AMT_ANNUITY"), number("AMT_INCOME_TOTAL")];
  return {
    ageYears: born === null ? null : -born / DAYS_PER_YEAR,
    familyStatus: text("NAME_FAMILY_STATUS"),
    children: number("CNT_CHILDREN"),
    income,
    incomeType: text("NAME_INCOME_TYPE"),
    kind: text("NAME_CONTRACT_TYPE"),
    amount,
    annuity,
    termMonths: ratio(amount, annuity),
    burden: ratio(annuity, income)
  };
}

/** Counts what the records hold of the time before the application. */
export function historyInShort({tables}: Pick<ClientHistory, "tables">): HistoryInShort {
  const loans = rowsOf(tables, "bureau");
  const applications = rowsOf(tables, "previous_application");
  const instalments = instalmentsOf(rowsOf(tables, "installments_payments"));
  return {
    loansElsewhere: loans.length,
    runningElsewhere: loans.filter((row) => row.CREDIT_ACTIVE === "Active").length,
    applications: applications.length,
    refused: applications.filter((row) => row.NAME_CONTRACT_STATUS === "Refused").length,
    instalments: instalments.length,
    late: instalments.filter(isLate).length
  };
}

/** Lists a client's rows of a table; none where there is no such table. */
export const rowsOf = (tables: ClientHistory["tables"], name: string): RawRow[] =>
  tables.find((table) => table.name === name)?.rows ?? [];

const ratio = (over: number | null, under: number | null): number | null =>
  over === null || under === null || under === 0 ? null : over / under;
