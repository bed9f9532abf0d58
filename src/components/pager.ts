import {html} from "./dom.ts";
import {formatNumber} from "./format.ts";
import {type Lang, t} from "./i18n.ts";
import {asInput, type Input} from "./input.ts";

/** Draws the way through `pages` pages, an input whose value is the page, from 1. */
export function pager(lang: Lang, pages: number): Input<number> {
  const turn = (by: number) => () => change(element.value + by);
  const before = html`<button type="button" onclick=${turn(-1)}>${t(lang, "pager.before")}</button>`;
  const after = html`<button type="button" onclick=${turn(1)}>${t(lang, "pager.after")}</button>`;
  const place = html`<span role="status"></span>`;
  const show = (page: number) => {
    place.textContent = t(lang, "pager.page", {
      page: formatNumber(lang, page),
      pages: formatNumber(lang, pages)
    });
    before.toggleAttribute("disabled", page <= 1);
    after.toggleAttribute("disabled", page >= pages);
  };
  show(1);
  const {element, change} = asInput<number>(
    html`<div class="controls pager">${before}${place}${after}</div>`,
    1,
    show
  );
  return element;
}
