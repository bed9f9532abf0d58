import * as Plot from "@observablehq/plot";
import {type ChartOptions, COLOR} from "../../charts/options.ts";
import {formatPercent} from "../../format.ts";
import {t} from "../../i18n.ts";
import {estimateTexts} from "../estimates.ts";
import type {ChoiceRow} from "./choice.ts";

/**
 * Draws the AUC that is lost without each group's values on its interval, hollow where neither test tells the group from
 * noise; beside it how often shuffled outcomes give it as much gain.
 */
export function choicePlot(rows: readonly ChoiceRow[], {width, lang, document}: ChartOptions): Element {
  const tip = (row: ChoiceRow) =>
    t(lang, "choice.tip", {
      name: row.label,
      ...estimateTexts(
        lang,
        {value: row.loss, interval: [row.low, row.high]},
        {digits: 4, isDifference: true}
      ),
      share: formatPercent(lang, row.gainShare),
      chance: formatPercent(lang, row.nullP, 0)
    });
  return Plot.plot({
    document,
    width,
    height: 62 + 22 * rows.length,
    marginLeft: Math.min(260, width * 0.42),
    marginRight: 52,
    marginTop: 22,
    marginBottom: 40,
    ariaLabel: t(lang, "choice.importance"),
    x: {label: t(lang, "choice.loss"), grid: true, ticks: width < 500 ? 3 : 6},
    y: {axis: null, domain: rows.map(({name}) => name)},
    marks: [
      Plot.axisY({
        label: null,
        tickSize: 0,
        lineWidth: Math.min(20, width / 32),
        textOverflow: "ellipsis",
        tickFormat: (_: string, i: number) => rows[i]!.label
      }),
      Plot.ruleX([0], {stroke: COLOR.neutral}),
      Plot.ruleY(rows, {
        ...{x1: "low", x2: "high", y: "name", stroke: COLOR.neutral},
        ...{strokeWidth: 3, strokeOpacity: 0.6, strokeLinecap: "round"}
      }),
      Plot.dot(rows, {
        ...{x: "loss", y: "name", r: 4, stroke: COLOR.mark, strokeWidth: 1.5},
        fill: ({isNoise}: ChoiceRow) => (isNoise ? COLOR.background : COLOR.mark),
        tip: true,
        title: tip
      }),
      Plot.text([t(lang, "choice.chance.short")], {
        frameAnchor: "top-right",
        dx: 48,
        dy: -18,
        textAnchor: "end"
      }),
      Plot.text(rows, {
        ...{y: "name", frameAnchor: "right", dx: 48, textAnchor: "end", fillOpacity: 0.7},
        text: ({nullP}: ChoiceRow) => formatPercent(lang, nullP, 0)
      })
    ]
  });
}
