import {html} from "../dom.ts";
import type {Lang} from "../i18n.ts";
import {type Estimate, estimateTexts} from "./estimates.ts";

/** Writes an estimate with its interval below it, as a cell of a table. */
export function withInterval(
  lang: Lang,
  estimate: Estimate,
  options: Parameters<typeof estimateTexts>[2] = {}
): HTMLElement {
  const {value, low, high} = estimateTexts(lang, estimate, options);
  return html`${value}<span class="muted interval">${low} – ${high}</span>`;
}
