import * as Plot from "@observablehq/plot";
import {COLOR} from "../../charts/options.ts";
import {formatNumber, formatValue} from "../../format.ts";
import {t} from "../../i18n.ts";
import type {Channel, Rows} from "../rows.ts";
import {type ChartInput, pointedInput} from "./chartInput.ts";
import {type DependenceBin, dependenceData} from "./dependenceBins.ts";
import {type LibraryChartOptions, pageLanguage} from "./options.ts";

/**
 * Draws how points (or another number) go with a value: the median and the middle half of about as many clients each.
 * Its value is the group pointed at last.
 */
export function dependence(
  rows: Rows,
  x: Channel,
  {
    y = "points",
    bins = 20,
    xLabel,
    width,
    lang = pageLanguage()
  }: LibraryChartOptions & {
    y?: Channel;
    bins?: number;
    xLabel?: string;
  } = {}
): ChartInput<DependenceBin | null> {
  const groups = dependenceData(rows, x, y, bins);
  const draw = (w: number) =>
    Plot.plot({
      width: w,
      height: 260,
      marginLeft: 52,
      ariaLabel: t(lang, "library.dependence"),
      x: {
        label: xLabel ?? (typeof x === "string" ? x : null),
        tickFormat: (d: number) => formatValue(lang, d),
        ticks: Math.max(3, w / 110)
      },
      y: {
        label: y === "points" ? t(lang, "axis.points") : typeof y === "string" ? y : null,
        grid: true,
        tickFormat: (d: number) => formatNumber(lang, d)
      },
      marks: [
        Plot.ruleY([0]),
        Plot.areaY(groups, {
          x: "x",
          y1: ({quartiles}: DependenceBin) => quartiles[0],
          y2: ({quartiles}: DependenceBin) => quartiles[1],
          fill: COLOR.neutral,
          fillOpacity: 0.25
        }),
        Plot.lineY(groups, {x: "x", y: "median", stroke: COLOR.up, strokeWidth: 2}),
        Plot.dot(groups, {x: "x", y: "median", r: 3, fill: COLOR.up, tip: true})
      ]
    });
  return pointedInput(draw, (group: DependenceBin) => group, width);
}
