import * as Inputs from "@observablehq/inputs";
import {formatDay, formatValue} from "../format.ts";
import type {Lang} from "../i18n.ts";
import {pageLanguage} from "./charts/options.ts";
import type {Rows} from "./rows.ts";

/** Columns that name somebody or something: their digits are no amount. */
const IS_ID = /^SK_ID|Id$|^id$/;

/**
 * Shows rows as a table, of any length, that can be sorted. As Inputs.table, whose options it takes, but ids are
 * written plain, other numbers with four significant digits, and missing values as a dash.
 */
export const table = (rows: Rows, options: Inputs.TableOptions = {}): HTMLElement =>
  formattedTable(rows, {select: false, ...options});

/** Does what Inputs.table does, with formats for the columns that the caller gives none for. */
export function formattedTable(data: Iterable<object>, options: Inputs.TableOptions = {}): HTMLElement {
  const names = options.columns ?? columnsOf(data);
  const lang = pageLanguage();
  const formats = names.map((name) => [name, (value: unknown) => cell(lang, name, value)]);
  return Inputs.table(data, {...options, format: {...Object.fromEntries(formats), ...options.format}});
}

/** Writes one value of a column. */
export function cell(lang: Lang, name: string, value: unknown): string {
  if (value instanceof Date) return formatDay(lang, value.toISOString());
  if (value === null || value === undefined) return "–";
  return typeof value === "number" && !IS_ID.test(name) ? formatValue(lang, value) : String(value);
}

/** Lists the columns of rows; none of what can only be read once. */
function columnsOf(data: Iterable<object> & {schema?: {fields: readonly {name: unknown}[]}}): string[] {
  if (data.schema) return data.schema.fields.map(({name}) => String(name));
  return Array.isArray(data) ? Object.keys(data[0] ?? {}) : [];
}
