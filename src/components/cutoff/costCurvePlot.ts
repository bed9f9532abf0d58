import * as Plot from "@observablehq/plot";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatNumber} from "../format.ts";
import {t} from "../i18n.ts";
import type {CostPoint} from "./costBand.ts";

/** The cut-offs that are marked on the curve, in points. */
export interface MarkedCutoffs {
  now: number;
  chosen: number;
  cheapest: number;
}

/** Draws what every cut-off costs, with its interval as a band, and marks that in force, the chosen and the cheapest. */
export function costCurvePlot(
  points: readonly CostPoint[],
  {now, chosen, cheapest}: MarkedCutoffs,
  {width, lang, document}: ChartOptions
): Element {
  const number = (value: number) => formatNumber(lang, value);
  const near = (cutoff: number) => points.find((point) => point.cutoff >= cutoff) ?? points.at(-1)!;
  const dots = [{...near(cheapest), cutoff: cheapest}];
  return Plot.plot({
    document,
    width,
    height: Math.min(340, Math.max(240, width * 0.5)),
    marginTop: 56,
    marginLeft: 52,
    marginBottom: 40,
    ariaLabel: t(lang, "cutoff.curve"),
    x: {label: t(lang, "cutoff.cutoff"), ticks: width < 420 ? 4 : 8, tickFormat: number},
    y: {label: t(lang, "cutoff.costPer1000"), grid: true, ticks: 5, zero: true, tickFormat: number},
    marks: [
      Plot.areaY(points, {x: "cutoff", y1: "low", y2: "high", fill: COLOR.neutral, fillOpacity: 0.3}),
      Plot.lineY(points, {x: "cutoff", y: "cost", stroke: "currentColor", strokeWidth: 1.5}),
      Plot.ruleX([now], {stroke: "currentColor", strokeDasharray: "4 3"}),
      Plot.text([now], {
        x: (d: number) => d,
        frameAnchor: "top",
        dy: -30,
        text: (d: number) => t(lang, "cutoff.mark.now", {score: number(d)})
      }),
      Plot.ruleX([chosen], {stroke: COLOR.mark, strokeWidth: 2}),
      Plot.text([chosen], {
        x: (d: number) => d,
        frameAnchor: "top",
        dy: -14,
        fill: COLOR.mark,
        fontWeight: 650,
        text: (d: number) => t(lang, "cutoff.mark.chosen", {score: number(d)})
      }),
      Plot.dot(dots, {
        x: "cutoff",
        y: "cost",
        r: 4.5,
        fill: COLOR.background,
        stroke: COLOR.up,
        strokeWidth: 2
      }),
      Plot.tip(
        points,
        Plot.pointerX({
          x: "cutoff",
          y: "cost",
          title: (d: CostPoint) =>
            t(lang, "cutoff.curve.tip", {
              cutoff: number(d.cutoff),
              cost: number(d.cost),
              low: number(d.low),
              high: number(d.high)
            })
        })
      )
    ]
  });
}
