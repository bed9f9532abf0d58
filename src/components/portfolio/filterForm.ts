import {groupLabel} from "../../core/words/categories.ts";
import {debounce, html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {type Filters, NO_FILTERS} from "./filters.ts";
import {
  CATEGORY_COLUMNS,
  type CategoryColumn,
  type Portfolio,
  RANGE_COLUMNS,
  type RangeColumn
} from "./portfolio.ts";

/** Where filters stand above the drawings instead of beside them, they are folded away. */
const NARROW = "(max-width: 820px)";

/** Draws the filters; `onChange` gets every new state. */
export function filterForm(
  lang: Lang,
  portfolio: Portfolio,
  initial: Filters,
  onChange: (filters: Filters) => void
): HTMLElement {
  const element = html`<form aria-label=${t(lang, "filters.title")} onsubmit=${stop}></form>`;
  const soon = debounce(() => onChange(read(element as HTMLFormElement)), 120);
  element.addEventListener("input", soon);

  const show = (filters: Filters) => {
    const clear = () => {
      show(NO_FILTERS);
      onChange(NO_FILTERS);
    };
    element.replaceChildren(
      ...CATEGORY_COLUMNS.map((column) => choices(lang, portfolio, column, filters[column])),
      ...RANGE_COLUMNS.map((column) => bounds(lang, column, filters[column])),
      html`<button type="button" onclick=${clear}>${t(lang, "filters.clear")}</button>`
    );
  };
  show(initial);
  return html`<details class="panel filters" open=${!matchMedia(NARROW).matches}>
    <summary>${t(lang, "filters.title")}</summary>
    ${element}
  </details>`;
}

const stop = (event: Event) => event.preventDefault();

function choices(
  lang: Lang,
  portfolio: Portfolio,
  column: CategoryColumn,
  chosen: readonly string[]
): HTMLElement {
  const codes = portfolio[column];
  const words = portfolio.facts.vocabularies[column].filter(
    (word, code) => word !== "" && codes.includes(code)
  );
  return html`<fieldset>
    <legend>${t(lang, `segment.${column}`)}</legend>
    <div class="chips">${words.map(
      (word) =>
        html`<label class="chip"><input type="checkbox" name=${column} value=${word} checked=${chosen.includes(word)}><span>${groupLabel(lang, word)}</span></label>`
    )}</div>
  </fieldset>`;
}

function bounds(
  lang: Lang,
  column: RangeColumn,
  [low, high]: readonly [number | null, number | null]
): HTMLElement {
  const field = (end: "from" | "to", value: number | null) =>
    html`<label>${t(lang, `filters.${end}`)} <input type="number" inputmode="numeric" min="0" max="99" name=${`${column}.${end}`} value=${value ?? ""}></label>`;
  return html`<fieldset>
    <legend>${t(lang, `segment.${column}`)}</legend>
    <div class="range">${field("from", low)}${field("to", high)}</div>
  </fieldset>`;
}

function read(form: HTMLFormElement): Filters {
  const data = new FormData(form);
  const filters: Filters = {...NO_FILTERS};
  const number = (name: string): number | null => {
    const text = String(data.get(name) ?? "").trim();
    return /^\d+$/.test(text) ? Number(text) : null;
  };
  for (const column of CATEGORY_COLUMNS) filters[column] = data.getAll(column).map(String);
  for (const column of RANGE_COLUMNS) filters[column] = [number(`${column}.from`), number(`${column}.to`)];
  return filters;
}
