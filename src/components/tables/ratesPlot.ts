import * as Plot from "@observablehq/plot";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {t} from "../i18n.ts";
import type {Rate} from "./rates.ts";

/** Draws the bad rate of each value as a dot on its interval, the number of clients beside it, and the rate of all as a rule. */
export function ratesPlot(
  rates: readonly Rate[],
  {width, lang, document, title, overall}: ChartOptions & {title: string; overall: number}
): Element {
  const known = rates.filter(({badRate}) => badRate !== null);
  const percent = (share: number, digits = 1) => formatPercent(lang, share, digits);
  const reliable = known.filter(({labelled}) => labelled >= 30).map(({interval}) => interval![1]);
  return Plot.plot({
    document,
    width,
    height: 46 + 26 * rates.length,
    marginLeft: Math.min(190, width * 0.42),
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
      tickFormat: (d: number) => percent(d, 0)
    },
    y: {domain: rates.map(({label}) => label), label: null, tickSize: 0},
    marks: [
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
        title: (d: Rate) =>
          t(lang, "rates.tip", {
            name: d.label,
            rate: percent(d.badRate!),
            low: percent(d.interval![0]),
            high: percent(d.interval![1]),
            n: formatNumber(lang, d.labelled)
          })
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
