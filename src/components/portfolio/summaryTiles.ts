import type {Overview} from "../../core/portfolio/overview.ts";
import type {Summary} from "../../core/portfolio/summary.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

/** Tiles that can show another selection. */
export type SummaryTiles = HTMLElement & {show(summary: Summary | null): void};

/** Draws the selection in five numbers; all clients until it is told which. */
export function summaryTiles(lang: Lang, {facts, summary: everybody}: Overview): SummaryTiles {
  const list = html`<dl class="tiles" aria-live="polite"></dl>`;
  const show = (summary: Summary | null) =>
    list.replaceChildren(
      ...tilesOf(lang, summary, facts.cutoff.score).map(
        ({label, value, note, id}) =>
          html`<div id=${id ?? null}><dt>${label}</dt><dd>${value}</dd><dd class="sub">${note}</dd></div>`
      )
    );
  show(everybody);
  return Object.assign(list, {show});
}

interface Tile {
  label: string;
  value: string;
  note: string;
  id?: string;
}

function tilesOf(lang: Lang, summary: Summary | null, cutoff: number): Tile[] {
  const percent = (share: number, digits = 1) => formatPercent(lang, share, digits);
  const interval = summary?.interval;
  return [
    {
      label: t(lang, "summary.selection"),
      value: percent(summary?.shareOfAll ?? 0, 0),
      note: t(lang, "summary.selection.note", {n: formatNumber(lang, summary?.clients ?? 0)}),
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
        t(lang, "summary.approved.note", {score: formatNumber(lang, cutoff)}),
        ...(typeof summary?.badRateAboveCutoff === "number"
          ? [t(lang, "summary.approved.badRate", {rate: percent(summary.badRateAboveCutoff)})]
          : [])
      ].join("; ")
    }
  ];
}
