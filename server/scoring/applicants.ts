import {checkRows} from "../../loaders/tables/cells/checkRows.ts";
import {CLIENT_TABLE_SCHEMA} from "../../loaders/tables/schema/tables.ts";
import {CLIENT_TABLES, type ClientRows, type ClientTable, type RawRow} from "../../loaders/types.ts";
import {type Issue, ScorebookError} from "../../src/core/errors.ts";
import {isOutcome, shownColumns} from "./shownColumns.ts";

export type HistoryTable = Exclude<ClientTable, "application">;

/** A person who need not be in any table: one row of the application, and whatever rows of history are known. */
export type Applicant = {application: RawRow} & Partial<Record<HistoryTable, RawRow[]>>;

/** Something that an applicant does not say and that was taken as missing. */
export interface Assumption {
  table: ClientTable;
  /** Columns of the application without a value; all columns of a table that was not given. */
  columns?: string[];
  message: string;
}

/** An applicant's rows in every table, as those of a known client. */
export interface ReadApplicant {
  /** SK_ID_CURR where it was given, else null. */
  clientId: number | null;
  rows: ClientRows;
  assumed: Assumption[];
}

export const HISTORY_TABLES = CLIENT_TABLES.filter((table): table is HistoryTable => table !== "application");
/** Rows of one table. */
export const MOST_ROWS = 5000;
const MOST_FAULTS = 20;
/** Whose rows a monthly row belongs to. */
const LOAN_OF = {bureau_balance: "SK_ID_BUREAU"} as const;

/**
 * Reads an applicant: cells are checked as the tables' own are, rows belong to this applicant, loans without a number
 * get one, and months need a loan of the applicant.
 * @param at the JSON pointer of the applicant within the request
 * @throws REQUEST_INVALID with the first 20 faults, each at its cell
 */
export function readApplicant(applicant: Applicant, at = ""): ReadApplicant {
  const issues = formFaults(applicant, at);
  if (issues.length > 0) throw refused(issues);
  const application = applicant.application;
  const clientId = typeof application.SK_ID_CURR === "number" ? application.SK_ID_CURR : null;
  const owner = clientId ?? 0;
  const given: ClientRows = {...emptyRows(), application: [application]};
  for (const table of HISTORY_TABLES) given[table] = applicant[table] ?? [];
  for (const table of CLIENT_TABLES) {
    const pointer = table === "application" ? `${at}/application` : `${at}/${table}`;
    for (const issue of faultsOf(table, given[table], pointer, owner)) issues.push(issue);
  }
  const rows = completed(given, owner);
  for (const issue of strayMonths(rows, `${at}/bureau_balance`)) issues.push(issue);
  if (issues.length > 0) throw refused(issues);
  return {clientId, rows, assumed: assumptionsOf(applicant)};
}

/** Finds what is no table of rows, before anything looks into it: items of a batch have no schema of their own. */
function formFaults(applicant: object, at: string): Issue[] {
  const isRow = (row: unknown) => typeof row === "object" && row !== null && !Array.isArray(row);
  return Object.entries(applicant).flatMap(([name, rows]): Issue[] => {
    const path = `${at}/${name}`;
    if (!CLIENT_TABLES.includes(name as ClientTable))
      return [issue(path, `is no table; expected ${CLIENT_TABLES.join(", ")}`)];
    if (name === "application") return isRow(rows) ? [] : [issue(path, "is no row; an object was expected")];
    if (!Array.isArray(rows)) return [issue(path, "is no list of rows")];
    if (rows.length > MOST_ROWS)
      return [issue(path, `has ${rows.length} rows; expected at most ${MOST_ROWS}`)];
    const wrong = rows.findIndex((row) => !isRow(row));
    return wrong < 0 ? [] : [issue(`${path}/${wrong}`, "is no row; an object was expected")];
  });
}

function refused(issues: readonly Issue[]): ScorebookError {
  const [{path, message}] = issues as [Issue];
  return new ScorebookError("REQUEST_INVALID", `${path} ${message}.`, issues.slice(0, MOST_FAULTS));
}

const emptyRows = () =>
  Object.fromEntries(CLIENT_TABLES.map((table) => [table, []])) as unknown as ClientRows;

function faultsOf(table: ClientTable, rows: readonly RawRow[], pointer: string, owner: number): Issue[] {
  // Ids that are left out are given later; what is checked is what was said.
  const issues = checkRows(table, rows.map(withoutNulls), pointer).map((issue) =>
    table === "application" ? {...issue, path: issue.path.replace(`${pointer}/0/`, `${pointer}/`)} : issue
  );
  rows.forEach((row, i) => {
    const path = table === "application" ? pointer : `${pointer}/${i}`;
    for (const name of Object.keys(row))
      if (isOutcome(name))
        issues.push(issue(`${path}/${name}`, `is no column of ${table}; /schemas/applicant.json lists them`));
    if (table !== "application" && row.SK_ID_CURR !== undefined && row.SK_ID_CURR !== owner)
      issues.push(
        issue(`${path}/SK_ID_CURR`, `is ${row.SK_ID_CURR}; rows belong to the applicant, so leave it out`)
      );
  });
  return issues;
}

const withoutNulls = (row: RawRow): RawRow =>
  Object.fromEntries(Object.entries(row).filter(([name, cell]) => cell !== null && !isOutcome(name)));

/** Gives every row all columns of its table, this applicant's id, and loans without a number one of their own. */
function completed(given: ClientRows, owner: number): ClientRows {
  const rows = emptyRows();
  for (const table of CLIENT_TABLES) {
    const {columns, key} = CLIENT_TABLE_SCHEMA[table];
    let next = 1 + given[table].reduce((most, row) => Math.max(most, key ? Number(row[key] ?? 0) : 0), 0);
    rows[table] = given[table].map((row) => {
      const whole: RawRow = Object.fromEntries(columns.map(({name}) => [name, row[name] ?? null]));
      if ("SK_ID_CURR" in whole) whole.SK_ID_CURR = owner;
      if (key !== undefined && key !== "SK_ID_CURR") whole[key] ??= next++;
      return whole;
    });
  }
  return rows;
}

function strayMonths(rows: ClientRows, pointer: string): Issue[] {
  const id = LOAN_OF.bureau_balance;
  const loans = new Set(rows.bureau.map((loan) => loan[id]));
  return rows.bureau_balance.flatMap((month, i) =>
    loans.has(month[id] ?? null)
      ? []
      : [
          issue(
            `${pointer}/${i}/${id}`,
            `is ${month[id] ?? "missing"}; a ${id} of the applicant's bureau was expected`
          )
        ]
  );
}

function assumptionsOf(applicant: Applicant): Assumption[] {
  const missing = shownColumns("application")
    .map(({name}) => name)
    .filter((name) => name !== "SK_ID_CURR" && (applicant.application[name] ?? null) === null);
  const assumed: Assumption[] = [];
  if (missing.length > 0)
    assumed.push({
      table: "application",
      columns: missing,
      message: `${missing.length} columns of the application have no value and count as missing`
    });
  for (const table of HISTORY_TABLES)
    if (applicant[table] === undefined)
      assumed.push({table, message: `no rows of ${table} were given; the applicant counts as having none`});
  return assumed;
}

const issue = (path: string, message: string): Issue => ({code: "REQUEST_INVALID", path, message});
