import type {DescribedColumn} from "../../core/explore/described.ts";
import {html, uniqueId} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {asInput, type Input} from "../input.ts";
import {labelOf} from "./labelOf.ts";

export interface ColumnFieldOptions {
  label: string;
  columns: readonly DescribedColumn[];
  /** The name chosen at first; "" for none. */
  value: string;
  /** What none means; one column has to be chosen when it is absent. */
  none?: string;
}

/** Draws a field for the name of a column that offers all by name and label. Its value is a name that exists, or "". */
export function columnField(lang: Lang, {label, columns, value, none}: ColumnFieldOptions): Input<string> {
  const names = new Set(columns.map(({name}) => name));
  const list = uniqueId("columns");
  const field =
    html`<input list=${list} placeholder=${none ?? ""} spellcheck="false" autocomplete="off" size="18">` as HTMLInputElement;
  const words = html`<small class="muted"></small>`;
  const show = (name: string) => {
    if (field.value !== name) field.value = name;
    words.textContent = name === "" ? (none ?? "") : labelOf(lang, columns, name);
  };
  const options = html`<datalist id=${list}></datalist>`;
  // 700 options a field would be made for nothing where it is never used.
  field.addEventListener(
    "focus",
    () =>
      options.append(...columns.map(({name, label}) => html`<option value=${name}>${label[lang]}</option>`)),
    {once: true}
  );
  const first = names.has(value) || (value === "" && none !== undefined) ? value : (columns[0]?.name ?? "");
  const {element, change} = asInput<string>(
    html`<div class="column-field"><label>${label} ${field}</label>${options}${words}</div>`,
    first,
    show
  );
  field.addEventListener("change", () => {
    const name = field.value.trim();
    if (names.has(name) || (name === "" && none !== undefined)) change(name);
    else {
      show(element.value);
      words.textContent = t(lang, "explore.unknown", {name});
    }
  });
  show(first);
  return element;
}
