import type {Expected} from "../../../src/core/errors.ts";
import type {Cell} from "../../types.ts";
import {shorten} from "../faults.ts";
import type {ColumnSchema} from "../schema/column.ts";

/** The whole numbers that each type holds; the smallest of each stands for null in the history and is left out. */
const RANGES: Record<string, readonly [number, number]> = {
  Int8: [-127, 127],
  Int16: [-32767, 32767],
  Int32: [-2147483647, 2147483647],
  Float64: [-Number.MAX_VALUE, Number.MAX_VALUE]
};
const MOST_WORDS = 12;

/** Tells the least and the greatest number that a column can store; a table with a number beyond them is refused. */
export function rangeOf(column: ColumnSchema): readonly [number, number] {
  if (column.kind === "flag") return [0, 1];
  const [low, high] = RANGES[column.dtype]!;
  return column.kind === "id" ? [1, high] : [low, high];
}

/** Tells the least and the greatest number that can be true; a number beyond them, but the null code, counts as missing. */
export function possibleRange(column: ColumnSchema): readonly [number, number] {
  const [low, high] = rangeOf(column);
  return [Math.max(low, column.least ?? low), Math.min(high, column.most ?? high)];
}

/** Says what a cell of the column may hold, for the end of an error sentence. */
export function expectedCell(column: ColumnSchema): string {
  if (column.kind === "category") return `${vocabulary(column)} or an empty cell was expected`;
  if (column.kind === "flag") return "0, 1 or an empty cell was expected";
  const [low, high] = possibleRange(column);
  if (column.kind === "id") return `a whole number from ${low} to ${high} was expected`;
  const code = column.nullCode === undefined ? "" : `, ${column.nullCode}`;
  if (column.kind === "integer")
    return `a whole number from ${low} to ${high}${code} or an empty cell was expected`;
  const {least, most} = column;
  const from = least === undefined ? "" : most === undefined ? ` of ${least} or more` : ` from ${least}`;
  return `a decimal number${from}${most === undefined ? "" : ` to ${most}`} or an empty cell was expected`;
}

/** Tells in parts what a cell of the column may hold. */
export function expectedParts(column: ColumnSchema): Expected {
  const {kind, categories, nullCode} = column;
  if (kind === "category") return {kind, categories: categories ?? []};
  if (kind === "flag") return {kind};
  const [low, high] = possibleRange(column);
  const [least, most] = kind === "number" ? [column.least, column.most] : [low, high];
  return {
    kind,
    ...(least !== undefined && {least}),
    ...(most !== undefined && {most}),
    ...(nullCode !== undefined && kind !== "id" && {nullCode})
  };
}

function vocabulary({categories = []}: ColumnSchema): string {
  const more = categories.length - MOST_WORDS;
  const shown = categories.slice(0, MOST_WORDS).join(", ");
  return more > 0 ? `one of ${shown} and ${more} other words` : `one of ${shown}`;
}

/** Tells whether text, without quotes around it, is a cell that a table in Kaggle's own form may have. */
export function isCell(column: ColumnSchema, text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (column.kind === "category") return !/[\x00-\x1f\x7f]/.test(text);
  if (text === "") return column.kind !== "id";
  if (column.kind === "number")
    return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text));
  if (!(column.kind === "integer" ? /^-?\d+(\.0*)?$/ : /^\d+(\.0*)?$/).test(text)) return false;
  const [low, high] = rangeOf(column);
  return Number(text) >= low && Number(text) <= high;
}

/** Says what is wrong with a cell that was refused. */
export function cellFault(column: ColumnSchema, shown: string): string {
  return `${shown === "" ? "is empty" : `holds ${JSON.stringify(shorten(shown))}`}; ${expectedCell(column)}`;
}

/**
 * Checks a cell given as a value, as a what-if row or an applicant gives it.
 * @returns the table check's sentence from "holds" on, without its full stop; undefined when the cell can be
 */
export function valueFault(column: ColumnSchema, value: unknown): string | undefined {
  if (isPossible(column, value)) return undefined;
  if (value === null || value === undefined || value === "") return cellFault(column, "");
  return cellFault(column, typeof value === "string" ? value : show(value));
}

function show(value: unknown): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

function isPossible(column: ColumnSchema, value: unknown): value is Cell {
  if (value === null) return column.kind !== "id";
  if (column.kind === "category")
    return typeof value === "string" && (column.categories ?? []).includes(value);
  if (typeof value !== "number" || !Number.isFinite(value)) return false;
  if (column.kind !== "number" && !Number.isInteger(value)) return false;
  const [low, high] = possibleRange(column);
  return (value >= low && value <= high) || value === column.nullCode;
}
