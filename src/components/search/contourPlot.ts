import * as Plot from "@observablehq/plot";
import type {StudyAnswer, StudyParameter} from "../../core/schema/study.ts";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatNumber, formatValue} from "../format.ts";
import {t} from "../i18n.ts";
import type {ContourPoint} from "./contour.ts";
import {scaleOf} from "./study.ts";

/** Draws the objective over two parameters, darker where it is better, interpolated between the trials. */
export function contourPlot(
  points: readonly ContourPoint[],
  [x, y]: readonly [StudyParameter, StudyParameter],
  {width, lang, document, study}: ChartOptions & {study: Pick<StudyAnswer, "direction">}
): Element {
  const axis = (parameter: StudyParameter) => ({
    ...scaleOf(parameter),
    label: parameter.name,
    ticks: width < 400 ? 3 : 5,
    tickFormat: (d: number) => formatValue(lang, d)
  });
  return Plot.plot({
    document,
    width,
    height: Math.min(400, Math.max(280, width * 0.6)),
    marginLeft: 56,
    marginBottom: 42,
    ariaLabel: t(lang, "search.contour"),
    x: axis(x),
    y: axis(y),
    color: {scheme: "Blues", reverse: study.direction === "minimize"},
    marks: [
      points.length >= 3
        ? Plot.contour(points, {x: "x", y: "y", fill: "value", interpolate: "barycentric", thresholds: 8})
        : null,
      Plot.dot(points, {
        x: "x",
        y: "y",
        r: 3.5,
        fill: COLOR.background,
        stroke: "currentColor",
        tip: true,
        title: (d: ContourPoint) =>
          `${t(lang, "search.tip.complete", {number: d.number, value: formatNumber(lang, d.value, 4)})}\n${x.name}: ${formatValue(lang, d.x)}\n${y.name}: ${formatValue(lang, d.y)}`
      })
    ]
  });
}
