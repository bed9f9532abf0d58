import * as Plot from "@observablehq/plot";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatNumber} from "../format.ts";
import {t} from "../i18n.ts";
import type {DeskBin} from "./deskBins.ts";

/** Draws the latest scores as a histogram with the cut-off. */
export function deskBinsPlot(bins: readonly DeskBin[], cutoff: number, options: ChartOptions): Element {
  const {width, lang, document} = options;
  return Plot.plot({
    document,
    width,
    height: 232,
    marginTop: 28,
    marginBottom: 42,
    marginLeft: 40,
    ariaLabel: t(lang, "chart.desk"),
    x: {label: t(lang, "axis.points"), labelOffset: 38, tickFormat: (d: number) => formatNumber(lang, d)},
    y: {
      label: t(lang, "axis.scores"),
      grid: true,
      ticks: 4,
      tickFormat: (d: number) => (Number.isInteger(d) ? formatNumber(lang, d) : "")
    },
    marks: [
      Plot.rectY(bins, {
        x1: "x0",
        x2: "x1",
        y: "count",
        inset: 0.5,
        fill: (bin: DeskBin) => (bin.side === "decline" ? COLOR.down : COLOR.up)
      }),
      Plot.ruleX([cutoff], {strokeWidth: 1.5}),
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
