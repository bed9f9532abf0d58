import * as Plot from "@observablehq/plot";
import type {StudyParameter} from "../../core/schema/study.ts";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatNumber, formatValue} from "../format.ts";
import {t} from "../i18n.ts";
import {objectiveLabel} from "./labels.ts";
import type {SlicePoint} from "./slices.ts";
import {scaleOf} from "./study.ts";

/** Draws the objective over one parameter; later trials stand out more, the best tenth stands out. */
export function slicePlot(
  points: readonly SlicePoint[],
  parameter: StudyParameter,
  {width, lang, document, objective}: ChartOptions & {objective: string | null}
): Element {
  const last = Math.max(1, ...points.map(({number}) => number));
  return Plot.plot({
    document,
    width,
    height: Math.min(230, Math.max(180, width * 0.6)),
    marginLeft: 52,
    marginBottom: 42,
    ariaLabel: t(lang, "search.slice", {name: parameter.name}),
    x: {
      ...scaleOf(parameter),
      label: parameter.name,
      ticks: width < 300 ? 3 : 5,
      ...(!parameter.choices && {tickFormat: (d: number) => formatValue(lang, d)})
    },
    y: {
      label: objectiveLabel(lang, objective),
      grid: true,
      ticks: 4,
      tickFormat: (d: number) => formatNumber(lang, d, 3)
    },
    marks: [
      Plot.dot(points, {
        x: "x",
        y: "value",
        r: 3.5,
        fill: (d: SlicePoint) => (d.isBest ? COLOR.mark : COLOR.neutral),
        fillOpacity: (d: SlicePoint) => (d.isBest ? 1 : 0.25 + (0.6 * d.number) / last),
        tip: true,
        title: (d: SlicePoint) =>
          `${t(lang, "search.tip.complete", {number: d.number, value: formatNumber(lang, d.value, 4)})}\n${parameter.name}: ${formatValue(lang, d.x)}`
      })
    ]
  });
}
