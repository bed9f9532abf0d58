import {isUtf8} from "node:buffer";
import {closeSync, openSync, readSync} from "node:fs";
import type {Note} from "../assumptions.ts";
import {faultInFile} from "../faults.ts";
import type {TableSchema} from "../schema/column.ts";
import {splitCells, unquoteLine} from "./splitLine.ts";

/** Lines may be so long; the longest of the real tables have some hundred bytes. */
export const LONGEST_LINE = 1 << 16;

/** How a CSV file is written: all that its rows are read by. */
export interface CsvForm {
  readonly names: readonly string[];
  readonly separator: string;
  readonly lineBreak: "\n" | "\r";
  /** The first byte and the number of the line below the column names. */
  readonly next: number;
  readonly firstLine: number;
  readonly notes: readonly Note[];
}

const SEPARATORS: readonly (readonly [string, string])[] = [
  [",", "commas"],
  [";", "semicolons"],
  ["\t", "tabs"],
  ["|", "|"]
];
const SIGNATURES: readonly (readonly [number[], string])[] = [
  [[0xff, 0xfe], "is UTF-16; UTF-8 was expected, save the file as that"],
  [[0xfe, 0xff], "is UTF-16; UTF-8 was expected, save the file as that"],
  [[0x50, 0x4b, 3, 4], "is a zip file or a workbook by its first bytes; text was expected"],
  [[0x1f, 0x8b], "is a gzip file by its first bytes; name it .csv.gz"],
  [[0x50, 0x41, 0x52, 0x31], "is a Parquet file by its first bytes; name it .parquet"]
];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Finds out how a CSV file is written from its first lines. @throws TABLE_INVALID when they are no CSV of this table */
export function readCsvForm(table: TableSchema, path: string, file: string): CsvForm {
  const head = readHead(path);
  const refuse = (message: string) => faultInFile(table, file, message);
  if (head.length === 0) throw refuse("is empty; a line of column names was expected");
  const signature = SIGNATURES.find(([bytes]) => bytes.every((byte, i) => head[i] === byte));
  if (signature !== undefined) throw refuse(signature[1]);
  if (head.subarray(0, 1000).includes(0))
    throw refuse("has bytes that are 0, as UTF-16 and binary files do; UTF-8 was expected");

  const lineBreak = head.includes(10) || !head.includes(13) ? "\n" : "\r";
  const notes: Note[] = [];
  if (lineBreak === "\r")
    notes.push({kind: "lineBreaks", message: "ends its lines with carriage returns alone", count: 1});
  let at = BYTE_ORDER_MARK.every((byte, i) => head[i] === byte) ? 3 : 0;
  let firstLine = 1;
  const takeLine = (): string => {
    const found = head.indexOf(lineBreak, at);
    const end = found < 0 ? head.length : found;
    if (end - at >= LONGEST_LINE) throw refuse(`has more than ${LONGEST_LINE} bytes in line ${firstLine}`);
    const bytes = head.subarray(at, end);
    if (!isUtf8(bytes)) throw refuse(`has column names that are not UTF-8; UTF-8 was expected`);
    at = found < 0 ? head.length : found + 1;
    firstLine++;
    return bytes.toString("utf8").replace(/\r$/, "");
  };
  let line = takeLine();
  const told = /^"?sep=(.)"?$/i.exec(line)?.[1];
  if (told !== undefined) line = takeLine();
  const {names, separator, isInQuotes} = splitNames(table, line, told);
  const name = SEPARATORS.find(([one]) => one === separator)?.[1] ?? JSON.stringify(separator);
  if (separator !== ",") notes.push({kind: "separator", message: `has ${name} between its cells`, count: 1});
  if (isInQuotes)
    notes.push({kind: "rowsInQuotes", message: "has its column names in quotes as one cell", count: 1});
  return {names, separator, lineBreak, next: at, firstLine, notes};
}

/** Splits the column names by the separator that gives the most declared ones. */
function splitNames(table: TableSchema, line: string, told: string | undefined) {
  const declared = new Set(table.columns.map(({name}) => name.toLowerCase()));
  const unquoted = unquoteLine(line);
  const separators = told === undefined ? SEPARATORS.map(([one]) => one) : [told];
  const tried = separators.flatMap((separator) =>
    [line, ...(unquoted === undefined ? [] : [unquoted])].map((text) => {
      const names = splitCells(text, separator)?.cells ?? [];
      const known = names.filter((name) => declared.has(name.trim().toLowerCase())).length;
      return {names, separator, isInQuotes: text !== line && names.length > 1, known};
    })
  );
  return tried.reduce((best, one) => (one.known > best.known ? one : best));
}

function readHead(path: string): Buffer {
  const head = Buffer.alloc(2 * LONGEST_LINE);
  const file = openSync(path, "r");
  try {
    return head.subarray(0, readSync(file, head, 0, head.length, 0));
  } finally {
    closeSync(file);
  }
}
