import * as Plot from "@observablehq/plot";
import {labelAxis} from "../charts/labelAxis.ts";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import type {Rate} from "./rates.ts";

/** Height of one value's row. */
export const RATE_ROW = 26;

/** Says of a value whose rate is known what its dot shows. */
export const rateText = (lang: Lang, {label, badRate, interval, labelled}: Rate): string =>
  t(lang, "rates.tip", {
    name: label,
    rate: formatPercent(lang, badRate!, 1),
    low: formatPercent(lang, interval![0], 1),
    high: formatPercent(lang, interval![1], 1),
    n: formatNumber(lang, labelled)
  });

/** Draws the bad rate of each value as a dot on its interval, the number of clients beside it, and the rate of all as a rule. */
export function ratesPlot(
  rates: readonly Rate[],
  {width, lang, document, title, overall}: ChartOptions & {title: string; overall: number}
): Element {
  const known = rates.filter(({badRate}) => badRate !== null);
  const reliable = known.filter(({labelled}) => labelled >= 30).map(({interval}) => interval![1]);
  const labels = rates.map(({label}) => label);
  const {marginLeft, axis} = labelAxis(labels, width);
  return Plot.plot({
    document,
    width,
    height: 46 + RATE_ROW * rates.length,
    marginLeft,
    marginRight: 56,
    marginTop: 8,
    marginBottom: 34,
    ariaLabel: title,
    x: {
      domain: [0, Math.ceil(Math.max(0.1, ...reliable) * 20) / 20],
      clamp: true,
      grid: true,
      ticks: width < 400 ? 2 : 4,
      label: t(lang, "tables.axis"),
      tickFormat: (d: number) => formatPercent(lang, d, 0)
    },
    y: {domain: labels, label: null, tickSize: 0},
    marks: [
      axis,
      Plot.ruleX([overall], {stroke: COLOR.neutral, strokeDasharray: "3 3"}),
      Plot.ruleY(known, {
        x1: (d: Rate) => d.interval![0],
        x2: (d: Rate) => d.interval![1],
        y: "label",
        stroke: COLOR.neutral,
        strokeWidth: 3,
        strokeOpacity: 0.6,
        strokeLinecap: "round"
      }),
      Plot.dot(known, {
        x: "badRate",
        y: "label",
        r: 4,
        fill: COLOR.down,
        tip: true,
        title: (d: Rate) => rateText(lang, d)
      }),
      Plot.text(rates, {
        y: "label",
        frameAnchor: "right",
        dx: 52,
        textAnchor: "end",
        text: (d: Rate) => formatNumber(lang, d.clients),
        fillOpacity: 0.7
      })
    ]
  });
}
