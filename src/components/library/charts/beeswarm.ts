import * as Plot from "@observablehq/plot";
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
      marginLeft: Math.min(220, w * 0.42),
      ariaLabel: t(lang, "library.beeswarm"),
      x: {label: t(lang, "axis.points"), grid: true, tickFormat: (d: number) => formatNumber(lang, d)},
      fy: {domain: names, label: null, tickFormat: labelOf, axis: "left"},
      marks: [
        Plot.ruleX([0]),
        Plot.dot(
          dots,
          Plot.dodgeY("middle", {
            x: "points",
            fy: "feature",
            r: 1.6,
            padding: 0,
            fill: ({points: p}: SwarmDot) => (p < 0 ? COLOR.down : COLOR.up),
            tip: true
          })
        )
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
