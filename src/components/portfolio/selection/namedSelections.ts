import {html} from "../../dom.ts";
import {type Lang, t} from "../../i18n.ts";
import {asInput, type Input} from "../../input.ts";
import {type Filters, filtersToQuery, NO_FILTERS, parseFilters} from "./filters.ts";
import {readSaved, type SavedSelection, withSaved, writeSaved} from "./savedSelections.ts";

/** Draws the selections that have a name, and the way to name this one. It is an input of filters. */
export function namedSelections(lang: Lang): Input<Filters> {
  let saved = readSaved();
  const list = html`<div class="chips"></div>`;
  const field =
    html`<input name="name" required maxlength="60" size="14" placeholder=${t(lang, "selections.name")} aria-label=${t(lang, "selections.name")}>` as HTMLInputElement;
  const keep = (next: SavedSelection[]) => {
    saved = next;
    writeSaved(saved);
    show(element.value);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    keep(withSaved(saved, {name: field.value.trim(), query: filtersToQuery(element.value)}));
    field.value = "";
  };
  const show = (filters: Filters) => {
    const here = filtersToQuery(filters);
    list.replaceChildren(
      ...saved.map(
        (one) => html`<span class="named">
          <button type="button" aria-pressed=${String(one.query === here)} onclick=${() => change(parseFilters(one.query))}>${one.name}</button>
          <button type="button" class="quiet" aria-label=${t(lang, "selections.forget", {name: one.name})} onclick=${() => keep(saved.filter((other) => other !== one))}>✕</button>
        </span>`
      )
    );
  };
  const {element, change} = asInput(
    html`<section class="panel saved">
      <form class="controls" onsubmit=${submit}>${field}<button>${t(lang, "selections.keep")}</button></form>
      ${list}
    </section>`,
    NO_FILTERS,
    show
  );
  show(NO_FILTERS);
  return element;
}
