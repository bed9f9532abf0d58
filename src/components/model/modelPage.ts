import {html} from "../dom.ts";
import {formatDay, formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {page} from "../shell/page.ts";
import {whenReady} from "../shell/states.ts";
import {protectedPanel} from "./protectedPanel.ts";
import {calibrationPanel, qualityTiles} from "./qualityPanel.ts";
import {fetchModel, type ServedModel} from "./servedModel.ts";

/** Draws the page of the served model: what it is, how good it is, how it decides, what it must not know. */
export function modelPage(lang: Lang): HTMLElement {
  const content = whenReady(lang, async () => {
    const model = await fetchModel();
    return html`<div class="flow">
      ${aboutPanel(lang, model)}
      <section>
        <h2 class="large">${t(lang, "model.quality")}</h2>
        <p class="hint">${t(lang, "model.quality.hint", {folds: model.training.folds})}</p>
        ${qualityTiles(lang, model)}
      </section>
      <div class="columns">${calibrationPanel(lang, model)}${cutoffPanel(lang, model)}</div>
      ${protectedPanel(lang, model)}
    </div>`;
  });
  return page(lang, "model.title", "model.lead", content);
}

function aboutPanel(
  lang: Lang,
  {name, version, createdAt, training, features, data}: ServedModel
): HTMLElement {
  const number = (value: number) => formatNumber(lang, value);
  return html`<section class="panel">
    <h2>${name} <span class="muted">${version}</span></h2>
    <p>${t(lang, "model.about", {
      engine: training.engine,
      rounds: number(training.rounds),
      features: number(features.length),
      labelled: number(data.labelled),
      clients: number(data.clients),
      set: data.set,
      day: formatDay(lang, createdAt),
      asOf: formatDay(lang, data.dataAsOf)
    })}</p>
    ${data.generated ? html`<p>${t(lang, "model.generated")}</p>` : null}
  </section>`;
}

function cutoffPanel(lang: Lang, {cutoff, cost, population, served}: ServedModel): HTMLElement {
  const number = (value: number, digits = 0) => formatNumber(lang, value, digits);
  const percent = (share: number) => formatPercent(lang, share);
  const isOwn = served.cutoff.score === cutoff.score && served.cutoff.probability === cutoff.probability;
  const badRate = population.badRateAboveCutoff;
  return html`<section class="panel">
    <h2>${t(lang, "model.cutoff")}</h2>
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
