import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import type {Portfolio} from "./portfolio.ts";

/** Says which scores the page shows: those of fold models, the model's own, or both. */
export function scoresNote(lang: Lang, {outOfFold, size}: Portfolio): HTMLElement {
  const trained = outOfFold.reduce((sum, value) => sum + value, 0);
  const key =
    trained === 0
      ? "portfolio.scoresNote.own"
      : trained === size
        ? "portfolio.scoresNote.outOfFold"
        : "portfolio.scoresNote.both";
  const values = {trained: formatNumber(lang, trained), others: formatNumber(lang, size - trained)};
  return html`<p class="muted" id="which-scores">${t(lang, key, values)}</p>`;
}
