import * as Plot from "@observablehq/plot";
import {type ChartOptions, COLOR} from "../../charts/options.ts";
import {formatNumber} from "../../format.ts";
import {t} from "../../i18n.ts";
import type {Lane, MarkKind, TimeMark} from "./timeline.ts";

export interface TimelinePlotOptions extends ChartOptions {
  /** Where the axis begins, in months; all lanes have the same. */
  from: number;
  /** Whether the months stand below the lane. */
  hasAxis: boolean;
}

const MARGIN = 8;
const LINE = 13;
/** Days beyond which a payment's distance is not drawn any farther. */
export const MOST_DAYS = {early: -31, late: 62} as const;

/** Colours of meaning; each kind has a shape or a place of its own as well. */
export const KIND_COLOR: Record<MarkKind, string> = {
  running: COLOR.mark,
  closed: COLOR.neutral,
  sold: COLOR.refer,
  badDebt: COLOR.down,
  approved: COLOR.up,
  refused: COLOR.down,
  canceled: COLOR.neutral,
  unused: COLOR.neutral,
  early: COLOR.up,
  onTime: COLOR.neutral,
  late: COLOR.down,
  unpaid: COLOR.down,
  balance: COLOR.mark,
  enquiries: COLOR.neutral
};

export const KIND_SYMBOL: Partial<Record<MarkKind, Plot.SymbolType>> = {
  approved: "circle",
  refused: "times",
  canceled: "diamond",
  unused: "square",
  early: "circle",
  onTime: "diamond",
  late: "triangle",
  unpaid: "times"
};

/** The height at which a mark is drawn. */
export const heightOf = ({kind, level}: TimeMark): number =>
  kind === "early" || kind === "late" ? Math.max(MOST_DAYS.early, Math.min(MOST_DAYS.late, level)) : level;

/** Draws one lane on the common axis of months before the application. */
export function timelinePlot({name, marks}: Lane, options: TimelinePlotOptions): Element {
  const {width, lang, document, from, hasAxis} = options;
  const lines = Math.max(...marks.map(({level}) => level)) + 1;
  const isStacked = name === "elsewhere" || name === "here";
  const inner = isStacked ? lines * LINE : name === "applications" ? 22 : name === "enquiries" ? 26 : 88;
  const bottom = hasAxis ? 36 : 4;
  return Plot.plot({
    document,
    width,
    height: inner + bottom + 6,
    marginLeft: MARGIN,
    marginRight: MARGIN,
    marginTop: 6,
    marginBottom: bottom,
    ariaLabel: t(lang, `timeline.${name}`),
    x: {
      domain: [from, 0],
      grid: true,
      ticks: width < 600 ? 5 : 10,
      axis: hasAxis ? "bottom" : null,
      label: hasAxis ? t(lang, "timeline.axis") : null,
      labelArrow: "none",
      tickFormat: (months: number) => formatNumber(lang, -months)
    },
    y: yOf(name, marks, lines),
    marks: [Plot.ruleX([0], {strokeOpacity: 0.6}), ...marksOf(name, marks)]
  });
}

function yOf(name: Lane["name"], marks: readonly TimeMark[], lines: number): Plot.ScaleOptions {
  const hidden = {axis: null} as const;
  if (name === "elsewhere" || name === "here") return {...hidden, domain: [lines, 0]};
  if (name === "payments") {
    const heights = marks.map(heightOf);
    return {...hidden, domain: [Math.min(-5, ...heights), Math.max(10, ...heights)]};
  }
  if (name === "card")
    return {
      ...hidden,
      domain: [0, Math.max(1, ...marks.map(({level, limit}) => Math.max(level, limit ?? 0)))]
    };
  return {...hidden, domain: name === "applications" ? [-1, 1] : [0, 1]};
}

function marksOf(name: Lane["name"], marks: readonly TimeMark[]): Plot.Markish[] {
  const fill = ({kind}: TimeMark) => KIND_COLOR[kind];
  const symbol = ({kind}: TimeMark) => KIND_SYMBOL[kind] ?? "circle";
  switch (name) {
    case "elsewhere":
    case "here":
      return [
        Plot.rect(marks, {
          x1: "from",
          x2: (d: TimeMark) => Math.max(d.to, d.from + 0.15),
          y1: "level",
          y2: (d: TimeMark) => d.level + 1,
          insetTop: 2,
          insetBottom: 2,
          rx: 2,
          fill,
          fillOpacity: ({kind}: TimeMark) => (kind === "closed" ? 0.35 : 0.85),
          stroke: fill
        })
      ];
    case "applications":
      return [Plot.dot(marks, {x: "from", y: 0, symbol, r: 5, stroke: fill, strokeWidth: 2})];
    case "payments":
      return [
        Plot.ruleY([0], {strokeOpacity: 0.5}),
        Plot.dot(marks, {x: "from", y: heightOf, symbol, r: 3.2, stroke: fill, strokeWidth: 1.6})
      ];
    case "card":
      return [
        Plot.lineY(marks, {
          x: "from",
          y: "limit",
          z: null,
          curve: "step",
          strokeDasharray: "4,3",
          strokeOpacity: 0.7
        }),
        Plot.ruleX(marks, {x: "from", y1: 0, y2: "level", stroke: fill, strokeWidth: 3}),
        Plot.dot(marks, {
          x: "from",
          y: "level",
          r: 2.6,
          fill: ({level, limit}: TimeMark) => (limit !== null && level > limit ? COLOR.down : COLOR.mark)
        })
      ];
    case "enquiries":
      return [
        Plot.rect(marks, {x1: "from", x2: "to", y1: 0.15, y2: 0.85, fill, fillOpacity: 0.35, stroke: fill}),
        Plot.text(
          marks.filter(({from, to}) => to - from > 1.5),
          {
            x: (d: TimeMark) => (d.from + d.to) / 2,
            y: 0.5,
            text: ({level}: TimeMark) => String(level)
          }
        )
      ];
  }
}
