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
import type {Compared} from "../causes/causeSteps.ts";
import {trainingBadge} from "./trainingBadge.ts";
import {unseenNote} from "./unseenNote.ts";

/** All clients of the data set in a few numbers; scores in points. */
export interface Group {
  clients: number;
  meanScore: number;
  meanPd: number;
  /** 1st and 99th percentile of the score. */
  low: number;
  high: number;
}

/** A panel that follows what is tried. */
export type VerdictPanel = HTMLElement & {show(compared: Compared): void};

/**
 * Draws the score, the decision, and where both stand against the cut-off, the band that is referred to people, and all
 * clients; with what was before where something is tried.
 */
export function verdictPanel(lang: Lang, group: Group, compared: Compared): VerdictPanel {
  let shown = compared;
  const head = html`<div class="verdict-head"></div>`;
  const facts = html`<dl class="tiles plain"></dl>`;
  const scale = responsive((width) =>
    scoreScalePlot(scoreScaleData(scaleInput(shown.after, group)), {width, lang})
  );
  const note = html`<div></div>`;
  const foot = panelFoot(openAsNotebook(lang, amongAllCell(compared.after.clientId)));
  function draw() {
    head.replaceChildren(...headOf(lang, shown));
    facts.replaceChildren(...factsOf(lang, group, shown));
    note.replaceChildren(...(shown.after === shown.before ? unseenNote(lang, shown.after) : []));
  }
  draw();
  return Object.assign(html`<section>${head}${facts}${note}${scale}${foot}</section>`, {
    show(next: Compared) {
      if (next.after === shown.after) return;
      shown = next;
      draw();
      scale.redraw();
    }
  });
}

const scaleInput = ({score, cutoff}: Explanation, {low, high, meanScore}: Group) => ({
  cutoff: cutoff.score,
  refer: cutoff.refer?.score,
  extent: [low, high] as [number, number],
  groupMean: meanScore,
  client: score
});

function headOf(lang: Lang, {before, after}: Compared): HTMLElement[] {
  const {clientId, decision, inTraining} = after;
  const was = () => t(lang, "causes.was", {points: t(lang, `decision.${before.decision}`)});
  return [
    html`<h2>${t(lang, "column.client")} ${clientId}</h2>`,
    decisionBadge(lang, decision),
    ...(decision === before.decision ? [] : [html`<span class="was">${was()}</span>`]),
    ...(inTraining ? [trainingBadge(lang)] : [])
  ];
}

function factsOf(lang: Lang, {meanPd, clients}: Group, {before, after}: Compared): HTMLElement[] {
  const {score, cutoff, probabilityOfDefault} = after;
  const fact = (label: string, value: string, note: string, was = value) =>
    html`<div><dt>${label}</dt><dd>${value}${was === value ? "" : html` <span class="was">${t(lang, "causes.was", {points: was})}</span>`}</dd><dd class="sub">${note}</dd></div>`;
  const points = (n: number) => formatNumber(lang, n);
  const share = (p: number) => formatPercent(lang, p);
  const cutoffText = t(lang, "chart.cutoff", {score: points(cutoff.score)});
  const referText = cutoff.refer ? `, ${t(lang, "client.refer", {score: points(cutoff.refer.score)})}` : "";
  const [at, all] = [share(cutoff.probability), points(clients)];
  const [pd, pdBefore] = [share(probabilityOfDefault), share(before.probabilityOfDefault)];
  return [
    fact(t(lang, "column.score"), points(score), cutoffText + referText, points(before.score)),
    fact(t(lang, "column.pd"), pd, t(lang, "client.cutoff.pd", {pd: at}), pdBefore),
    fact(t(lang, "client.group"), share(meanPd), t(lang, "client.group.note", {n: all}))
  ];
}
