import type {Overview} from "../../core/portfolio/overview.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

/** Clients that a page is about, and those of the whole data set. */
interface Sampled {
  size: number;
  population: number;
}

/** Says of how many of how many clients a page is; undefined when it is about all of them. */
export function sampleText(lang: Lang, {size, population}: Sampled): string | undefined {
  if (size === population) return undefined;
  const values = {size: formatNumber(lang, size), population: formatNumber(lang, population)};
  return t(lang, "portfolio.sampleNote", values);
}

/** Shows that a page is about a sample of the clients; hidden when it has all of them. */
export function sampleNote(lang: Lang, sampled: Sampled): HTMLElement {
  const text = sampleText(lang, sampled);
  return html`<p class="muted" id="sample" hidden=${text === undefined}>${text}</p>`;
}

/** Says which scores the page shows: those of fold models, the model's own, or both. */
export function scoresNote(lang: Lang, {outOfFold: trained, size}: Overview): HTMLElement {
  const key =
    trained === 0
      ? "portfolio.scoresNote.own"
      : trained === size
        ? "portfolio.scoresNote.outOfFold"
        : "portfolio.scoresNote.both";
  const values = {trained: formatNumber(lang, trained), others: formatNumber(lang, size - trained)};
  return html`<p class="muted" id="which-scores">${t(lang, key, values)}</p>`;
}
