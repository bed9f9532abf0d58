import * as Plot from "@observablehq/plot";
import {labelAxis} from "../../charts/labelAxis.ts";
import {COLOR} from "../../charts/options.ts";
import {formatNumber, formatPoints} from "../../format.ts";
import {t} from "../../i18n.ts";
import type {Channel, Rows} from "../rows.ts";
import {type ChartInput, pointedInput} from "./chartInput.ts";
import {scaleOf} from "./keyParts.ts";
import {type LibraryChartOptions, pageLanguage} from "./options.ts";
import {beeswarmData, type SwarmDot} from "./swarmDots.ts";

const ROW = 42;

/** The dot farthest from no points: the one of a row that the keyboard reaches. */
const strongest = (dots: readonly SwarmDot[]): SwarmDot =>
  dots.reduce((most, dot) => (Math.abs(dot.points) > Math.abs(most.points) ? dot : most));

/**
 * Draws contributions of many clients as a swarm, one row a feature: rows with `feature` and `points`, as the table
 * contributions has them. Its value is the row of the dot pointed at last.
 */
export function beeswarm(
  rows: Rows,
  {
    feature = "feature",
    points = "points",
    most = 12,
    labelOf = (name) => name,
    width,
    lang = pageLanguage()
  }: LibraryChartOptions & {
    feature?: Channel;
    points?: Channel;
    most?: number;
    /** Puts a feature's name into words. */
    labelOf?: (name: string) => string;
  } = {}
): ChartInput<object | null> {
  const dots = beeswarmData(rows, feature, points, most);
  const names = [...new Set(dots.map((dot) => dot.feature))];
  const draw = (w: number) =>
    Plot.plot({
      width: w,
      height: 60 + ROW * names.length,
      marginLeft: labelAxis(names.map(labelOf), w).marginLeft,
      marginBottom: 40,
      ariaLabel: t(lang, "library.beeswarm"),
      x: {label: t(lang, "axis.points"), grid: true, tickFormat: (d: number) => formatNumber(lang, d)},
      y: {domain: [-1, 1], axis: null},
      fy: {domain: names, label: null, axis: null},
      marks: [
        Plot.axisFy({
          anchor: "left",
          label: null,
          tickSize: 0,
          tickFormat: labelOf,
          lineWidth: (labelAxis(names.map(labelOf), w).marginLeft - 10) / 11
        }),
        Plot.ruleX([0]),
        Plot.dot(dots, {
          x: "points",
          y: "offset",
          fy: "feature",
          r: 1.6,
          fill: ({points: p}: SwarmDot) => (p < 0 ? COLOR.down : COLOR.up),
          tip: {format: {y: false}}
        })
      ]
    });
  return pointedInput(draw, (dot: SwarmDot) => dot.row, {
    width,
    keys(plot, w) {
      const at = scaleOf(plot, "fy");
      const parts = names.map((name) => {
        const datum = strongest(dots.filter((dot) => dot.feature === name));
        const label = t(lang, "swarm.spoken", {
          name: labelOf(name),
          points: formatPoints(lang, datum.points, 1)
        });
        return {datum, label, left: 0, width: w, top: at.apply(name), height: at.bandwidth ?? ROW};
      });
      return {lang, label: t(lang, "library.beeswarm"), along: "column", parts};
    }
  });
}
