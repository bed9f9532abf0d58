import {chartPanel} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import type {CostPoint} from "./costBand.ts";
import {costCurvePlot, type MarkedCutoffs} from "./costCurvePlot.ts";

/** Draws the cost curve in its panel, with its numbers as a table. */
export function costCurvePanel(lang: Lang, points: readonly CostPoint[], marked: MarkedCutoffs): HTMLElement {
  const number = (value: number) => formatNumber(lang, value, 1);
  return chartPanel({
    lang,
    title: t(lang, "cutoff.curve"),
    hint: t(lang, "cutoff.curve.hint", {cheapest: formatNumber(lang, marked.cheapest)}),
    draw: (width) => costCurvePlot(points, marked, {width, lang}),
    table: () =>
      dataTable(
        points,
        [
          {label: t(lang, "cutoff.cutoff"), cell: ({cutoff}) => formatNumber(lang, cutoff), isNumber: true},
          {label: t(lang, "cutoff.costPer1000"), cell: ({cost}) => number(cost), isNumber: true},
          {
            label: t(lang, "column.interval"),
            cell: ({low, high}) => `${number(low)}–${number(high)}`,
            isNumber: true
          }
        ],
        {caption: t(lang, "cutoff.curve")}
      )
  });
}
