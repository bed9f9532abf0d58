import type {ModelSummary} from "../../../core/schema/models.ts";
import {type Column, dataTable} from "../../charts/dataTable.ts";
import {html} from "../../dom.ts";
import {formatDay, formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {estimateTexts, formatFixed} from "../estimates.ts";
import {isKnown, type ModelComparison, type PairedFigure} from "./shelf.ts";

/** Lists models, the served one marked; of one that cannot be read it tells why. */
export function modelTable(lang: Lang, models: readonly ModelSummary[]): HTMLElement {
  const number = (value: number | null | undefined, digits = 0) =>
    value === null || value === undefined ? "–" : formatFixed(lang, value, digits);
  const columns: Column<ModelSummary>[] = [
    {
      label: t(lang, "models.name"),
      cell: ({name, served, problem}) =>
        html`${name}${served ? html` <strong>(${t(lang, "models.served")})</strong>` : ""}${
          problem ? html`<p class="muted">${problem}</p>` : ""
        }`
    },
    {
      label: t(lang, "models.made"),
      cell: (model) => (isKnown(model) ? formatDay(lang, model.createdAt) : "–")
    },
    {label: "AUC", cell: ({auc}) => number(auc, 3), isNumber: true},
    {label: t(lang, "models.data"), cell: ({data}) => data ?? "–"},
    {label: t(lang, "models.labelled"), cell: ({labelled}) => number(labelled), isNumber: true},
    {label: t(lang, "judgement.features"), cell: ({features}) => number(features), isNumber: true}
  ];
  return dataTable(models, columns, {caption: t(lang, "models.list")});
}

/** Lays a challenger beside the champion: figures on the same clients, and who would be decided otherwise. */
export function comparisonTables(lang: Lang, comparison: ModelComparison): HTMLElement {
  const {champion, challenger, clients, cutoff} = comparison;
  const names = {champion: champion.name, challenger: challenger.name};
  const title = t(lang, "models.comparison", names);
  return html`<section id="comparison" role="region" aria-label=${title}>
    <h3>${title}</h3>
    <p>${t(lang, "models.comparison.about", {
      clients: formatNumber(lang, clients),
      cutoff: formatPercent(lang, cutoff)
    })}</p>
    ${figureTable(lang, comparison, title)}
    <h4>${t(lang, "models.decided")}</h4>
    ${decidedTable(lang, comparison, names)}
  </section>`;
}

interface Figure {
  name: string;
  digits: number;
  of: PairedFigure;
}

function figureTable(
  lang: Lang,
  {champion, challenger, auc, costPer1000}: ModelComparison,
  caption: string
): HTMLElement {
  const rows: Figure[] = [
    {name: "AUC", digits: 4, of: auc},
    {name: t(lang, "judgement.cost"), digits: 0, of: costPer1000}
  ];
  const difference = ({digits, of}: Figure) => {
    const options = {digits, isDifference: true};
    const {value, low, high} = estimateTexts(lang, {value: of.difference, interval: of.interval}, options);
    return html`${value}<span class="muted interval">${low} – ${high}</span>`;
  };
  const figure = (which: "champion" | "challenger") => (row: Figure) =>
    formatFixed(lang, row.of[which], row.digits);
  const served = t(lang, "models.champion", {name: champion.name});
  return dataTable(
    rows,
    [
      {label: t(lang, "judgement.measure"), cell: ({name}) => name},
      {label: served, cell: figure("champion"), isNumber: true},
      {label: challenger.name, cell: figure("challenger"), isNumber: true},
      {label: t(lang, "models.difference"), cell: difference, isNumber: true}
    ],
    {caption}
  );
}

function decidedTable(
  lang: Lang,
  {swapSets}: ModelComparison,
  names: {champion: string; challenger: string}
): HTMLElement {
  const ways = ["approvedByBoth", "onlyByChampion", "onlyByChallenger", "declinedByBoth"] as const;
  return dataTable(
    ways,
    [
      {label: t(lang, "models.decided.how"), cell: (way) => t(lang, `models.decided.${way}`, names)},
      {
        label: t(lang, "column.clients"),
        cell: (way) => formatNumber(lang, swapSets[way].clients),
        isNumber: true
      },
      {
        label: t(lang, "judgement.bads"),
        cell: (way) => formatNumber(lang, swapSets[way].bad),
        isNumber: true
      }
    ],
    {caption: t(lang, "models.decided")}
  );
}
