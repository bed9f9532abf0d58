import * as Plot from "@observablehq/plot";
import {type ChartOptions, COLOR} from "../../charts/options.ts";
import {formatNumber, formatPoints} from "../../format.ts";
import {t} from "../../i18n.ts";
import type {Pair} from "./interactions.ts";

const ROW_HEIGHT = 40;

/** Draws pairs of features as bars left and right of zero, each below the words of its pair. */
export function interactionsPlot(pairs: readonly Pair[], {width, lang, document}: ChartOptions): Element {
  const most = Math.max(...pairs.map(({points}) => Math.abs(points)), 1);
  return Plot.plot({
    document,
    width,
    height: pairs.length * ROW_HEIGHT + 40,
    marginLeft: 6,
    marginRight: 6,
    marginTop: 4,
    marginBottom: 34,
    ariaLabel: t(lang, "pairs.chart"),
    x: {
      domain: [-1.25 * most, 1.25 * most],
      grid: true,
      ticks: width < 500 ? 3 : 6,
      label: t(lang, "axis.points"),
      tickFormat: (points: number) => formatNumber(lang, points, 1)
    },
    y: {type: "band", domain: pairs.map((_, i) => i), axis: null, padding: 0.1},
    marks: [
      Plot.barX(pairs, {
        x1: 0,
        x2: "points",
        y: (pair: Pair) => pairs.indexOf(pair),
        insetTop: 18,
        insetBottom: 4,
        fill: ({points}: Pair) => (points < 0 ? COLOR.down : COLOR.up)
      }),
      Plot.ruleX([0]),
      ...[-1, 1].map((side) =>
        Plot.text(
          pairs.filter(({points}) => Math.sign(points) === side),
          {
            x: "points",
            y: (pair: Pair) => pairs.indexOf(pair),
            dy: 7,
            dx: 5 * side,
            textAnchor: side < 0 ? "end" : "start",
            text: ({points}: Pair) => formatPoints(lang, points, 1)
          }
        )
      ),
      Plot.text(pairs, {
        frameAnchor: "left",
        y: (pair: Pair) => pairs.indexOf(pair),
        dy: -11,
        textAnchor: "start",
        lineWidth: (width - 16) / 12,
        textOverflow: "ellipsis-end",
        text: ({labels}: Pair) => `${labels[0][lang]} × ${labels[1][lang]}`
      })
    ]
  });
}
