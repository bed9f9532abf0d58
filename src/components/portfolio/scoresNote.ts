import type {Overview} from "../../core/portfolio/overview.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

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
