import {html} from "../../dom.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import type {ServedModel} from "../servedModel.ts";

/** Says where the cut-off comes from and what it costs; and when the server is configured with another one. */
export function cutoffPanel(lang: Lang, {cutoff, cost, population, served}: ServedModel): HTMLElement {
  const number = (value: number, digits = 0) => formatNumber(lang, value, digits);
  const percent = (share: number) => formatPercent(lang, share);
  const isOwn = served.cutoff.score === cutoff.score && served.cutoff.probability === cutoff.probability;
  const badRate = population.badRateAboveCutoff;
  return html`<section class="panel">
    <p>${t(lang, "model.cutoff.text", {
      score: number(cutoff.score, 1),
      pd: percent(cutoff.probability),
      fn: number(cost.falseNegative, 2),
      fp: number(cost.falsePositive, 2)
    })}</p>
    <p>${t(lang, "model.cutoff.result", {
      approved: percent(population.approved + population.referred),
      badRate: badRate === null ? "–" : percent(badRate),
      cost: number(1000 * cutoff.costPerClient),
      lowest: number(1000 * cutoff.empiricalCostPerClient),
      at: percent(cutoff.empirical)
    })}</p>
    ${isOwn ? null : html`<p class="notice">${t(lang, "model.cutoff.served", {score: number(served.cutoff.score, 1)})}</p>`}
  </section>`;
}
