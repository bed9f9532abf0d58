import type {CaseResult} from "../../core/schema/case.ts";
import {foldedTable} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {decisionBadge} from "../decisionBadge.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent, formatPoints, formatValue} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

/** Draws what the edits of a case lead to: score, probability and decision, old beside new, and what changed in between. */
export function triedResult(lang: Lang, {before, after, changed}: NonNullable<CaseResult>): HTMLElement {
  const title = t(lang, "case.tried.changed", {n: formatNumber(lang, changed.length)});
  const table = () =>
    dataTable(
      changed,
      [
        {label: t(lang, "case.tried.changed.label"), cell: ({label}) => label[lang]},
        {label: t(lang, "case.tried.before"), cell: (one) => formatValue(lang, one.before), isNumber: true},
        {label: t(lang, "case.tried.after"), cell: (one) => formatValue(lang, one.after), isNumber: true}
      ],
      {caption: title}
    );
  const by = after.score - before.score;
  return html`<div class="tried-result" aria-live="polite">
    <dl class="tiles plain">
      <div><dt>${t(lang, "case.tried.score")}</dt><dd>${formatNumber(lang, before.score)} → <b>${formatNumber(lang, after.score)}</b></dd><dd class="sub">${html`<span class=${by === 0 ? "" : by < 0 ? "down" : "up"}>${formatPoints(lang, by)}</span>`}</dd></div>
      <div><dt>${t(lang, "case.tried.pd")}</dt><dd>${formatPercent(lang, before.probabilityOfDefault)} → <b>${formatPercent(lang, after.probabilityOfDefault)}</b></dd></div>
      <div><dt>${t(lang, "case.tried.decision")}</dt><dd class="badges">${decisionBadge(lang, before.decision)} → ${decisionBadge(lang, after.decision)}</dd></div>
    </dl>
    <div class="panel-foot">${titled(foldedTable(lang, table), title)}</div>
  </div>`;
}

/** Gives a folded part another heading than that it is a table. */
function titled(details: HTMLElement, title: string): HTMLElement {
  details.querySelector("summary")!.textContent = title;
  return details;
}
