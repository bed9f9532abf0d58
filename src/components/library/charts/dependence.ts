import * as Plot from "@observablehq/plot";
import {COLOR} from "../../charts/options.ts";
import {formatNumber, formatValue} from "../../format.ts";
import {t} from "../../i18n.ts";
import {type Channel, type Rows, toNumber, valuesOf} from "../rows.ts";
import {type ChartInput, pointedInput} from "./chartInput.ts";
import {type LibraryChartOptions, pageLanguage} from "./options.ts";

/** Rows whose value lies from low to high: how many, mean value, and median and quartiles of what depends on it. */
export interface DependenceBin {
  low: number;
  high: number;
  clients: number;
  x: number;
  median: number;
  quartiles: [number, number];
}

/** Summarises y over `bins` groups of about as many rows by ascending x; rows without either are left out. */
export function dependenceData(rows: Rows, x: Channel, y: Channel, bins = 20): DependenceBin[] {
  const ys = valuesOf(rows, y).map(toNumber);
  const pairs = valuesOf(rows, x)
    .map((value, i): [number, number] => [toNumber(value), ys[i]!])
    .filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b))
    .sort(([a], [b]) => a - b);
  const edges = Array.from({length: bins + 1}, (_, i) => Math.round((i * pairs.length) / bins));
  return edges.slice(0, -1).flatMap((first, i) => {
    const group = pairs.slice(first, edges[i + 1]);
    if (group.length === 0) return [];
    const sorted = group.map(([, b]) => b).sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
    return {
      low: group[0]![0],
      high: group.at(-1)![0],
      clients: group.length,
      x: group.reduce((sum, [a]) => sum + a, 0) / group.length,
      median: at(0.5),
      quartiles: [at(0.25), at(0.75)]
    } satisfies DependenceBin;
  });
}

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
