import {type Issue, ScorebookError} from "../../src/core/errors.ts";
import type {TableSchema} from "./schema/column.ts";

/** So many faults of a file are told at once. */
export const MOST_FAULTS = 20;
const MOST_SHOWN = 60;

/** Cuts a text from a file to a length that fits into a sentence. */
export function shorten(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** Lists the first names and says how many more there are. */
export function listNames(names: readonly string[], most = 10): string {
  const more = names.length - most;
  const shown = names.slice(0, most).map(shorten).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** Makes one error of what is wrong with one file or more: a sentence a line, the first 20 of each file. */
export function faultOf(issues: readonly Issue[]): ScorebookError {
  return new ScorebookError("TABLE_INVALID", issues.map(({message}) => message).join("\n"), issues);
}

function issue(path: string, message: string): Issue {
  return {code: "TABLE_INVALID", path, message};
}

/** States what is wrong with a file as a whole. */
export function fileIssue(table: TableSchema, file: string, message: string): Issue {
  return issue(file, `Table ${table.name} (${file}) ${message}.`);
}

/** Makes the error for a file as a whole. */
export function faultInFile(table: TableSchema, file: string, message: string): ScorebookError {
  return faultOf([fileIssue(table, file, message)]);
}

/** States what is wrong with one line, and one column of it where that is known. Lines count from 1, the header; rows too. */
export function lineIssue(
  table: TableSchema,
  file: string,
  line: number,
  found: {column?: string | undefined; message: string; counted?: "line" | "row"}
): Issue {
  const column = found.column === undefined ? "" : `, column ${found.column}`;
  return issue(
    `${file}:${line}${found.column === undefined ? "" : `:${found.column}`}`,
    `Table ${table.name} (${file}), ${found.counted ?? "line"} ${line}${column}, ${found.message}.`
  );
}

/** States what is wrong with a column as a whole. */
export function columnIssue(table: TableSchema, file: string, column: string, message: string): Issue {
  return issue(`${file}:${column}`, `Table ${table.name} (${file}), column ${column}, ${message}.`);
}

/** Makes the error for a folder or for a file that belongs to no table. */
export function faultInFolder(path: string, message: string): ScorebookError {
  return faultOf([issue(path, message)]);
}
