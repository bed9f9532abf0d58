import * as Plot from "@observablehq/plot";
import type {ImportantFeature} from "../../../core/schema/siteModel.ts";
import {groupLabel} from "../../../core/words/categories.ts";
import {type ChartOptions, COLOR} from "../../charts/options.ts";
import {formatNumber, formatPoints, formatValue} from "../../format.ts";
import {t} from "../../i18n.ts";
import {type SwarmDot, swarmData} from "./swarm.ts";

const ROW = 30;

/** Draws the mean |points| of each feature as bars. */
export function importancePlot(
  features: readonly ImportantFeature[],
  {width, lang, document}: ChartOptions
): Element {
  const label = ({label}: ImportantFeature) => label[lang];
  return Plot.plot({
    document,
    width,
    height: 46 + 22 * features.length,
    marginLeft: Math.min(260, width * 0.5),
    marginRight: 44,
    marginTop: 6,
    ariaLabel: t(lang, "importance.mean"),
    x: {label: t(lang, "importance.mean.axis"), grid: true, ticks: width < 400 ? 3 : 5},
    y: {axis: null, domain: features.map(label)},
    marks: [
      Plot.axisY({label: null, tickSize: 0, lineWidth: Math.min(20, width / 26), textOverflow: "ellipsis"}),
      Plot.barX(features, {x: "meanPoints", y: label, fill: COLOR.mark, insetTop: 3, insetBottom: 3}),
      Plot.text(features, {
        x: "meanPoints",
        y: label,
        dx: 4,
        textAnchor: "start",
        text: (d: ImportantFeature) => formatNumber(lang, d.meanPoints, 1)
      }),
      Plot.ruleX([0])
    ]
  });
}

/** Draws every shown client as a dot in each feature's row: where the feature moved the score, darker for higher values. */
export function swarmPlot(
  features: readonly ImportantFeature[],
  {width, lang, document}: ChartOptions
): Element {
  const dots = swarmData(features);
  const names = new Map(features.map(({name, label}) => [name, label[lang]]));
  return Plot.plot({
    document,
    width,
    height: 46 + ROW * features.length,
    marginLeft: Math.min(260, width * 0.5),
    marginTop: 6,
    ariaLabel: t(lang, "importance.swarm"),
    x: {label: t(lang, "importance.points.axis"), grid: true, ticks: width < 400 ? 3 : 6},
    y: {axis: null, domain: [features.length - 0.5, -0.5]},
    marks: [
      Plot.ruleX([0]),
      Plot.text(features, {
        frameAnchor: "left",
        dx: -6,
        textAnchor: "end",
        y: (_: ImportantFeature, i: number) => i,
        text: (d: ImportantFeature) => d.label[lang],
        lineWidth: Math.min(20, width / 26),
        textOverflow: "ellipsis"
      }),
      Plot.dot(dots, {
        x: "points",
        y: (d: SwarmDot) => [...names.keys()].indexOf(d.feature) + d.offset * 0.42,
        r: 2,
        fill: COLOR.mark,
        stroke: COLOR.mark,
        strokeWidth: 0.5,
        fillOpacity: (d: SwarmDot) => (d.rank === null ? 0.05 : 0.1 + 0.85 * d.rank)
      })
    ]
  });
}

/** Draws a feature's value against its points for each shown client; filled dots where the partner's value is high. */
export function dependencePlot(
  feature: ImportantFeature,
  partner: ImportantFeature | null,
  {width, lang, document}: ChartOptions
): Element {
  const median = partner && middle(partner.values);
  const dots = feature.points.flatMap((points, i) => {
    const value = feature.values[i]!;
    if (value === null) return [];
    const other = partner?.values[i] ?? null;
    const x = feature.kind === "category" ? groupLabel(lang, feature.categories?.[value] ?? "") : value;
    return [{x, points, isHigh: median === null || (other !== null && other >= median)}];
  });
  return Plot.plot({
    document,
    width,
    height: 300,
    marginLeft: 48,
    marginBottom: feature.kind === "category" ? 90 : 38,
    ariaLabel: feature.label[lang],
    x:
      feature.kind === "category"
        ? {label: null, tickRotate: -35, type: "point"}
        : {
            label: feature.label[lang],
            ticks: Math.max(3, width / 110),
            tickFormat: (d: number) => formatValue(lang, d)
          },
    y: {
      label: t(lang, "importance.points.axis"),
      grid: true,
      tickFormat: (d: number) => formatPoints(lang, d)
    },
    marks: [
      Plot.ruleY([0], {stroke: COLOR.neutral}),
      Plot.dot(dots, {
        x: "x",
        y: "points",
        r: 3,
        stroke: COLOR.mark,
        fill: (d: {isHigh: boolean}) => (d.isHigh ? COLOR.mark : COLOR.background)
      })
    ]
  });
}

function middle(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known[Math.floor(known.length / 2)] ?? null;
}
