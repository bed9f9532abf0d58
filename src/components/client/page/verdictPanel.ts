import type {Explanation} from "../../../core/schema/explanation.ts";
import {amongAllCell} from "../../charts/amongAllCell.ts";
import {panelFoot} from "../../charts/chartPanel.ts";
import {responsive} from "../../charts/responsive.ts";
import {scoreScaleData} from "../../charts/scoreScale.ts";
import {scoreScalePlot} from "../../charts/scoreScalePlot.ts";
import {decisionBadge} from "../../decisionBadge.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {openAsNotebook} from "../../notebook/openAsNotebook.ts";
import {trainingBadge} from "./trainingBadge.ts";

/** All clients of the data set in a few numbers; scores in points. */
export interface Group {
  clients: number;
  meanScore: number;
  meanPd: number;
  /** 1st and 99th percentile of the score. */
  low: number;
  high: number;
}

/**
 * Draws the score, the decision, and where both stand against the cut-off, the band that is referred to people, and all
 * clients; with what was `before` where something is tried.
 */
export function verdictPanel(
  lang: Lang,
  explanation: Explanation,
  group: Group,
  before: Explanation = explanation
): HTMLElement {
  const {clientId, score, decision, cutoff, probabilityOfDefault} = explanation;
  const scale = scoreScaleData({
    cutoff: cutoff.score,
    refer: cutoff.refer?.score,
    extent: [group.low, group.high],
    groupMean: group.meanScore,
    client: score
  });
  const fact = (label: string, value: string, note = "", was = value) =>
    html`<div><dt>${label}</dt><dd>${value}${was === value ? "" : html` <span class="was">${t(lang, "causes.was", {points: was})}</span>`}</dd>${note && html`<dd class="sub">${note}</dd>`}</div>`;
  const cutoffText = t(lang, "chart.cutoff", {score: formatNumber(lang, cutoff.score)});
  const referText = cutoff.refer
    ? `, ${t(lang, "client.refer", {score: formatNumber(lang, cutoff.refer.score)})}`
    : "";
  return html`<section>
    <div class="verdict-head">
      <h2>${t(lang, "column.client")} ${clientId}</h2>
      ${decisionBadge(lang, decision)}
      ${decision === before.decision ? null : html`<span class="was">${t(lang, "causes.was", {points: t(lang, `decision.${before.decision}`)})}</span>`}
      ${explanation.inTraining ? trainingBadge(lang) : null}
    </div>
    <dl class="tiles plain">
      ${fact(t(lang, "column.score"), formatNumber(lang, score), cutoffText + referText, formatNumber(lang, before.score))}
      ${fact(t(lang, "column.pd"), formatPercent(lang, probabilityOfDefault), t(lang, "client.cutoff.pd", {pd: formatPercent(lang, cutoff.probability)}), formatPercent(lang, before.probabilityOfDefault))}
      ${fact(t(lang, "client.group"), formatPercent(lang, group.meanPd), t(lang, "client.group.note", {n: formatNumber(lang, group.clients)}))}
    </dl>
    ${responsive((width) => scoreScalePlot(scale, {width, lang}))}
    ${panelFoot(openAsNotebook(lang, amongAllCell(clientId)))}
  </section>`;
}
