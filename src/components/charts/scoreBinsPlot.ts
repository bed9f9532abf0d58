import * as Plot from "@observablehq/plot";
import type {ScoreBin} from "../../core/portfolio/scoreBins.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {type ChartOptions, COLOR} from "./options.ts";

/** Room around the bars and height of the whole, in pixels. */
export const BINS_MARGIN = {top: 28, right: 14, bottom: 42, left: 44} as const;
export const BINS_HEIGHT = 240;

/** Draws the selection's scores as bars over the outline of all scores, with the cut-off. */
export function scoreBinsPlot(bins: readonly ScoreBin[], cutoff: number, options: ChartOptions): Element {
  const {width, lang, document} = options;
  return Plot.plot({
    document,
    width,
    height: BINS_HEIGHT,
    marginTop: BINS_MARGIN.top,
    marginBottom: BINS_MARGIN.bottom,
    marginLeft: BINS_MARGIN.left,
    marginRight: BINS_MARGIN.right,
    ariaLabel: t(lang, "chart.scores"),
    x: {label: t(lang, "axis.points"), labelOffset: 38, tickFormat: (d: number) => formatNumber(lang, d)},
    y: {
      label: t(lang, "axis.share"),
      grid: true,
      ticks: 4,
      tickFormat: (d: number) => formatPercent(lang, d, 0)
    },
    marks: [
      Plot.rectY(bins, {
        x1: "x0",
        x2: "x1",
        y: "share",
        fill: (bin: ScoreBin) => (bin.x0 < cutoff ? COLOR.down : COLOR.up),
        fillOpacity: 0.85,
        inset: 0.5,
        title: (bin: ScoreBin) => binText(lang, bin),
        tip: true
      }),
      Plot.lineY(outline(bins), {
        x: "x",
        y: "y",
        stroke: "currentColor",
        strokeOpacity: 0.7,
        strokeDasharray: "3,2"
      }),
      Plot.ruleX([cutoff], {stroke: "currentColor", strokeWidth: 1.5}),
      Plot.text([cutoff], {
        x: (d: number) => d,
        frameAnchor: "top",
        dy: -18,
        text: () => t(lang, "chart.cutoff", {score: formatNumber(lang, cutoff)})
      }),
      Plot.ruleY([0])
    ]
  });
}

/** Says what a bin holds: "590 to 600 points: 12 clients, 3.0 %". */
export const binText = (lang: Lang, {x0, x1, count, share}: ScoreBin): string =>
  t(lang, "chart.scores.bin", {
    from: formatNumber(lang, x0),
    to: formatNumber(lang, x1),
    n: formatNumber(lang, count),
    share: formatPercent(lang, share)
  });

function outline(bins: readonly ScoreBin[]): {x: number; y: number}[] {
  return bins.flatMap(({x0, x1, shareOfAll: y}) => [
    {x: x0, y},
    {x: x1, y}
  ]);
}
