import * as Plot from "@observablehq/plot";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {t} from "../i18n.ts";
import type {GroupRates} from "./groups.ts";

const FOUR_FIFTHS = 0.8;

/** Draws the acceptance ratio of each group on its interval, with rules at 1 and at four fifths. */
export function ratioPlot(
  groups: readonly GroupRates[],
  label: (group: GroupRates) => string,
  {width, lang, document}: ChartOptions
): Element {
  const rows = groups.map((group) => ({
    label: label(group),
    clients: group.clients,
    accepted: group.accepted.value,
    ratio: group.ratio?.value ?? null,
    low: group.ratio?.interval[0] ?? 1,
    high: group.ratio?.interval[1] ?? 1
  }));
  type Row = (typeof rows)[number];
  const compared = rows.filter((row) => row.ratio !== null);
  const number = (value: number) => formatNumber(lang, value, 2);
  return Plot.plot({
    document,
    width,
    height: 60 + 28 * rows.length,
    marginLeft: Math.min(190, width * 0.42),
    marginRight: 56,
    marginTop: 8,
    marginBottom: 40,
    ariaLabel: t(lang, "fairness.ratio"),
    x: {
      domain: [Math.min(0.6, ...rows.map(({low}) => low)), Math.max(1.1, ...rows.map(({high}) => high))],
      grid: true,
      ticks: width < 400 ? 3 : 6,
      label: width < 500 ? t(lang, "fairness.ratio") : t(lang, "fairness.ratio.axis"),
      tickFormat: number
    },
    y: {domain: rows.map((row) => row.label), label: null, tickSize: 0},
    marks: [
      Plot.ruleX([1], {stroke: COLOR.neutral}),
      Plot.ruleX([FOUR_FIFTHS], {stroke: COLOR.neutral, strokeDasharray: "3 3"}),
      Plot.ruleY(compared, {
        x1: "low",
        x2: "high",
        y: "label",
        stroke: COLOR.neutral,
        strokeWidth: 3,
        strokeOpacity: 0.6,
        strokeLinecap: "round"
      }),
      Plot.dot(compared, {
        x: "ratio",
        y: "label",
        r: 4.5,
        fill: COLOR.mark,
        tip: true,
        title: (d: Row) =>
          t(lang, "fairness.ratio.tip", {
            name: d.label,
            accepted: formatPercent(lang, d.accepted),
            ratio: number(d.ratio ?? 1),
            low: number(d.low),
            high: number(d.high),
            n: formatNumber(lang, d.clients)
          })
      }),
      Plot.text(rows, {
        y: "label",
        frameAnchor: "right",
        dx: 52,
        textAnchor: "end",
        text: (d: Row) => formatNumber(lang, d.clients),
        fillOpacity: 0.7
      })
    ]
  });
}
