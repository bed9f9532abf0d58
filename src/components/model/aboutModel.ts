import {html} from "../dom.ts";
import {formatDay, formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import type {ServedModel} from "./servedModel.ts";

/** Says what the served model is and what it was trained on. */
export function aboutModel(
  lang: Lang,
  {name, version, createdAt, training, features, data, population}: ServedModel
): HTMLElement {
  const number = (value: number) => formatNumber(lang, value);
  return html`<section class="panel">
    <h2>${name} <span class="muted">${version}</span></h2>
    <p>${t(lang, "model.about", {
      engine: training.engine,
      rounds: number(training.rounds),
      features: number(features.length),
      labelled: number(data.labelled),
      trained: number(population.clients),
      clients: number(data.clients),
      set: data.set,
      day: formatDay(lang, createdAt),
      asOf: formatDay(lang, data.dataAsOf)
    })}</p>
    <p><a href=${`/v1/model/card.html?lang=${lang}`}>${t(lang, "judgement.card")}</a></p>
    ${data.generated ? html`<p>${t(lang, "model.generated")}</p>` : null}
  </section>`;
}
