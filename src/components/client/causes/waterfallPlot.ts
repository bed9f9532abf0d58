import * as Plot from "@observablehq/plot";
import {type ChartOptions, COLOR} from "../../charts/options.ts";
import {formatNumber, formatPoints} from "../../format.ts";
import {t} from "../../i18n.ts";
import type {WaterfallStep} from "./waterfall.ts";

export interface WaterfallOptions extends ChartOptions {
  /** What stands beside the bar of a step. */
  labelOf: (step: WaterfallStep) => string;
  cutoff: number;
}

const ROW_HEIGHT = 27;
const NARROW = 620;

/**
 * Draws the steps from top to bottom. Labels stand left of the bars, or above them where there is no room.
 * The bars of steps are the `rect` elements of the group labelled "bar", in the order of the steps.
 */
export function waterfallPlot(steps: readonly WaterfallStep[], options: WaterfallOptions): Element {
  const {width, lang, document, labelOf, cutoff} = options;
  const isNarrow = width < NARROW;
  const rowHeight = isNarrow ? 46 : ROW_HEIGHT;
  const key = (step: WaterfallStep) => steps.indexOf(step);
  const isTotal = ({kind}: WaterfallStep) => kind === "base" || kind === "score";
  const changes = steps.filter((step) => !isTotal(step));
  const totals = steps.filter(isTotal);
  const ends = steps.map(({end}) => end).concat(cutoff);
  const padding = 0.12 * Math.max(20, Math.max(...ends) - Math.min(...ends));
  const labelWidth = isNarrow ? 10 : Math.min(360, width * 0.42);
  const marginBottom = 36;
  return Plot.plot({
    document,
    width,
    height: steps.length * rowHeight + marginBottom + 24,
    marginLeft: labelWidth,
    marginRight: 24,
    marginTop: 24,
    marginBottom,
    ariaLabel: t(lang, "chart.waterfall"),
    x: {
      domain: [Math.min(...ends) - padding, Math.max(...ends) + padding],
      grid: true,
      ticks: isNarrow ? 4 : 8,
      label: t(lang, "axis.points"),
      tickFormat: (d: number) => formatNumber(lang, d)
    },
    y: {type: "band", domain: steps.map(key), axis: null, padding: 0.3},
    marks: [
      Plot.ruleX([cutoff], {strokeOpacity: 0.6, strokeDasharray: "4,3"}),
      Plot.text([cutoff], {
        x: (d: number) => d,
        frameAnchor: "top",
        dy: -16,
        text: () => t(lang, "chart.cutoff", {score: formatNumber(lang, cutoff)})
      }),
      Plot.barX(changes, {
        x1: "start",
        x2: "end",
        y: key,
        insetTop: isNarrow ? 14 : 0,
        fill: ({points}: WaterfallStep) => (points < 0 ? COLOR.down : COLOR.up),
        rx: 1.5
      }),
      Plot.tickX(totals, {
        x: "end",
        y: key,
        insetTop: isNarrow ? 14 : 0,
        stroke: "currentColor",
        strokeWidth: 3
      }),
      Plot.text(changes, {
        x: ({start, end}: WaterfallStep) => Math.max(start, end),
        y: key,
        dx: 5,
        dy: isNarrow ? 7 : 0,
        textAnchor: "start",
        fontWeight: 600,
        fill: "currentColor",
        stroke: COLOR.background,
        strokeWidth: 4,
        text: ({points}: WaterfallStep) => formatPoints(lang, points, 1)
      }),
      Plot.text(totals, {
        x: "end",
        y: key,
        dx: 7,
        dy: isNarrow ? 7 : 0,
        textAnchor: "start",
        fontWeight: 700,
        fill: "currentColor",
        stroke: COLOR.background,
        strokeWidth: 4,
        text: ({end}: WaterfallStep) => formatNumber(lang, end, 1)
      }),
      Plot.text(steps, {
        frameAnchor: "left",
        y: key,
        dx: isNarrow ? -6 : -labelWidth + 4,
        dy: isNarrow ? -13 : 0,
        textAnchor: "start",
        lineWidth: (isNarrow ? width - 20 : labelWidth - 12) / 12,
        textOverflow: "ellipsis-end",
        text: labelOf
      })
    ]
  });
}
