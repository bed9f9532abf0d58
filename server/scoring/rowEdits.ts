import {withoutRow} from "../../loaders/client/sensitivity.ts";
import {type CellFault, checkCell} from "../../loaders/tables/cells/checkRows.ts";
import {MOST_FAULTS} from "../../loaders/tables/faults.ts";
import {CLIENT_TABLE_SCHEMA} from "../../loaders/tables/schema/tables.ts";
import {
  type Cell,
  CLIENT_TABLES,
  type ClientRows,
  type ClientTable,
  type RawRow
} from "../../loaders/types.ts";
import {type Expected, type Issue, ScorebookError} from "../../src/core/errors.ts";
import {isOutcome} from "./shownColumns.ts";

/** One change of a client's raw records. Indexes count the rows before any change. */
export type RowEdit =
  | {op: "edit"; table: ClientTable; index: number; values: RawRow}
  | {op: "remove"; table: ClientTable; index: number}
  | {op: "add"; table: ClientTable; values: RawRow};

/** JSON Schema of a list of edits, for requests. */
export const rowEditsSchema = {
  type: "array",
  maxItems: 1000,
  items: {
    type: "object",
    required: ["op", "table"],
    additionalProperties: false,
    properties: {
      op: {type: "string", enum: ["edit", "remove", "add"]},
      table: {type: "string", enum: [...CLIENT_TABLES]},
      index: {type: "integer", minimum: 0, description: "place in the client's history; not for add"},
      values: {
        type: "object",
        maxProperties: 200,
        additionalProperties: {type: ["number", "string", "null"]},
        description: "column → cell; columns that are left out keep their cell, or are empty in a new row"
      }
    }
  }
} as const;

/**
 * Applies edits to copies of a client's rows. A loan of bureau that is removed takes its months with it; the
 * application can be edited only. Cells are checked as the tables' own are. Ids stay as they are; a new row
 * belongs to this client, a new loan without a number gets one, and months and payments need a loan of theirs.
 * @throws REQUEST_INVALID naming the first 20 faults by edit, table, index or column
 */
export function editRows(rows: ClientRows, edits: readonly RowEdit[], clientId: number): ClientRows {
  let issues: Issue[] = [];
  let edited: ClientRows = {...rows};
  for (const [i, edit] of edits.entries()) {
    let found = faultsOfEdit(edit, i, rows);
    if (found.length === 0 && edit.op === "add") {
      const row = {...emptyRow(edit.table, clientId, edited[edit.table]), ...edit.values};
      found = faultsOfNewRow(edit.table, row, i, edited, clientId);
      edited = {...edited, [edit.table]: [...edited[edit.table], row]};
    } else if (found.length === 0 && edit.op === "edit") {
      const changed = [...edited[edit.table]];
      changed[edit.index] = {...(changed[edit.index] as RawRow), ...edit.values};
      edited = {...edited, [edit.table]: changed};
    }
    issues = issues.concat(found);
    if (issues.length >= MOST_FAULTS) break;
  }
  const [first] = issues;
  if (first)
    throw new ScorebookError(
      "REQUEST_INVALID",
      `${first.path} ${first.message}.`,
      issues.slice(0, MOST_FAULTS)
    );
  return withoutRemoved(edited, edits);
}

function withoutRemoved(rows: ClientRows, edits: readonly RowEdit[]): ClientRows {
  let left = rows;
  const removed = edits.flatMap((edit) => (edit.op === "remove" ? [edit] : []));
  const seen = new Set<string>();
  for (const {table, index} of removed.sort((a, b) => order(a.table) - order(b.table) || b.index - a.index)) {
    const key = `${table} ${index}`;
    if (!seen.has(key)) left = withoutRow(left, table, index);
    seen.add(key);
  }
  return left;
}

/** Months before their loan, whose removal takes all of them. */
const order = (table: ClientTable) => (table === "bureau" ? 1 : 0);

