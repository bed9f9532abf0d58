import type {Overview} from "../../../core/portfolio/overview.ts";
import {
  CATEGORY_COLUMNS,
  type CategoryColumn,
  RANGE_COLUMNS,
  type RangeColumn
} from "../../../core/portfolio/portfolio.ts";
import {groupLabel} from "../../../core/words/categories.ts";
import {decisionBadge} from "../../decisionBadge.ts";
import {debounce, html} from "../../dom.ts";
import {type Lang, t} from "../../i18n.ts";
import {asInput, type Input} from "../../input.ts";
import {decisionRanges} from "./decisionRanges.ts";
import {type Filters, NO_FILTERS, type Range} from "./filters.ts";

/** Where filters stand above the drawings instead of beside them, they are folded away. */
const NARROW = "(max-width: 51.25em)";

/** Draws the filters as a form, an input whose value they are. */
export function filterForm(lang: Lang, overview: Overview): Input<Filters> {
  const form = html`<form aria-label=${t(lang, "filters.title")} onsubmit=${stop}></form>` as HTMLFormElement;
  const details = html`<details class="panel filters" open=${!matchMedia(NARROW).matches}>
    <summary>${t(lang, "filters.title")}</summary>
    ${form}
  </details>`;
  const decided = html`<p class="decided">${decisionRanges(overview.facts.cutoff).map(
    ({decision, range}) =>
      html`<button type="button" onclick=${() => change({...element.value, score: range})}>${decisionBadge(lang, decision)}</button>`
  )}</p>`;
  form.append(
    ...CATEGORY_COLUMNS.map((column) => choices(lang, overview.words[column], column)),
    ...RANGE_COLUMNS.map((column) => bounds(lang, overview, column, decided)),
    html`<button type="button" onclick=${() => change(NO_FILTERS)}>${t(lang, "filters.clear")}</button>`
  );
  form.addEventListener(
    "input",
    debounce(() => change(read(form)), 120)
  );
  const {element, change} = asInput(details, NO_FILTERS, (filters: Filters) => fill(form, filters));
  return element;
}

const stop = (event: Event) => event.preventDefault();

function choices(lang: Lang, words: readonly string[], column: CategoryColumn): HTMLElement {
  return html`<fieldset>
    <legend>${t(lang, `segment.${column}`)}</legend>
    <div class="chips">${words.map((word) => chip(column, word, groupLabel(lang, word)))}</div>
  </fieldset>`;
}

const chip = (name: string, value: string, label: string): HTMLElement =>
  html`<label class="chip"><input type="checkbox" name=${name} value=${value}><span>${label}</span></label>`;

function bounds(
  lang: Lang,
  {hasUnemployed}: Overview,
  column: RangeColumn,
  decisions: HTMLElement
): HTMLElement {
  const field = (end: "from" | "to") =>
    html`<label>${t(lang, `filters.${end}`)} <input type="number" inputmode="numeric" min="0" max=${column === "score" ? 9999 : 99} name=${`${column}.${end}`}></label>`;
  const without =
    column === "yearsEmployed" && hasUnemployed
      ? html`<div class="chips">${chip(`${column}.missing`, "1", t(lang, "segment.notEmployed"))}</div>`
      : "";
  return html`<fieldset>
    <legend>${t(lang, `segment.${column}`)}</legend>
    <div class="range">${(["from", "to"] as const).map(field)}</div>
    ${without}${column === "score" ? decisions : ""}
  </fieldset>`;
}

function fill(form: HTMLFormElement, filters: Filters): void {
  for (const input of form.querySelectorAll("input")) {
    const [column, end] = input.name.split(".") as [CategoryColumn | RangeColumn, string | undefined];
    const filter = filters[column];
    if (end === undefined) input.checked = (filter as readonly string[]).includes(input.value);
    else if (end === "missing") input.checked = filter === "missing";
    else {
      const text = filter === "missing" ? "" : String(filter[end === "from" ? 0 : 1] ?? "");
      if (input.value !== text) input.value = text;
    }
  }
}

function read(form: HTMLFormElement): Filters {
  const data = new FormData(form);
  const number = (name: string): number | null => {
    const text = String(data.get(name) ?? "").trim();
    return /^\d+$/.test(text) ? Number(text) : null;
  };
  const range = (column: RangeColumn): Range =>
    data.has(`${column}.missing`) ? "missing" : [number(`${column}.from`), number(`${column}.to`)];
  return Object.fromEntries([
    ...CATEGORY_COLUMNS.map((column) => [column, data.getAll(column).map(String)]),
    ...RANGE_COLUMNS.map((column) => [column, range(column)])
  ]) as Filters;
}
