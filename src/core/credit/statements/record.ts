import type {ManifestFeature} from "../../schema/manifest.ts";
import {type Bilingual, withApostrophes} from "../../words/language.ts";

export type Cell = number | string | null;
/** A raw row: Kaggle's column names → cells, numbers exactly, null for an empty cell. */
export type Row = Readonly<Record<string, Cell>>;
export type TableName = ManifestFeature["tables"][number];
/** All raw rows of one client; a table without rows is an empty array. */
export type RawTables = Readonly<Record<TableName, readonly Row[]>>;

/** What a statement may speak of: one client's own rows and the model's inputs that were made from them. */
export interface ClientRecord {
  rows: RawTables;
  /** Finds a model input as people read it; null when it is missing, undefined when the model has no such input. */
  value(feature: string): Cell | undefined;
}

export type Facts = Record<string, number | string>;

/** One true sentence about a client, and the numbers in it. */
export interface Statement {
  /** Which of the sentences of a family it is. */
  variant: string;
  facts: Facts;
  text: Bilingual;
}

/** Says what is true of a client where a feature weighs; undefined when it has nothing to say of that feature. */
export type Teller = (driver: ManifestFeature, client: ClientRecord) => Statement | undefined;

/** Makes a statement; the sentences begin with a capital, and their apostrophes are those that are printed. */
export const state = (variant: string, facts: Facts, en: string, fr: string): Statement => ({
  variant,
  facts,
  text: {en: printed(en), fr: printed(fr)}
});

const printed = (text: string): string => withApostrophes(capital(text));

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Stands for "no such day" in the raw tables. */
const NO_DAY = 365243;

/** Reads a number of a row; null when the cell is empty, text, or the code for no such day. */
export function numberOf(row: Row | undefined, column: string): number | null {
  const cell = row?.[column];
  return typeof cell === "number" && Number.isFinite(cell) && cell !== NO_DAY ? cell : null;
}

/** Reads the known numbers of a column. */
export const numbersOf = (rows: readonly Row[], column: string): number[] =>
  rows.flatMap((row) => numberOf(row, column) ?? []);

/** Finds the row whose `order` is largest, then whose `tie` is. */
export function newestRow(rows: readonly Row[], order: string, tie: string): Row | undefined {
  const at = (row: Row, column: string) => numberOf(row, column) ?? Number.NEGATIVE_INFINITY;
  return rows
    .filter((row) => numberOf(row, order) !== null)
    .reduce<Row | undefined>((best, row) => {
      if (!best) return row;
      const ahead = at(row, order) - at(best, order) || at(row, tie) - at(best, tie);
      return ahead > 0 ? row : best;
    }, undefined);
}

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
export const largest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
/** Finds the newest of days or months that count back from the application. */
export const newestTime = (times: readonly number[]): number =>
  times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
