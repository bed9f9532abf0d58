import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {problemDetail, problemTitle} from "../problemText.ts";
import type {CasePart} from "./parts.ts";

/** Says how many changes wait for the server, and why the last one was refused, in the server's own sentence. */
export function refusalPart(lang: Lang, close: () => void): CasePart {
  const waiting = html`<p class="notice" role="status" hidden></p>`;
  const refused = html`<div role="alert"></div>`;
  return {
    element: html`<div>${waiting}${refused}</div>`,
    show({waiting: all, refusal, isLate: cannot}) {
      const isLate = all.length > 0 && cannot;
      waiting.hidden = !isLate;
      const text = isLate
        ? t(lang, all.length === 1 ? "case.waiting.one" : "case.waiting", {n: formatNumber(lang, all.length)})
        : "";
      if (waiting.textContent !== text) waiting.textContent = text;
      if (!refusal) return refused.replaceChildren();
      if (refused.textContent?.includes(refusal.detail)) return;
      refused.replaceChildren(
        html`<div class="state failed"><strong>${t(lang, "case.refused", {title: problemTitle(lang, refusal)})}</strong>${problemDetail(lang, refusal)}<button type="button" onclick=${close}>${t(lang, "case.refused.close")}</button></div>`
      );
    }
  };
}
