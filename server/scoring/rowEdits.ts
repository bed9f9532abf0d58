import {withoutRow} from "../../loaders/client/sensitivity.ts";
import {CLIENT_TABLE_SCHEMA} from "../../loaders/tables/schema/tables.ts";
import {
  type Cell,
  CLIENT_TABLES,
  type ClientRows,
  type ClientTable,
  type RawRow
} from "../../loaders/types.ts";
import {ScorebookError} from "../../src/core/errors.ts";

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
 * application can be edited only. Cells are checked against the table's declared columns.
 * @throws REQUEST_INVALID naming the edit, table, index or column
 */
export function editRows(rows: ClientRows, edits: readonly RowEdit[], clientId: number): ClientRows {
  let edited: ClientRows = {...rows};
  edits.forEach((edit, i) => {
    if (edit.op === "add") {
      if (edit.table === "application")
        throw refused(`/rows/${i}/op`, "is add; the application can only be edited");
      const row = {...emptyRow(edit.table, clientId), ...checkedCells(edit, i)};
      edited = {...edited, [edit.table]: [...edited[edit.table], row]};
      return;
    }
    const count = rows[edit.table].length;
    if (edit.index === undefined || edit.index >= count)
      throw refused(
        `/rows/${i}/index`,
        `is ${edit.index ?? "missing"}; ${edit.table} has ${count} rows, counted from 0`
      );
    if (edit.op === "remove" && edit.table === "application")
      throw refused(`/rows/${i}/op`, "is remove; the application can only be edited");
    if (edit.op === "remove") return;
    const changed = [...edited[edit.table]];
    changed[edit.index] = {...(changed[edit.index] as RawRow), ...checkedCells(edit, i)};
    edited = {...edited, [edit.table]: changed};
  });
  const removed = edits.flatMap((edit) => (edit.op === "remove" ? [edit] : []));
  const seen = new Set<string>();
  for (const {table, index} of removed.sort((a, b) => order(a.table) - order(b.table) || b.index - a.index)) {
    const key = `${table} ${index}`;
    if (!seen.has(key)) edited = withoutRow(edited, table, index);
    seen.add(key);
  }
  return edited;
}

/** Months before their loan, whose removal takes all of them. */
const order = (table: ClientTable) => (table === "bureau" ? 1 : 0);

function emptyRow(table: ClientTable, clientId: number): RawRow {
  const row = Object.fromEntries(
    CLIENT_TABLE_SCHEMA[table].columns.map(({name}): [string, Cell] => [name, null])
  );
  if ("SK_ID_CURR" in row) row.SK_ID_CURR = clientId;
  return row;
}

function checkedCells({table, values}: {table: ClientTable; values: RawRow}, i: number): RawRow {
  for (const [name, cell] of Object.entries(values ?? {})) {
    const path = `/rows/${i}/values/${name}`;
    const column = CLIENT_TABLE_SCHEMA[table].columns.find((c) => c.name === name);
    if (!column) throw refused(path, `is no column of ${table}; /v1/tables lists them`);
    if (cell === null) continue;
    const isText = column.dtype === "String";
    if (typeof cell !== (isText ? "string" : "number"))
      throw refused(
        path,
        `is ${JSON.stringify(cell).slice(0, 60)}; expected a ${isText ? "text" : "number"} or null`
      );
    if (column.categories && !column.categories.includes(String(cell)))
      throw refused(
        path,
        `is ${JSON.stringify(cell).slice(0, 60)}; expected one of ${column.categories.join(", ")}`
      );
  }
  return values ?? {};
}

function refused(path: string, message: string): ScorebookError {
  return new ScorebookError("REQUEST_INVALID", `${path} ${message}.`, [
    {code: "REQUEST_INVALID", path, message}
  ]);
}
