import {html} from "../dom.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import type {Portfolio} from "./portfolio.ts";
import {summaryData} from "./summary.ts";

/** Draws the selection in five numbers. */
export function summaryTiles(lang: Lang, portfolio: Portfolio, selected: Uint32Array): HTMLElement {
  const summary = summaryData(portfolio, selected);
  const percent = (share: number, digits = 1) => formatPercent(lang, share, digits);
  const interval = summary?.interval;
  const tiles = [
    {
      label: t(lang, "summary.selection"),
      value: percent(summary?.shareOfAll ?? 0, 0),
      note: t(lang, "summary.selection.note", {n: formatNumber(lang, selected.length)}),
      id: "selection-share"
    },
    {
      label: t(lang, "summary.badRate"),
      value: typeof summary?.badRate === "number" ? percent(summary.badRate) : "–",
      note: interval
        ? t(lang, "summary.badRate.note", {
            low: percent(interval[0]),
            high: percent(interval[1]),
            n: formatNumber(lang, summary.labelled)
          })
        : t(lang, "summary.badRate.none")
    },
    {
      label: t(lang, "summary.meanPd"),
      value: summary ? percent(summary.meanPd) : "–",
      note: t(lang, "summary.meanPd.note")
    },
    {
      label: t(lang, "summary.meanScore"),
      value: summary ? formatNumber(lang, summary.meanScore) : "–",
      note: t(lang, "axis.points")
    },
    {
      label: t(lang, "summary.approved"),
      value: summary ? percent(summary.aboveCutoff, 0) : "–",
      note: [
        t(lang, "summary.approved.note", {score: formatNumber(lang, portfolio.facts.cutoff.score)}),
        ...(typeof summary?.badRateAboveCutoff === "number"
          ? [t(lang, "summary.approved.badRate", {rate: percent(summary.badRateAboveCutoff)})]
          : [])
      ].join("; ")
    }
  ];
  return html`<dl class="tiles" aria-live="polite">${tiles.map(
    ({label, value, note, id}) =>
      html`<div id=${id ?? null}><dt>${label}</dt><dd>${value}</dd><dd class="sub">${note}</dd></div>`
  )}</dl>`;
}
