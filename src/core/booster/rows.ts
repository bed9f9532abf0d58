import {ScorebookError} from "../errors.ts";
import type {Booster, Category} from "./types.ts";

/** A row by feature name, as people have it: numbers, and words in category columns. */
export type NamedRow = Readonly<Record<string, Category | undefined>>;
/** Turns a named row into numFeatures numbers in model order, NaN = missing. @throws REQUEST_INVALID */
export type RowReader = (row: NamedRow) => Float64Array;

const invalid = (message: string) => new ScorebookError("REQUEST_INVALID", message);

/**
 * Creates a reader of rows that are given by feature name. Every feature must be named; null, undefined and NaN mean
 * missing, true and false are 1 and 0, other names are passed over. In a column that pandas held as categories a value
 * becomes its code, and one that training did not see counts as missing, as in LightGBM for Python.
 * @param categoryColumns the data frame's category columns, in its order; needed only when the file leaves open which
 *   they are (ordered categories, or columns that training left out)
 * @throws REQUEST_INVALID when the columns do not fit the model
 */
export function createRowReader(booster: Booster, categoryColumns?: readonly string[]): RowReader {
  const {featureNames} = booster;
  const codesOf = codesByFeature(booster, categoryColumns);
  return (row) => {
    const absent = featureNames.filter((name) => !Object.hasOwn(row, name));
    if (absent.length > 0)
      throw invalid(
        `A row with a value for each of ${featureNames.length} features was expected, null where it is missing, but it has no ${absent.slice(0, 3).join(", ")}${absent.length > 3 ? ` and ${absent.length - 3} more` : ""}.`
      );
    return Float64Array.from(featureNames, (name) => {
      const value = row[name];
      if (value === null || value === undefined || Number.isNaN(value)) return Number.NaN;
      const codes = codesOf.get(name);
      if (codes) return toCode(name, value, codes);
      if (typeof value === "string")
        throw invalid(
          `The feature ${name} is ${JSON.stringify(value.slice(0, 40))}, but a number was expected.`
        );
      return Number(value);
    });
  };
}

type Codes = ReadonlyMap<Category, number>;

function toCode(name: string, value: NonNullable<Category>, codes: Codes): number {
  const code = codes.get(value);
  if (code !== undefined) return code;
  const types = new Set([...codes.keys()].filter((word) => word !== null).map((word) => typeof word));
  if (types.size > 0 && !types.has(typeof value))
    throw invalid(
      `The feature ${name} is the ${typeof value} ${JSON.stringify(value)}, but its categories are of type ${[...types].join(", ")}.`
    );
  return Number.NaN;
}

function codesByFeature(booster: Booster, named: readonly string[] | undefined): Map<string, Codes> {
  const {pandasCategorical = [], featureNames, featureInfos} = booster;
  // LightGBM writes "[least:greatest]" for a number, "1:0:4" for categories and "none" for a feature it left out.
  const columns = named ?? featureNames.filter((_, f) => /^-?\d+(?::-?\d+)*$/.test(featureInfos[f]!));
  const unknown = columns.find((name) => !featureNames.includes(name));
  if (unknown !== undefined)
    throw invalid(`The model has no feature ${unknown}, which was named as a category column.`);
  if (pandasCategorical.length === 0 && named === undefined) return new Map();
  if (columns.length !== pandasCategorical.length)
    throw invalid(
      `The model keeps the words of ${pandasCategorical.length} category columns, but ${columns.length} features ${named ? "were named" : "are known as categories"}; the names of the data frame's category columns were expected, in its order.`
    );
  return new Map(
    columns.map((name, i) => [name, new Map(pandasCategorical[i]!.map((word, code) => [word, code]))])
  );
}
