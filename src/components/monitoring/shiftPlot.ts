import * as Plot from "@observablehq/plot";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatPercent} from "../format.ts";
import {t} from "../i18n.ts";
import type {ShiftBin} from "./shift.ts";

/** Draws the share of each bin among the training clients (bar) and among the others (line across it). */
export function shiftPlot(
  bins: readonly ShiftBin[],
  label: (bin: ShiftBin) => string,
  {width, lang, document, title}: ChartOptions & {title: string}
): Element {
  const named = bins.map((bin) => ({...bin, label: label(bin)}));
  const percent = (share: number, digits = 1) => formatPercent(lang, share, digits);
  return Plot.plot({
    document,
    width,
    height: 46 + 24 * named.length,
    marginLeft: Math.min(190, width * 0.42),
    marginTop: 8,
    marginBottom: 34,
    ariaLabel: title,
    x: {
      label: t(lang, "drift.axis"),
      grid: true,
      ticks: width < 400 ? 2 : 4,
      tickFormat: (d: number) => percent(d, 0)
    },
    y: {label: null, tickSize: 0, domain: named.map((bin) => bin.label)},
    marks: [
      Plot.barX(named, {
        x: "reference",
        y: "label",
        fill: COLOR.neutral,
        fillOpacity: 0.45,
        insetTop: 3,
        insetBottom: 3,
        tip: true,
        title: (d: ShiftBin & {label: string}) =>
          t(lang, "drift.tip", {name: d.label, reference: percent(d.reference), current: percent(d.current)})
      }),
      Plot.tickX(named, {x: "current", y: "label", stroke: COLOR.mark, strokeWidth: 3}),
      Plot.ruleX([0])
    ]
  });
}
