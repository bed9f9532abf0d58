import * as Plot from "@observablehq/plot";
import type {Decision} from "../../core/schema/score.ts";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {type DrawnStep, STEP_SECONDS, STEPS} from "./timeline.ts";

const MARGIN = {marginLeft: 44, marginRight: 12} as const;
const DECISIONS = ["decline", "refer", "approve"] as const satisfies readonly Decision[];
const FILL: Record<Decision, string> = {approve: COLOR.up, refer: COLOR.refer, decline: COLOR.down};

const timeAxis = (lang: Lang, width: number) => ({
  domain: [-STEPS * STEP_SECONDS, 0],
  label: t(lang, "live.axis.minutes"),
  ticks: width < 420 ? [-600, -300, 0] : [-600, -480, -360, -240, -120, 0],
  tickFormat: (seconds: number) => formatNumber(lang, seconds / 60)
});

/** Draws where the scores of each ten seconds lie: median, and the band of the middle four fifths, against the cut-off. */
export function scoresInTimePlot(
  steps: readonly DrawnStep[],
  cutoff: number | null,
  {width, lang, document}: ChartOptions
): Element {
  return Plot.plot({
    document,
    width,
    height: 150,
    marginTop: 22,
    marginBottom: 36,
    ...MARGIN,
    ariaLabel: t(lang, "live.scoresInTime"),
    x: timeAxis(lang, width),
    y: {
      label: t(lang, "axis.points"),
      grid: true,
      ticks: 4,
      tickFormat: (d: number) => formatNumber(lang, d)
    },
    marks: [
      Plot.rect(steps, {x1: "from", x2: "to", y1: "low", y2: "high", fill: COLOR.neutral, fillOpacity: 0.4}),
      Plot.ruleY(steps, {x1: "from", x2: "to", y: "median", stroke: COLOR.mark, strokeWidth: 2}),
      cutoff === null ? null : Plot.ruleY([cutoff], {stroke: "currentColor", strokeDasharray: "4 3"})
    ]
  });
}

/** Draws how many were decided how in each ten seconds. */
export function decisionsInTimePlot(
  steps: readonly DrawnStep[],
  {width, lang, document}: ChartOptions
): Element {
  const bars = steps.flatMap(({from, to, decisions}) => {
    let sum = 0;
    return DECISIONS.flatMap((decision) => {
      if (decisions[decision] === 0) return [];
      const bar = {from, to, decision, y1: sum, y2: sum + decisions[decision]};
      sum = bar.y2;
      return [bar];
    });
  });
  return Plot.plot({
    document,
    width,
    height: 130,
    marginTop: 22,
    marginBottom: 36,
    ...MARGIN,
    ariaLabel: t(lang, "live.decisionsInTime"),
    x: timeAxis(lang, width),
    y: {
      label: t(lang, "axis.scores"),
      grid: true,
      ticks: 3,
      tickFormat: (d: number) => formatNumber(lang, d)
    },
    marks: [
      Plot.rect(bars, {
        x1: "from",
        x2: "to",
        y1: "y1",
        y2: "y2",
        fill: (bar: (typeof bars)[number]) => FILL[bar.decision],
        inset: 0.5
      }),
      Plot.ruleY([0])
    ]
  });
}
