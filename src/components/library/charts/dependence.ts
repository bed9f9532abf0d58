import * as Plot from "@observablehq/plot";
import {COLOR} from "../../charts/options.ts";
import {formatNumber, formatValue} from "../../format.ts";
import {t} from "../../i18n.ts";
import type {Channel, Rows} from "../rows.ts";
import {type ChartInput, pointedInput} from "./chartInput.ts";
import {type DependenceBin, dependenceData} from "./dependenceBins.ts";
import {scaleOf} from "./keyParts.ts";
import {type LibraryChartOptions, pageLanguage} from "./options.ts";

const HEIGHT = 260;
const [MARGIN_TOP, MARGIN_BOTTOM] = [20, 30];
/** Of what the keyboard reaches. */
const KEY_WIDTH = 12;

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
      height: HEIGHT,
      marginTop: MARGIN_TOP,
      marginBottom: MARGIN_BOTTOM,
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
  return pointedInput(draw, (group: DependenceBin) => group, {
    width,
    keys(plot) {
      const at = scaleOf(plot, "x");
      const parts = groups.map((datum) => ({
        datum,
        label: t(lang, "dependence.spoken", {
          low: formatValue(lang, datum.low),
          high: formatValue(lang, datum.high),
          median: formatNumber(lang, datum.median, 1),
          n: formatNumber(lang, datum.clients)
        }),
        left: at.apply(datum.x) - KEY_WIDTH / 2,
        width: KEY_WIDTH,
        top: MARGIN_TOP,
        height: HEIGHT - MARGIN_TOP - MARGIN_BOTTOM
      }));
      return {lang, label: t(lang, "library.dependence"), along: "row", parts};
    }
  });
}
