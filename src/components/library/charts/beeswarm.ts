import * as Plot from "@observablehq/plot";
import {COLOR} from "../../charts/options.ts";
import {formatNumber} from "../../format.ts";
import {t} from "../../i18n.ts";
import {type Channel, type Rows, toNumber, valuesOf} from "../rows.ts";
import {type ChartInput, pointedInput} from "./chartInput.ts";
import {type LibraryChartOptions, pageLanguage} from "./options.ts";

export interface SwarmDot {
  feature: string;
  points: number;
  row: object;
}

/** What is drawn of one feature; more dots than this say nothing more. */
const MOST_DOTS = 300;

/**
 * Lays out contributions as a swarm: features by mean |points|, the `most` strongest; of each at most 300 rows, evenly
 * spread over those given.
 */
export function beeswarmData(rows: Rows, feature: Channel, points: Channel, most: number): SwarmDot[] {
  const names = valuesOf(rows, feature).map(String);
  const values = valuesOf(rows, points).map(toNumber);
  const places = new Map(names.map((name): [string, number[]] => [name, []]));
  for (const [i, name] of names.entries()) places.get(name)!.push(i);
  const strength = (of: readonly number[]) =>
    of.reduce((sum, i) => sum + Math.abs(values[i]!), 0) / of.length;
  const strongest = [...places].sort(([, a], [, b]) => strength(b) - strength(a)).slice(0, most);
  const all = Array.from(rows as Iterable<object>);
  return strongest.flatMap(([name, own]) => {
    const step = Math.max(1, own.length / MOST_DOTS);
    return Array.from({length: Math.min(own.length, MOST_DOTS)}, (_, k) => {
      const i = own[Math.floor(k * step)]!;
      return {feature: name, points: values[i]!, row: all[i]!};
    });
  });
}

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
      height: 60 + 42 * names.length,
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
  return pointedInput(draw, (dot: SwarmDot) => dot.row, width);
}
