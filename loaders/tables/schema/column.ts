import type {Bilingual} from "../../types.ts";

export type ColumnKind = "id" | "integer" | "number" | "category" | "flag";
export type ColumnUnit =
  | "id"
  | "days"
  | "months"
  | "years"
  | "hours"
  | "currency"
  | "share"
  | "score"
  | "count"
  | "code"
  | "flag";
/** The narrowest Polars type that holds every value; amounts are multiples of 1/1000 and stay Float64. */
export type ColumnType = "Int8" | "Int16" | "Int32" | "Float64" | "String";

/** One declared column. A cell may always be empty (null) unless the column is an id. */
export interface ColumnSchema {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly unit: ColumnUnit;
  readonly dtype: ColumnType;
  /** The number that stands for "missing" in the raw files; XNA and XAP are ordinary text. */
  readonly nullCode?: number;
  /** The least and the greatest value that can be, besides nullCode; where absent only the type bounds it. */
  readonly least?: number;
  readonly most?: number;
  /** The complete vocabulary, sorted; code i of a category feature stands for categories[i]. */
  readonly categories?: readonly string[];
  readonly description: Bilingual;
}

/** A table as Kaggle ships it: columns in file order, what identifies a row, and the order of one client's rows. */
export interface TableSchema<Name extends string = string> {
  readonly name: Name;
  readonly columns: readonly ColumnSchema[];
  /** The column whose value occurs once; absent where the table has no such column. */
  readonly key?: string;
  /** One client's rows are sorted by these, then by all other columns, nulls first. */
  readonly order: readonly string[];
}

/** The code 365243 (a thousand years of days) that stands for "no such day". */
export const NO_DAY = 365243;

/** Declares an identifier: never empty. */
export function id(name: string, en: string, fr: string): ColumnSchema {
  return {name, kind: "id", unit: "id", dtype: "Int32", description: {en, fr}};
}

/** Declares a whole number in the given unit; see `bounds` for what it may be. */
export function integer(
  name: string,
  unit: ColumnUnit,
  dtype: "Int8" | "Int16" | "Int32",
  en: string,
  fr: string,
  nullCode?: number
): ColumnSchema {
  const column = {name, kind: "integer", unit, dtype, ...bounds(name, unit), description: {en, fr}} as const;
  return nullCode === undefined ? column : {...column, nullCode};
}

/** Declares a real number in the given unit; see `bounds` for what it may be. */
export function number(name: string, unit: ColumnUnit, en: string, fr: string): ColumnSchema {
  return {name, kind: "number", unit, dtype: "Float64", ...bounds(name, unit), description: {en, fr}};
}

/** Declares an amount of money, a multiple of 1/1000 of the currency, 0 or more. */
export function amount(name: string, en: string, fr: string): ColumnSchema {
  return number(name, "currency", en, fr);
}

/** Lifts the bounds of a column that may be on either side of them: days to come, debts overpaid. */
export function either(column: ColumnSchema): ColumnSchema {
  const {least: _least, most: _most, ...rest} = column;
  return rest;
}

/**
 * Tells what values of a unit can be: days and months that are counted from the application are 0 or less,
 * shares and outside scores 0 to 1, hours 0 to 23, and all that is counted or paid 0 or more.
 */
function bounds(name: string, unit: ColumnUnit): {least?: number; most?: number} {
  if (unit === "code") return {};
  if (/^(DAYS|MONTHS)_/.test(name)) return {most: 0};
  if (unit === "share" || unit === "score") return {least: 0, most: 1};
  return unit === "hours" ? {least: 0, most: 23} : {least: 0};
}

/** Declares a 0/1 column. */
export function flag(name: string, en: string, fr: string): ColumnSchema {
  return {name, kind: "flag", unit: "flag", dtype: "Int8", description: {en, fr}};
}

/** Declares a text column by its complete vocabulary, written with `|` between the values. */
export function category(name: string, vocabulary: string, en: string, fr: string): ColumnSchema {
  const categories = vocabulary.split("|").map((value) => value.trim());
  return {name, kind: "category", unit: "code", dtype: "String", categories, description: {en, fr}};
}
