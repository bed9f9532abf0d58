import {FileAttachment} from "observablehq:stdlib";
import {calmScroll, debounce, html} from "../dom.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {page} from "../shell/page.ts";
import {emptyState, whenReady} from "../shell/states.ts";
import {featureDetail} from "./featureDetail.ts";
import type {FeatureSummary} from "./featureSummary.ts";
import {searchFeatures} from "./searchFeatures.ts";
import {tableLabel} from "./tableLabel.ts";

/** Draws the catalogue of features; the chosen one is in the address. */
export function featuresPage(lang: Lang): HTMLElement {
  const content = whenReady(lang, async () => {
    const features = (await FileAttachment("../../data/features.json").json()) as FeatureSummary[];
    return catalogue(lang, features);
  });
  return page(lang, "features.title", "features.lead", content);
}

function catalogue(lang: Lang, features: readonly FeatureSummary[]): HTMLElement {
  const parameters = new URLSearchParams(location.search);
  const list = html`<ul class="feature-list"></ul>`;
  const count = html`<p class="hint" role="status"></p>`;
  const detail = html`<div></div>`;
  const words =
    html`<input type="search" name="words" value=${parameters.get("words") ?? ""} placeholder=${t(lang, "features.search.hint")}>` as HTMLInputElement;
  const table = html`<select name="table">
    <option value="">${t(lang, "features.allTables")}</option>
    ${[...new Set(features.flatMap(({tables}) => tables))].map((name) => html`<option value=${name}>${tableLabel(lang, name)}</option>`)}
  </select>` as HTMLSelectElement;
  const asked = parameters.get("name");
  let chosen = asked === null ? features[0] : features.find(({name}) => name === asked);

  const choose = (feature: FeatureSummary) => {
    chosen = feature;
    history.replaceState(null, "", `?name=${encodeURIComponent(feature.name)}`);
    mark();
    detail.replaceChildren(featureDetail(lang, feature));
    if (detail.getBoundingClientRect().top > innerHeight * 0.7)
      detail.scrollIntoView({behavior: calmScroll()});
  };
  const mark = () => {
    for (const button of list.querySelectorAll("button"))
      button.setAttribute("aria-current", String(button.dataset.feature === chosen?.name));
  };
  const find = () => {
    const found = searchFeatures(features, lang, {words: words.value, table: table.value});
    count.textContent = t(lang, "features.found", {
      n: formatNumber(lang, found.length),
      all: formatNumber(lang, features.length)
    });
    list.replaceChildren(...found.map((feature) => item(lang, feature, choose)));
    mark();
  };
  words.addEventListener("input", debounce(find, 120));
  table.addEventListener("change", find);
  find();
  requestAnimationFrame(() => {
    const current = list.querySelector<HTMLElement>('[aria-current="true"]');
    if (current) list.scrollTop = current.offsetTop - list.offsetTop;
  });
  const nothing = () =>
    asked === null
      ? emptyState(t(lang, "features.none"))
      : emptyState(t(lang, "features.unknown"), t(lang, "features.unknown.hint", {name: asked}));
  detail.replaceChildren(chosen ? featureDetail(lang, chosen) : nothing());
  return html`<div class="with-aside wide">
    <section class="panel finder">
      <form class="stack" role="search" onsubmit=${(event: Event) => event.preventDefault()}>
        <label>${t(lang, "features.search")} ${words}</label>
        <label>${t(lang, "features.table")} ${table}</label>
      </form>
      ${count}${list}
    </section>
    ${detail}
  </div>`;
}

const item = (lang: Lang, feature: FeatureSummary, choose: (feature: FeatureSummary) => void): HTMLElement =>
  html`<li><button type="button" data-feature=${feature.name} onclick=${() => choose(feature)}>
    <span>${feature.label[lang]}</span>
    <small>${feature.tables[0] ? tableLabel(lang, feature.tables[0]) : ""}${feature.missingRate >= 0.005 ? ` · ${t(lang, "features.missing.short", {share: formatPercent(lang, feature.missingRate, 0)})}` : ""}</small>
  </button></li>`;
