import * as Plot from "@observablehq/plot";
import type {Explored, ExplorePoint} from "../../core/explore/explored.ts";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatNumber} from "../format.ts";
import {t} from "../i18n.ts";
import {groupText} from "./groupText.ts";
import {measureText} from "./measureText.ts";

/** Colour and shape of each series, so that colour alone tells nothing. */
export const SERIES = [
  {color: COLOR.mark, symbol: "circle", sign: "●"},
  {color: COLOR.down, symbol: "triangle", sign: "▲"},
  {color: COLOR.up, symbol: "square", sign: "■"},
  {color: COLOR.refer, symbol: "diamond", sign: "◆"},
  {color: COLOR.neutral, symbol: "cross", sign: "✚"}
] as const;

const FACET_HEIGHT = 200;

/** Draws the points of what is explored with their intervals, counts as bars; facets stand one under the other. */
export function explorePlot(
  {measure, unit, x, colour, facet, points}: Explored,
  {width, lang, document, title}: ChartOptions & {title: string}
): Element {
  const label = ({x: at}: ExplorePoint) => groupText(lang, x[at]!);
  const series = ({colour: at}: ExplorePoint) => SERIES[at % SERIES.length]!;
  const row = facet && (({facet: at}: ExplorePoint) => groupText(lang, facet[at]!));
  const write = (value: number, digits = 1) =>
    measureText(lang, {measure, ...(unit && {unit})}, value, digits);
  const tip = (point: ExplorePoint) =>
    t(lang, point.interval ? "explore.tip" : "explore.tip.count", {
      name: [label(point), colour && groupText(lang, colour[point.colour]!)].filter(Boolean).join(" · "),
      value: write(point.value),
      low: point.interval ? write(point.interval[0]) : "",
      high: point.interval ? write(point.interval[1]) : "",
      n: formatNumber(lang, point.n)
    });
  const known = points.filter(({interval}) => interval !== null);
  // Series stand beside each other within a group.
  const shift = (point: ExplorePoint) => (colour ? (point.colour - (colour.length - 1) / 2) * 7 : 0);
  const bySeries = (colour ?? [null]).map((_, at) => at);
  const common = {x: label, ...(row && {fy: row})};
  const of = (at: number, all = points) => all.filter((point) => point.colour === at);
  const marks = bySeries.flatMap((at) => {
    const {color, symbol} = SERIES[at % SERIES.length]!;
    const dx = shift({colour: at} as ExplorePoint);
    return [
      Plot.ruleX(of(at, known), {
        ...common,
        y1: (d: ExplorePoint) => d.interval![0],
        y2: (d: ExplorePoint) => d.interval![1],
        dx,
        stroke: color,
        strokeWidth: 2,
        strokeOpacity: 0.55
      }),
      Plot.dot(of(at), {...common, y: "value", dx, fill: color, symbol, r: 4, tip: true, title: tip})
    ];
  });
  const bars = Plot.barY(points, {
    ...common,
    y: "value",
    fill: (d: ExplorePoint) => series(d).color,
    order: (d: ExplorePoint) => d.colour,
    tip: true,
    title: tip
  });
  return Plot.plot({
    document,
    width,
    height: FACET_HEIGHT * (facet?.length ?? 1) + 110,
    marginLeft: unit ? 118 : 56,
    marginRight: facet ? 110 : 16,
    marginBottom: 96,
    ariaLabel: title,
    x: {
      type: "band",
      domain: x.map((group) => groupText(lang, group)),
      label: null,
      tickRotate: -35,
      tickSize: 3,
      padding: measure === "count" ? 0.15 : 0
    },
    y: {label: null, grid: true, ticks: 4, nice: true, tickFormat: (d: number) => write(d, 0)},
    fy: {label: null},
    marks: [...(measure === "count" ? [bars, Plot.ruleY([0])] : marks)]
  });
}
