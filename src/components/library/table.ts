import * as Inputs from "@observablehq/inputs";
import {formatDay, formatValue} from "../format.ts";
import {pageLanguage} from "./charts/options.ts";
import type {Rows} from "./rows.ts";

/** Columns that name somebody or something: their digits are no amount. */
const IS_ID = /^SK_ID|Id$|^id$/;

/**
 * Shows rows as a table, of any length, whose rows can be sorted and chosen. As Inputs.table, whose options it takes,
 * but ids are written plain, other numbers with four significant digits, and missing values as a dash.
 */
export function table(rows: Rows, options: Inputs.TableOptions = {}): HTMLElement {
  const lang = pageLanguage();
  const names = options.columns ?? columnsOf(rows);
  const write = (name: string) => (value: unknown) => {
    if (value === null || value === undefined) return "–";
    if (value instanceof Date) return formatDay(lang, value.toISOString());
    if (typeof value === "bigint") return String(value);
    if (typeof value !== "number") return String(value);
    return IS_ID.test(name) ? String(value) : formatValue(lang, value);
  };
  const format = Object.fromEntries(names.map((name) => [name, write(name)]));
  return Inputs.table(rows as Iterable<object>, {
    select: false,
    ...options,
    columns: names,
    format: {...format, ...options.format}
  });
}

const columnsOf = (rows: Rows): string[] =>
  "schema" in rows ? rows.schema.fields.map(({name}) => String(name)) : Object.keys(rows[0] ?? {});
