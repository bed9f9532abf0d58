import {ScorebookError} from "../../src/core/errors.ts";
import type {TableSchema} from "./schema/column.ts";

function fault(path: string, detail: string): ScorebookError {
  return new ScorebookError("TABLE_INVALID", detail, [{code: "TABLE_INVALID", path, message: detail}]);
}

/** Makes the error for a file as a whole. */
export function faultInFile(table: TableSchema, file: string, message: string): ScorebookError {
  return fault(file, `Table ${table.name} (${file}) ${message}.`);
}

/** Makes the error for one line, and one column of it where that is known. Lines count from 1, the header; rows too. */
export function faultInLine(
  table: TableSchema,
  file: string,
  line: number,
  found: {column?: string | undefined; message: string; counted?: "line" | "row"}
): ScorebookError {
  const column = found.column === undefined ? "" : `, column ${found.column}`;
  return fault(
    `${file}:${line}${found.column === undefined ? "" : `:${found.column}`}`,
    `Table ${table.name} (${file}), ${found.counted ?? "line"} ${line}${column}, ${found.message}.`
  );
}

/** Makes the error for a column as a whole. */
export function faultInColumn(
  table: TableSchema,
  file: string,
  column: string,
  message: string
): ScorebookError {
  return fault(`${file}:${column}`, `Table ${table.name} (${file}), column ${column}, ${message}.`);
}

/** Makes the error for a folder or for a file that belongs to no table. */
export function faultInFolder(path: string, message: string): ScorebookError {
  return fault(path, message);
}

/** Says how a table's column names differ from the declared ones, or undefined when they do not. */
export function columnsFault(
  table: TableSchema,
  names: readonly string[],
  order: "declaredOrder" | "anyOrder" = "declaredOrder"
): string | undefined {
  const expected = table.columns.map((column) => column.name);
  const missing = expected.find((name) => !names.includes(name));
  const extra = names.find((name) => !expected.includes(name));
  if (missing !== undefined && extra !== undefined && names.indexOf(extra) === expected.indexOf(missing)) {
    return `has a column ${JSON.stringify(extra)} where ${missing} was expected`;
  }
  if (missing !== undefined) return `lacks the column ${missing}`;
  if (extra !== undefined) return `has a column ${JSON.stringify(extra)} that the table does not know`;
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return `has the column ${twice} twice`;
  if (order === "anyOrder") return undefined;
  const moved = names.findIndex((name, i) => name !== expected[i]);
  if (moved < 0) return undefined;
  return `has the column ${names[moved]} in place ${moved + 1}, where ${expected[moved]} was expected`;
}
