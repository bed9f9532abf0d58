import {chartPanel} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {type MonthMean, monthsData} from "./months.ts";
import {monthsPlot} from "./monthsPlot.ts";
import {type Counted, type Rate, ratesData} from "./rates.ts";
import {ratesPlot} from "./ratesPlot.ts";

interface Captioned {
  lang: Lang;
  title: string;
  hint?: string;
  /** Source of the notebook cell that draws the same. */
  cell?: string;
}

/** Shows the bad rate of each value of a column, with its table. `overall` is the bad rate of all clients, 0–1. */
export function ratesPanel<T extends Counted>(
  counted: readonly T[],
  {lang, title, hint, cell, label, overall}: Captioned & {label: (one: T) => string; overall: number}
): HTMLElement {
  const rates = ratesData(counted, label);
  return chartPanel({
    lang,
    title,
    hint,
    cell,
    draw: (width) => ratesPlot(rates, {width, lang, title, overall}),
    table: () =>
      dataTable(
        rates,
        [
          {label: title, cell: (rate: Rate) => rate.label},
          {
            label: t(lang, "column.clients"),
            cell: ({clients}) => formatNumber(lang, clients),
            isNumber: true
          },
          {
            label: t(lang, "column.badRate"),
            cell: ({badRate}) => (badRate === null ? "–" : formatPercent(lang, badRate)),
            isNumber: true
          },
          {
            label: t(lang, "column.interval"),
            cell: ({interval}) => interval?.map((end) => formatPercent(lang, end)).join(" – ") ?? "–",
            isNumber: true
          }
        ],
        {caption: title}
      )
  });
}

/** Shows a mean by month before the application, split by outcome, with its table. */
export function monthsPanel(
  points: readonly MonthMean[],
  {lang, title, hint, cell, unit}: Captioned & {unit: "share" | "number"}
): HTMLElement {
  const ranges = monthsData(points);
  const write = (value: number) =>
    unit === "share" ? formatPercent(lang, value) : formatNumber(lang, value, 2);
  return chartPanel({
    lang,
    title,
    hint,
    cell,
    draw: (width) => monthsPlot(ranges, {width, lang, title, unit}),
    table: () =>
      dataTable(
        ranges,
        [
          {label: t(lang, "axis.monthsBefore"), cell: ({month}) => formatNumber(lang, month), isNumber: true},
          {
            label: t(lang, "column.outcome"),
            cell: ({target}) => t(lang, target === 1 ? "outcome.default" : "outcome.repaid")
          },
          {
            label: t(lang, "column.clients"),
            cell: ({clients}) => formatNumber(lang, clients),
            isNumber: true
          },
          {label: t(lang, "column.mean"), cell: ({mean}) => write(mean), isNumber: true},
          {
            label: t(lang, "column.interval"),
            cell: ({low, high}) => `${write(low)} – ${write(high)}`,
            isNumber: true
          }
        ],
        {caption: title}
      )
  });
}
