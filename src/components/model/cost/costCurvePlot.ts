import * as Plot from "@observablehq/plot";
import {type ChartOptions, COLOR} from "../../charts/options.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {t} from "../../i18n.ts";
import type {CostCurve, CostCurvePoint} from "./costCurve.ts";

/** Draws cost or profit by cut-off with its interval, both optima and the proposed refer band. */
export function costCurvePlot(
  {view, points, theoretical, empirical, refer}: CostCurve,
  {width, lang, document}: ChartOptions
): Element {
  const number = (value: number) => formatNumber(lang, value);
  return Plot.plot({
    document,
    width,
    height: Math.min(340, Math.max(240, width * 0.55)),
    marginLeft: 52,
    marginBottom: 38,
    ariaLabel: t(lang, `judgement.${view}Curve`),
    x: {
      label: t(lang, "judgement.cutoff"),
      ticks: width < 400 ? 3 : 6,
      tickFormat: (d: number) => formatPercent(lang, d, 0)
    },
    y: {label: t(lang, `judgement.axis.${view}`), grid: true, ticks: 5, tickFormat: number},
    marks: [
      refer ? Plot.rectX([refer], {x1: "from", x2: "to", fill: COLOR.refer, fillOpacity: 0.18}) : null,
      Plot.areaY(points, {
        x: "cutoff",
        y1: (d: CostCurvePoint) => d.interval[0],
        y2: (d: CostCurvePoint) => d.interval[1],
        fill: COLOR.neutral,
        fillOpacity: 0.25
      }),
      Plot.lineY(points, {x: "cutoff", y: "value", stroke: COLOR.mark, strokeWidth: 2}),
      Plot.ruleX([theoretical], {stroke: COLOR.mark}),
      Plot.ruleX([empirical], {stroke: COLOR.mark, strokeDasharray: "4 4"}),
      Plot.tip(
        points,
        Plot.pointerX({
          x: "cutoff",
          y: "value",
          title: ({cutoff, approved, value, interval}: CostCurvePoint) =>
            t(lang, "judgement.curve.tip", {
              cutoff: formatPercent(lang, cutoff),
              value: number(value),
              low: number(interval[0]),
              high: number(interval[1]),
              approved: formatPercent(lang, approved)
            })
        })
      )
    ]
  });
}
