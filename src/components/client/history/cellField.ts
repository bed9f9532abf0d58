import {categoryLabel} from "../../../core/words/categories.ts";
import {html} from "../../dom.ts";
import {type Lang, t} from "../../i18n.ts";
import type {Cell, TableColumn} from "../clientApi.ts";
import {columnLabel, isMissing} from "./cellText.ts";

/** A field for one raw cell. */
export interface CellField {
  element: HTMLInputElement | HTMLSelectElement;
  /** What the field holds; text that is no number stays text, which the table then refuses. */
  read(): Cell;
}

/** Tells whether people may try another value in a column: ids say which row it is. */
export const isEditable = ({unit, kind}: TableColumn): boolean => unit !== "id" && kind !== "id";

/** Makes the field for a cell: its words to choose from, yes and no, or a number as the table holds it. */
export function cellField(lang: Lang, column: TableColumn, cell: Cell): CellField {
  const choices = choicesOf(lang, column);
  const label = columnLabel(lang, column);
  if (choices) {
    const element = html`<select aria-label=${label}>
      <option value="" selected=${isMissing(cell)}>${t(lang, "value.missing")}</option>
      ${choices.map(({value, text}) => html`<option value=${String(value)} selected=${value === cell}>${text}</option>`)}
    </select>` as HTMLSelectElement;
    return {element, read: () => choices.find(({value}) => String(value) === element.value)?.value ?? null};
  }
  const element =
    html`<input aria-label=${label} title=${column.description[lang]} inputmode="decimal" size="10" value=${isMissing(cell) ? "" : String(cell)}>` as HTMLInputElement;
  return {element, read: () => parseCell(element.value)};
}

/** Parses what was typed: a number with a point or a comma, nothing for an empty cell, else the text as it is. */
export function parseCell(text: string): Cell {
  const trimmed = text.trim().replace(/[\s\u202f\u00a0]/g, "");
  if (trimmed === "") return null;
  const plain = trimmed.replace(",", ".").replace("−", "-");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : text.trim();
}

function choicesOf(lang: Lang, {kind, unit, categories}: TableColumn): {value: Cell; text: string}[] | null {
  if (kind === "category" && categories)
    return categories.map((word) => ({value: word, text: yesOrNo(lang, word) ?? categoryLabel(lang, word)}));
  if (unit !== "flag") return null;
  return [0, 1].map((value) => ({value, text: t(lang, value === 1 ? "value.yes" : "value.no")}));
}

const yesOrNo = (lang: Lang, word: string): string | null =>
  word === "Y" ? t(lang, "value.yes") : word === "N" ? t(lang, "value.no") : null;
