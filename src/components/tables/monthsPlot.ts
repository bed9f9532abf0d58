import * as Plot from "@observablehq/plot";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {t} from "../i18n.ts";
import type {MonthRange} from "./months.ts";

export interface MonthsOptions extends ChartOptions {
  title: string;
  /** What the means are: shares are written in per cent. */
  unit: "share" | "number";
}

/** A short history has fewer whole months than there is room for: these alone have a tick. */
function monthTicks(points: readonly MonthRange[], count: number): number | number[] {
  const months = [...new Set(points.map(({month}) => month))];
  return months.length > count ? count : months;
}

/** Draws a mean by month before the application, one line with its band for each outcome. */
export function monthsPlot(points: readonly MonthRange[], options: MonthsOptions): Element {
  const {width, lang, document, title, unit} = options;
  const write = (value: number, digits: number) =>
    unit === "share" ? formatPercent(lang, value, digits) : formatNumber(lang, value, digits);
  const name = ({target}: MonthRange) => t(lang, target === 1 ? "outcome.default" : "outcome.repaid");
  const color = ({target}: MonthRange) => (target === 1 ? COLOR.down : COLOR.up);
  const last = [0, 1].flatMap((target) => points.filter((point) => point.target === target).slice(-1));
  const highest = Math.max(...points.map(({high}) => high), 0);
  return Plot.plot({
    document,
    width,
    height: 240,
    marginRight: 84,
    marginLeft: 52,
    ariaLabel: title,
    x: {
      label: t(lang, "axis.monthsBefore"),
      ticks: monthTicks(points, width < 500 ? 4 : 8),
      tickFormat: (d: number) => formatNumber(lang, d)
    },
    y: {
      label: null,
      grid: true,
      ticks: 4,
      zero: true,
      tickFormat: (d: number) => write(d, highest < 5 && unit === "number" ? 1 : 0)
    },
    marks: [
      Plot.areaY(points, {x: "month", y1: "low", y2: "high", z: "target", fill: color, fillOpacity: 0.18}),
      // One line is broken, so that they can be told apart without colour.
      ...[0, 1].map((target) =>
        Plot.lineY(
          points.filter((point) => point.target === target),
          {
            x: "month",
            y: "mean",
            stroke: color,
            strokeWidth: 2,
            strokeDasharray: target === 1 ? undefined : "5 3"
          }
        )
      ),
      // Names of lines that end close together stand above and below their ends.
      ...last.map((end) =>
        Plot.text([end], {
          x: "month",
          y: "mean",
          text: name,
          fill: color,
          textAnchor: "start",
          lineAnchor: last.every(({mean}) => mean <= end.mean) ? "bottom" : "top",
          dx: 6,
          fontWeight: 600
        })
      ),
      Plot.tip(
        points,
        Plot.pointerX({
          x: "month",
          y: "mean",
          title: (d: MonthRange) =>
            t(lang, "months.tip", {
              outcome: name(d),
              month: formatNumber(lang, -d.month),
              mean: write(d.mean, 1),
              low: write(d.low, 1),
              high: write(d.high, 1),
              n: formatNumber(lang, d.clients)
            })
        })
      ),
      Plot.ruleY([0])
    ]
  });
}
