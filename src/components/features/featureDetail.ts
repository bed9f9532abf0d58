import {groupLabel} from "../../core/words/categories.ts";
import {chartPanel} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {html} from "../dom.ts";
import {formatMoney, formatNumber, formatPercent, formatValue} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import type {FeatureSummary} from "./featureSummary.ts";
import {type OutcomeBin, outcomeBinsData} from "./outcomeBins.ts";
import {outcomeBinsPlot} from "./outcomeBinsPlot.ts";
import {tableLabel} from "./tableLabel.ts";
import {unitLabel} from "./unitLabel.ts";

/** Draws everything known about one feature. */
export function featureDetail(lang: Lang, feature: FeatureSummary): HTMLElement {
  const {name, label, formula, unit, tables, missingRate, quantiles, distribution} = feature;
  const fact = (title: string, value: string) => html`<div><dt>${title}</dt><dd>${value}</dd></div>`;
  const bins = outcomeBinsData(distribution);
  const write = (value: number) => (unit === "amount" ? formatMoney(lang, value) : formatValue(lang, value));
  return html`<div class="flow">
    <section class="panel">
      <h2 class="large">${label[lang]}</h2>
      <p class="muted"><code>${name}</code></p>
      <p><b>${t(lang, "opened.formula")}</b> ${formula[lang]}</p>
      <dl class="tiles plain small">
        ${fact(t(lang, "features.unit"), unitLabel(lang, unit))}
        ${fact(t(lang, "features.missing"), formatPercent(lang, missingRate))}
        ${quantiles && fact(t(lang, "features.median"), write(quantiles[1]))}
        ${quantiles && fact(t(lang, "features.range"), `${write(quantiles[0])} – ${write(quantiles[2])}`)}
      </dl>
      <p class="muted">${t(lang, "features.from")} ${tables.map((table) => tableLabel(lang, table)).join(", ")}</p>
    </section>
    ${chartPanel({
      lang,
      title: t(lang, "features.distribution"),
      hint: html`<span class="key repaid" aria-hidden="true">■</span> ${t(lang, "outcome.repaid")} <span class="key defaulted" aria-hidden="true">${feature.kind === "category" ? "┃" : "━"}</span> ${t(lang, "outcome.default")} · ${t(lang, "features.distribution.hint")}`,
      draw: (width) => outcomeBinsPlot(bins, {width, lang}),
      cell: featureCell(feature),
      table: () => binsTable(lang, bins)
    })}
  </div>`;
}

/** Writes the notebook cells that draw a feature by outcome; none for one that only the model has. */
function featureCell({name, kind, tables}: FeatureSummary): string | undefined {
  if (/^(peer|rate)_/.test(name) || tables.length === 0) return undefined;
  const data = `const known = await clients({columns: ["${name}", "target"], where: "target IS NOT NULL"});`;
  const mark =
    kind === "category"
      ? `Plot.barX(known, Plot.groupY({x: "mean"}, {y: "${name}", x: "target", sort: {y: "x", reverse: true}, tip: true}))`
      : `Plot.rectY(known, Plot.binX({y: "proportion-facet"}, {x: "${name}", fy: "target", tip: true}))`;
  return `${data}\n// ---\nPlot.plot({marginLeft: ${kind === "category" ? 180 : 50}, marks: [${mark}]})`;
}

function binsTable(lang: Lang, bins: readonly OutcomeBin[]): HTMLElement {
  const half = bins.length / 2;
  const rows = bins.slice(0, half).map((repaid, i) => ({repaid, defaulted: bins[half + i]!}));
  const share = ({share, count}: OutcomeBin) =>
    `${formatPercent(lang, share)} (${formatNumber(lang, count)})`;
  return dataTable(
    rows,
    [
      {
        label: t(lang, "column.value"),
        cell: ({repaid: {category, x0, x1}}) =>
          category === null
            ? `${formatValue(lang, x0)} – ${formatValue(lang, x1)}`
            : groupLabel(lang, category)
      },
      {label: t(lang, "outcome.repaid"), cell: ({repaid}) => share(repaid), isNumber: true},
      {label: t(lang, "outcome.default"), cell: ({defaulted}) => share(defaulted), isNumber: true}
    ],
    {caption: t(lang, "features.distribution")}
  );
}
