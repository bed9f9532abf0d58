import type {Explanation} from "../../core/schema/explanation.ts";
import {responsive} from "../charts/chartPanel.ts";
import {scoreScaleData} from "../charts/scoreScale.ts";
import {scoreScalePlot} from "../charts/scoreScalePlot.ts";
import {decisionBadge} from "../decisionBadge.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent, formatPoints} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import type {Group} from "./group.ts";
import {verdictSentence} from "./sentence.ts";
import {trainingBadge} from "./trainingBadge.ts";

/** Draws the score, the decision, and where both stand against the cut-off and all clients. */
export function verdictPanel(lang: Lang, explanation: Explanation, group: Group): HTMLElement {
  const {clientId, score, decision, cutoff, probabilityOfDefault} = explanation;
  const scale = scoreScaleData({
    cutoff: cutoff.score,
    extent: [group.low, group.high],
    groupMean: group.meanScore,
    client: score
  });
  const fact = (label: string, value: string, note = "") =>
    html`<div><dt>${label}</dt><dd>${value}</dd>${note && html`<dd class="sub">${note}</dd>`}</div>`;
  return html`<section class="panel">
    <div class="verdict-head">
      <h2>${t(lang, "column.client")} ${clientId}</h2>
      ${decisionBadge(lang, decision)}
      ${explanation.inTraining ? trainingBadge(lang) : null}
    </div>
    <dl class="tiles plain">
      ${fact(t(lang, "column.score"), formatNumber(lang, score), t(lang, "chart.cutoff", {score: formatNumber(lang, cutoff.score)}))}
      ${fact(t(lang, "column.pd"), formatPercent(lang, probabilityOfDefault), t(lang, "client.cutoff.pd", {pd: formatPercent(lang, cutoff.probability)}))}
      ${fact(t(lang, "client.group"), formatPercent(lang, group.meanPd), t(lang, "client.group.note", {n: formatNumber(lang, group.clients)}))}
    </dl>
    ${responsive((width) => scoreScalePlot(scale, {width, lang}))}
    <p>${verdictSentence(lang, explanation)}</p>
  </section>`;
}

/** Lists the reasons, each with what the client's records hold, leading to the contribution it rests on. */
export function reasonsPanel(
  lang: Lang,
  explanation: Explanation,
  open: (feature: string) => void
): HTMLElement {
  const reasons = explanation.reasonCodes.map(
    ({feature, label, points, text}) =>
      html`<li><b>${label[lang]}</b> <b class="down">${formatPoints(lang, points)}</b><br><button type="button" class="link" onclick=${() => open(feature)}>${text[lang]}</button></li>`
  );
  return html`<section class="panel">
    <h2>${t(lang, "client.reasons")}</h2>
    <p class="hint">${t(lang, "client.reasons.hint")}</p>
    ${reasons.length > 0 ? html`<ol class="reason-list">${reasons}</ol>` : html`<p>${t(lang, "client.reasons.none")}</p>`}
  </section>`;
}