function faultsOfEdit(edit: RowEdit, i: number, rows: ClientRows): Issue[] {
  const {op, table} = edit;
  if (table === "application" && op !== "edit")
    return [issue(`/rows/${i}/op`, `is ${op}; the application can only be edited`)];
  if (op !== "add") {
    const count = rows[table].length;
    if (edit.index === undefined || edit.index >= count) {
      const message = `is ${edit.index ?? "missing"}; ${table} has ${count} rows, counted from 0`;
      return [issue(`/rows/${i}/index`, message)];
    }
  }
  if (op === "remove") return [];
  const row = op === "edit" ? rows[table][edit.index] : undefined;
  const issues: Issue[] = [];
  for (const [name, cell] of Object.entries(edit.values ?? {})) {
    const fault = isOutcome(name)
      ? {message: `is no column of ${table}; /v1/tables lists them`}
      : (checkCell(table, name, cell) ?? (row && changedId(table, name, cell, row)));
    if (fault !== undefined)
      issues.push({...issue(`/rows/${i}/values/${name.slice(0, LONGEST_NAME)}`, ""), ...fault});
    if (issues.length >= MOST_FAULTS) break;
  }
  return issues;
}

function changedId(table: ClientTable, name: string, cell: Cell, row: RawRow): CellFault | undefined {
  const isId = CLIENT_TABLE_SCHEMA[table].columns.some(
    (column) => column.name === name && column.kind === "id"
  );
  if (!isId || cell === row[name]) return undefined;
  return {
    message: `is ${cell}, but the row has ${row[name]}; an id cannot be edited`,
    expected: {kind: "unchanged"}
  };
}

function emptyRow(table: ClientTable, clientId: number, others: readonly RawRow[]): RawRow {
  const {columns, key} = CLIENT_TABLE_SCHEMA[table];
  const row = Object.fromEntries(columns.map(({name}): [string, Cell] => [name, null]));
  if (key !== undefined) row[key] = others.reduce((most, other) => Math.max(most, Number(other[key])), 0) + 1;
  if ("SK_ID_CURR" in row) row.SK_ID_CURR = clientId;
  return row;
}

/** Finds what is wrong with the ids of a new row: another client's, a key that is there, a loan that is not. */
function faultsOfNewRow(
  table: ClientTable,
  row: RawRow,
  i: number,
  rows: ClientRows,
  clientId: number
): Issue[] {
  const at = (name: string) => `/rows/${i}/values/${name}`;
  if ("SK_ID_CURR" in row && row.SK_ID_CURR !== clientId)
    return [
      issue(at("SK_ID_CURR"), `is ${row.SK_ID_CURR}; a new row belongs to client ${clientId}`, "unchanged")
    ];
  const {key} = CLIENT_TABLE_SCHEMA[table];
  if (key !== undefined) {
    if (!rows[table].some((other) => other[key] === row[key])) return [];
    return [
      issue(at(key), `is ${row[key]}, which another row of ${table} has; each may occur once`, "unique")
    ];
  }
  const [name, loans] =
    table === "bureau_balance"
      ? (["SK_ID_BUREAU", ["bureau"]] as const)
      : (["SK_ID_PREV", CONTRACTS] as const);
  if (loans.some((other) => rows[other].some((loan) => loan[name] === row[name]))) return [];
  return [
    issue(
      at(name),
      `is ${row[name] ?? "missing"}; a ${name} of this client's ${loans[0]} was expected`,
      "known"
    )
  ];
}

/** Where a contract's number may come from: monthly rows are kept though their application is not there. */
const CONTRACTS = [
  "previous_application",
  "POS_CASH_balance",
  "credit_card_balance",
  "installments_payments"
] as const;
const LONGEST_NAME = 60;

function issue(path: string, message: string, kind?: Expected["kind"]): Issue {
  return {code: "REQUEST_INVALID", path, message, ...(kind && {expected: {kind}})};
}
