import * as Plot from "@observablehq/plot";
import {groupLabel} from "../../core/words/categories.ts";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatPercent, formatValue} from "../format.ts";
import {t} from "../i18n.ts";
import type {OutcomeBin} from "./outcomeBins.ts";

/** Draws how values are spread among those who repaid (filled) and those who defaulted (line, or hollow bars). */
export function outcomeBinsPlot(bins: readonly OutcomeBin[], options: ChartOptions): Element {
  return bins.some(({category}) => category !== null) ? categories(bins, options) : numbers(bins, options);
}

function numbers(bins: readonly OutcomeBin[], {width, lang, document}: ChartOptions): Element {
  const repaid = bins.filter(({outcome}) => outcome === "repaid");
  const outline = bins
    .filter(({outcome}) => outcome === "default")
    .flatMap(({x0, x1, share}) => [
      {x: x0, share},
      {x: x1, share}
    ]);
  return Plot.plot({
    document,
    width,
    height: 240,
    marginLeft: 48,
    ariaLabel: t(lang, "features.distribution"),
    x: {label: null, tickFormat: (d: number) => formatValue(lang, d), ticks: Math.max(3, width / 90)},
    y: {
      label: t(lang, "axis.shareOfOutcome"),
      grid: true,
      ticks: 4,
      tickFormat: (d: number) => formatPercent(lang, d, 0)
    },
    marks: [
      Plot.rectY(repaid, {x1: "x0", x2: "x1", y: "share", fill: COLOR.up, fillOpacity: 0.45, inset: 0.5}),
      Plot.lineY(outline, {x: "x", y: "share", stroke: COLOR.down, strokeWidth: 2}),
      Plot.ruleY([0])
    ]
  });
}

const MOST_CATEGORIES = 20;

function categories(bins: readonly OutcomeBin[], {width, lang, document}: ChartOptions): Element {
  const largest = bins
    .filter(({outcome}) => outcome === "repaid")
    .toSorted((a, b) => b.count - a.count)
    .slice(0, MOST_CATEGORIES)
    .map(({index}) => index);
  const shown = bins.filter(({index}) => largest.includes(index));
  const label = ({category}: OutcomeBin) => groupLabel(lang, category!);
  return Plot.plot({
    document,
    width,
    height: 50 + 24 * largest.length,
    marginLeft: Math.min(190, width * 0.42),
    ariaLabel: t(lang, "features.distribution"),
    x: {
      label: t(lang, "axis.shareOfOutcome"),
      grid: true,
      ticks: 4,
      tickFormat: (d: number) => formatPercent(lang, d, 0)
    },
    y: {
      label: null,
      tickSize: 0,
      domain: largest.map((index) => label(bins.find((bin) => bin.index === index)!))
    },
    marks: [
      Plot.barX(
        shown.filter(({outcome}) => outcome === "repaid"),
        {x: "share", y: label, fill: COLOR.up, fillOpacity: 0.45, insetTop: 2, insetBottom: 2}
      ),
      Plot.tickX(
        shown.filter(({outcome}) => outcome === "default"),
        {x: "share", y: label, stroke: COLOR.down, strokeWidth: 3}
      ),
      Plot.ruleX([0])
    ]
  });
}
