import type {Cell, TableColumn} from "../client/clientApi.ts";
import {columnLabel} from "../client/history/cellText.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {cellOf, type Words} from "./editLabel.ts";
import type {Change} from "./parts.ts";

/** What stands first: what an officer can talk about with a client. */
const FIRST = ["AMT_CREDIT", "AMT_ANNUITY", "AMT_INCOME_TOTAL", "AMT_GOODS_PRICE"];

/** Draws a form that tries another value of a cell of the application; the server refuses what cannot be. */
export function cellForm(lang: Lang, {tables, history}: Words, change: Change): HTMLElement {
  const row = history.tables.find(({name}) => name === "application")?.rows[0] ?? {};
  const columns = (tables.find(({name}) => name === "application")?.columns ?? [])
    .filter(({name}) => name in row && name !== "SK_ID_CURR")
    .sort((a, b) => rank(a) - rank(b));
  const field = html`<input name="value" required size="12" autocomplete="off">` as HTMLInputElement;
  const now = html`<span class="muted"></span>`;
  const chosen = () => columns.find(({name}) => name === select.value)!;
  const showNow = () => {
    now.textContent = t(lang, "case.tried.now", {value: cellOf(lang, chosen(), row[chosen().name])});
  };
  const select = html`<select name="column" onchange=${showNow}>${columns.map(
    (column) => html`<option value=${column.name}>${columnLabel(lang, column)}</option>`
  )}</select>` as HTMLSelectElement;
  const send = (event: Event) => {
    event.preventDefault();
    const {name} = chosen();
    const values = {[name]: parseCell(lang, field.value, row[name])};
    change({set: {rows: [{op: "edit", table: "application", index: 0, values}]}});
    field.value = "";
  };
  if (columns.length > 0) showNow();
  return html`<form class="controls cell-form" onsubmit=${send}><label>${t(lang, "case.tried.column")} ${select}</label><label>${t(lang, "case.tried.value")} ${field}</label><button>${t(lang, "case.tried.go")}</button>${now}</form>`;
}

const rank = ({name}: TableColumn): number => (FIRST.indexOf(name) + FIRST.length + 1) % (FIRST.length + 1);

/**
 * Reads what was typed as the cell on file is: a number where that is one, written as the language does ("300,000.5",
 * "300 000,5"); anything else stays as it was typed, for the server to judge.
 */
export function parseCell(lang: Lang, text: string, now: Cell | undefined): Cell {
  const typed = text.trim();
  const joined = typed.replace(/[\s\u00a0\u202f]/g, "").replace(/^\u2212/, "-");
  const plain = lang === "fr" ? joined.replace(",", ".") : joined.replace(/,(?=\d{3}(\D|$))/g, "");
  const isNumber = plain !== "" && Number.isFinite(Number(plain));
  return typeof now === "string" || !isNumber ? typed : Number(plain);
}
