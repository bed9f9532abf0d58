import * as Plot from "@observablehq/plot";
import type {Importance} from "../../core/search/fanova.ts";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatPercent} from "../format.ts";
import {t} from "../i18n.ts";

/** Draws what each parameter explains as a bar. */
export function importancePlot(
  parameters: readonly Importance[],
  {width, lang, document}: ChartOptions
): Element {
  return Plot.plot({
    document,
    width,
    height: 56 + 30 * parameters.length,
    marginLeft: 124,
    marginRight: 48,
    marginBottom: 42,
    ariaLabel: t(lang, "search.importance"),
    x: {
      label: t(lang, "search.importance.share"),
      domain: [0, Math.max(0.1, ...parameters.map(({share}) => share))],
      ticks: width < 400 ? 3 : 5,
      tickFormat: (d: number) => formatPercent(lang, d, 0)
    },
    y: {label: null, domain: parameters.map(({name}) => name)},
    marks: [
      Plot.barX(parameters, {x: "share", y: "name", fill: COLOR.mark, insetTop: 3, insetBottom: 3}),
      Plot.text(parameters, {
        x: "share",
        y: "name",
        text: ({share}: Importance) => formatPercent(lang, share, 1),
        textAnchor: "start",
        dx: 5
      }),
      Plot.ruleX([0])
    ]
  });
}
