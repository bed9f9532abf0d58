import * as Plot from "@observablehq/plot";
import {type ChartOptions, COLOR} from "../../charts/options.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {t} from "../../i18n.ts";
import type {CalibrationPoint} from "./calibration.ts";

/** Draws observed against predicted default; a model that is right lies on the diagonal. */
export function calibrationPlot(
  points: readonly CalibrationPoint[],
  {width, lang, document}: ChartOptions
): Element {
  const max = Math.max(...points.map(({predicted, interval}) => Math.max(predicted, interval[1])));
  const percent = (share: number, digits = 1) => formatPercent(lang, share, digits);
  const axis = {
    domain: [0, max],
    grid: true,
    ticks: width < 400 ? 3 : 5,
    tickFormat: (d: number) => percent(d, 0)
  };
  return Plot.plot({
    document,
    width,
    height: Math.min(380, Math.max(240, width * 0.6)),
    marginLeft: 48,
    marginBottom: 38,
    ariaLabel: t(lang, "model.calibration"),
    x: {...axis, label: t(lang, "column.meanPd")},
    y: {...axis, label: t(lang, "column.badRate")},
    marks: [
      Plot.line(
        [
          [0, 0],
          [max, max]
        ],
        {stroke: COLOR.neutral, strokeDasharray: "4 4"}
      ),
      Plot.ruleX(points, {
        x: "predicted",
        y1: (d: CalibrationPoint) => d.interval[0],
        y2: (d: CalibrationPoint) => d.interval[1],
        stroke: COLOR.neutral,
        strokeWidth: 3,
        strokeOpacity: 0.6,
        strokeLinecap: "round"
      }),
      Plot.dot(points, {
        x: "predicted",
        y: "observed",
        r: 4.5,
        fill: COLOR.mark,
        tip: true,
        title: (d: CalibrationPoint) =>
          t(lang, "model.calibration.tip", {
            rank: d.rank,
            n: formatNumber(lang, d.clients),
            predicted: percent(d.predicted),
            observed: percent(d.observed),
            low: percent(d.interval[0]),
            high: percent(d.interval[1])
          })
      })
    ]
  });
}
