import {OVERRIDE_REASONS, type OverrideReason} from "../../core/credit/overrides.ts";
import type {Explanation} from "../../core/schema/explanation.ts";
import {formatWhen} from "../case/parts.ts";
import {foldedTable} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {asPictures} from "../charts/responsive.ts";
import {type WaterfallStep, waterfallData} from "../client/causes/waterfall.ts";
import {waterfallPlot} from "../client/causes/waterfallPlot.ts";
import {verdictSentence} from "../client/page/sentence.ts";
import {decisionBadge} from "../decisionBadge.ts";
import {html} from "../dom.ts";
import {formatDay, formatNumber, formatPercent, formatPoints} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {problemSentence} from "../problemText.ts";
import {clientFacts} from "./clientFacts.ts";
import type {Report} from "./loadReport.ts";

/** Causes that are drawn by themselves, so that the drawing fits beside the rest. */
const CAUSES = 9;
/** As wide as a page of A4 is between its margins, in pixels of a screen. */
const WIDTH = 680;
/** The width of the drawing on a narrow screen; paper has the wide one. */
const NARROW = 330;

/** Draws a client's report: what is known, what was decided and why, what would change it, and what it was made from. */
export function reportSheet(lang: Lang, report: Report): HTMLElement {
  const {explanation, madeAt, session} = report;
  const {clientId} = explanation;
  const part = (key: "facts" | "decision" | "causes" | "reasons" | "recourse" | "made", content: unknown) =>
    html`<section class=${`part-${key}`}><h3>${t(lang, `report.${key}`)}</h3>${content}</section>`;
  return html`<article class="paper">
    <header><h2>${t(lang, "report.title", {client: clientId})}</h2><p class="muted">${t(lang, "report.by", {time: formatWhen(lang, madeAt), name: session.name})}</p></header>
    ${part("facts", clientFacts(lang, report))}
    ${part("decision", decisionPart(lang, report))}
    ${part("causes", waterfall(lang, explanation))}
    ${part("reasons", reasonsPart(lang, explanation))}
    ${part("recourse", recoursePart(lang, report))}
    ${part("made", madeFrom(lang, report))}
  </article>`;
}

function decisionPart(lang: Lang, {explanation, decision: made}: Report): HTMLElement {
  const {decision, score, cutoff, probabilityOfDefault, inTraining} = explanation;
  const figures = t(lang, "report.figures", {
    score: formatNumber(lang, score),
    cutoff: formatNumber(lang, cutoff.score),
    pd: formatPercent(lang, probabilityOfDefault)
  });
  return html`<div>
    <p>${t(lang, "report.model")} ${decisionBadge(lang, decision)} ${figures}</p>
    <p class="sentence">${verdictSentence(lang, explanation)}</p>
    ${inTraining ? html`<p class="muted">${t(lang, "client.inTraining.text")}</p>` : null}
    ${made ? officers(lang, made) : html`<p>${t(lang, "case.decided.none")}</p>`}
  </div>`;
}

/** Says who decided, against the model for what reason, and whether it counts. */
function officers(
  lang: Lang,
  {by, at, decision, override, note, second, status}: NonNullable<Report["decision"]>
): HTMLElement {
  const said = {name: by.name, decision: t(lang, `decision.${decision}`), time: formatWhen(lang, at)};
  const settled: Record<string, string> = second
    ? {name: second.by.name, time: formatWhen(lang, second.at)}
    : {};
  const reason = override && (OVERRIDE_REASONS[override.reason as OverrideReason]?.[lang] ?? override.reason);
  return html`<p><b>${t(lang, "case.decided", said)}.</b> ${reason ? `${t(lang, "case.decided.reason", {reason})}. ` : ""}${override?.note ? html`<q>${override.note}</q> ` : ""}${note ? html`<q>${note}</q> ` : ""}${t(lang, `case.decided.${status}`, settled)}</p>`;
}

function waterfall(lang: Lang, explanation: Explanation): HTMLElement {
  const steps = waterfallData(explanation, CAUSES);
  const labelOf = ({kind, cause, count}: WaterfallStep): string =>
    cause ? cause.label[lang] : t(lang, `waterfall.${kind as "base" | "others" | "score"}`, {n: count});
  const plot = (width: number) =>
    asPictures(waterfallPlot(steps, {width, lang, labelOf, cutoff: explanation.cutoff.score}));
  const table = () =>
    dataTable(
      steps,
      [
        {label: t(lang, "column.cause"), cell: labelOf},
        {label: t(lang, "column.points"), cell: ({points}) => formatPoints(lang, points, 1), isNumber: true},
        {label: t(lang, "column.sum"), cell: ({end}) => formatNumber(lang, end, 1), isNumber: true}
      ],
      {caption: t(lang, "report.causes")}
    );
  return html`<div><div class="report-plot wide">${plot(WIDTH)}</div><div class="report-plot narrow">${plot(NARROW)}</div>${foldedTable(lang, table)}</div>`;
}

function reasonsPart(lang: Lang, {reasonCodes}: Explanation): HTMLElement {
  if (reasonCodes.length === 0) return html`<p>${t(lang, "client.reasons.none")}</p>`;
  return html`<ol>${reasonCodes.map(
    ({label, points, text}) =>
      html`<li><b>${label[lang]}</b> ${formatPoints(lang, points)}<br>${text[lang]}</li>`
  )}</ol>`;
}

function recoursePart(lang: Lang, {recourse}: Report): HTMLElement {
  if ("code" in recourse) return html`<p>${problemSentence(lang, recourse)}</p>`;
  if (recourse.options.length === 0) return html`<p>${recourse.message?.[lang]}</p>`;
  return html`<ul>${recourse.options.map(
    ({actions, score, decision}) =>
      html`<li>${actions.map(({text}) => text[lang]).join(" ")} → ${formatNumber(lang, score)}, ${t(lang, `decision.${decision}`)}</li>`
  )}</ul>`;
}

/** Tells from which data, model and cut-off the report is, and the record that holds the decision. */
function madeFrom(lang: Lang, {explanation, model, decision, head}: Report): HTMLElement {
  const {data, policyVersion} = model.served;
  const {name, version, sha256} = explanation.model;
  const fact = (label: string, value: string, code = "") =>
    html`<div><dt>${label}</dt><dd>${value} ${code && html`<code>${code}</code>`}</dd></div>`;
  const record = decision?.record;
  return html`<dl class="report-made">
    ${fact(t(lang, "report.made.model"), `${name} ${version}`, sha256)}
    ${fact(t(lang, "report.made.data"), formatDay(lang, data.dataAsOf), data.fingerprint)}
    ${fact(t(lang, "report.made.plan"), "", data.planSha256)}
    ${fact(t(lang, "report.made.policy"), formatNumber(lang, policyVersion ?? 0))}
    ${fact(t(lang, "report.made.computed"), formatWhen(lang, explanation.computedAt))}
    ${record ? fact(t(lang, "report.made.record", {seq: record.seq}), "", record.hash) : fact(t(lang, "report.made.head", {seq: head.seq}), "", head.hash)}
  </dl>`;
}
