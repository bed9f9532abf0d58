import * as Plot from "@observablehq/plot";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatNumber} from "../format.ts";
import {t} from "../i18n.ts";
import type {HistoryPoint} from "./history.ts";
import {objectiveLabel} from "./labels.ts";

/** Draws each trial's value and the best so far; pruned trials are hollow, the fixed parameters a dashed line. */
export function historyPlot(
  points: readonly HistoryPoint[],
  {width, lang, document, objective}: ChartOptions & {objective: string | null}
): Element {
  const fixed = points.filter((point) => point.fixed && point.state === "complete");
  const complete = points.filter(({state}) => state === "complete");
  return Plot.plot({
    document,
    width,
    height: Math.min(360, Math.max(230, width * 0.45)),
    marginLeft: 56,
    marginBottom: 40,
    ariaLabel: t(lang, "search.history"),
    x: {label: t(lang, "search.trial"), tickFormat: (d: number) => (Number.isInteger(d) ? String(d) : "")},
    y: {
      label: objectiveLabel(lang, objective),
      grid: true,
      ticks: 5,
      tickFormat: (d: number) => formatNumber(lang, d, 3)
    },
    marks: [
      Plot.ruleY(fixed.slice(0, 1), {y: "value", stroke: COLOR.neutral, strokeDasharray: "4 4"}),
      Plot.line(complete, {x: "number", y: "best", stroke: COLOR.mark, strokeWidth: 2, curve: "step-after"}),
      Plot.dot(points, {
        x: "number",
        y: "value",
        r: 3.5,
        fill: (d: HistoryPoint) => (d.state === "complete" ? COLOR.mark : COLOR.background),
        stroke: (d: HistoryPoint) => (d.state === "complete" ? COLOR.mark : COLOR.neutral),
        tip: true,
        title: (d: HistoryPoint) =>
          t(lang, d.state === "complete" ? "search.tip.complete" : "search.tip.pruned", {
            number: d.number,
            value: formatNumber(lang, d.value, 4)
          }) + (d.fixed ? ` ${t(lang, "search.fixed")}` : "")
      })
    ]
  });
}
