import * as Inputs from "@observablehq/inputs";
import {categoryLabel} from "../../core/words/categories.ts";
import {formatDay, formatValue} from "../format.ts";
import {type Lang, type TextKey, t} from "../i18n.ts";
import {pageLanguage} from "./charts/options.ts";
import type {Rows} from "./rows.ts";

/** Columns that name somebody or something: their digits are no amount. */
const IS_ID = /^SK_ID|Id$|^id$/;

/**
 * Shows rows as a table, of any length, that can be sorted. As Inputs.table, whose options it takes, but ids are
 * written plain, on a French page known words of a table and the names of a score's fields are French, other numbers with four significant digits, and missing values as a dash.
 */
export const table = (rows: Rows, options: Inputs.TableOptions = {}): HTMLElement =>
  formattedTable(rows, {select: false, ...options});

/** What the API calls its fields, in French; columns of raw tables keep their own names. */
const FIELDS_FR: Readonly<Record<string, TextKey>> = {
  clientId: "column.client",
  score: "column.score",
  decision: "column.decision",
  probabilityOfDefault: "column.pd"
};

/** Names the columns that are fields of a score in the language of the page; English keeps the API's own names. */
export const headersOf = (lang: Lang, names: Iterable<string>): Record<string, string> =>
  lang === "en"
    ? {}
    : Object.fromEntries(
        [...names].flatMap((name) =>
          Object.hasOwn(FIELDS_FR, name) ? [[name, t(lang, FIELDS_FR[name]!)]] : []
        )
      );

/** Does what Inputs.table does, with formats for the columns that the caller gives none for. */
export function formattedTable(data: Iterable<object>, options: Inputs.TableOptions = {}): HTMLElement {
  const names = options.columns ?? columnsOf(data);
  const lang = pageLanguage();
  const formats = names.map((name) => [name, (value: unknown) => cell(lang, name, value)]);
  const form = Inputs.table(data, {
    ...options,
    format: {...Object.fromEntries(formats), ...options.format},
    header: {...headersOf(lang, names), ...(options.header as object)}
  });
  adoptRules(form);
  sayNoRows(form, lang);
  return form;
}

/** Puts what Inputs says of a table without rows into the language of the page. */
function sayNoRows(form: HTMLElement, lang: Lang): void {
  const said = [...form.querySelectorAll("td")].find(({textContent}) => textContent === "No results.");
  said?.replaceChildren(t(lang, "table.empty"));
}

const adopted = new Set<string>();

/**
 * Puts the rules that Inputs writes for a table's columns into a style sheet of the page, which a policy without
 * inline styles allows; tables of the same columns share them.
 */
function adoptRules(form: HTMLElement): void {
  const style = form.querySelector("style");
  if (!style) return;
  style.remove();
  const own = style.textContent.replaceAll(`#${form.id}`, "");
  const name = `columns-${[...own].reduce((hash, c) => (Math.imul(hash, 31) + c.charCodeAt(0)) >>> 0, 7)}`;
  form.classList.add(name);
  if (adopted.has(name)) return;
  adopted.add(name);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(own.replace(/^(?= )/gm, `.${name}`));
  document.adoptedStyleSheets.push(sheet);
}

/** Writes one value of a column. */
export function cell(lang: Lang, name: string, value: unknown): string {
  if (value instanceof Date) return formatDay(lang, value.toISOString());
  if (value === null || value === undefined) return "–";
  if (lang !== "en" && typeof value === "string") return categoryLabel(lang, value);
  return typeof value === "number" && !IS_ID.test(name) ? formatValue(lang, value) : String(value);
}

/** Lists the columns of rows; none of what can only be read once. */
function columnsOf(data: Iterable<object> & {schema?: {fields: readonly {name: unknown}[]}}): string[] {
  if (data.schema) return data.schema.fields.map(({name}) => String(name));
  return Array.isArray(data) ? Object.keys(data[0] ?? {}) : [];
}
