import type {TableName} from "../types.ts";

/** What was taken for granted so that a table could be read, or what of it counts as missing. */
export type AssumptionKind =
  | "otherFile"
  | "tableMissing"
  | "tableEmpty"
  | "cutOff"
  | "separator"
  | "decimalComma"
  | "columnsMissing"
  | "columnsAside"
  | "columnOrder"
  | "columnCase"
  | "quotes"
  | "rowsInQuotes"
  | "missingWords"
  | "booleans"
  | "numberForms"
  | "blanks"
  | "emptyLines"
  | "lineBreaks"
  | "unknownWords"
  | "impossibleValues"
  | "suspectSigns"
  | "otherSize"
  | "rowsWithoutClient";

/** One assumption as data; it is printed once and kept in the report. */
export interface Assumption {
  /** Absent for a file that belongs to no table. */
  readonly table?: TableName;
  readonly file: string;
  readonly kind: AssumptionKind;
  readonly sentence: string;
  /** How many cells, rows, columns or files it concerns. */
  readonly count: number;
}

/** The same before it is known which file it is about: the sentence goes on from the file's name. */
export interface Note {
  readonly kind: AssumptionKind;
  readonly message: string;
  readonly count: number;
}

/** Writes "1 row", "2 rows". */
export const rowsOf = (count: number): string => `${count} ${count === 1 ? "row" : "rows"}`;

/** Makes the assumption of a note on a table's file. */
export function noteToAssumption(table: TableName, file: string, note: Note): Assumption {
  const {kind, message, count} = note;
  return {table, file, kind, sentence: `Table ${table} (${file}) ${message}.`, count};
}
