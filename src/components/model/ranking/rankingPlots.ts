import * as Plot from "@observablehq/plot";
import type {RankingPoint} from "../../../core/metrics/rankingCurve.ts";
import {type ChartOptions, COLOR} from "../../charts/options.ts";
import {formatPercent} from "../../format.ts";
import {t} from "../../i18n.ts";

/** The place where bad and good clients are furthest apart. */
const widest = (curve: readonly RankingPoint[]): RankingPoint =>
  curve.reduce((best, point) => (point.bads - point.goods > best.bads - best.goods ? point : best));

/** Tells KS and what declining the riskiest fifth catches; null where nothing was measured. */
export function rankingFacts(curve: readonly RankingPoint[]): {ks: number; caught: RankingPoint} | null {
  const last = curve.at(-1);
  if (!last) return null;
  const {bads, goods} = widest(curve);
  return {ks: bads - goods, caught: curve.find(({declined}) => declined >= 0.2) ?? last};
}

/**
 * Draws what declining the riskiest catches: bad clients against good ones (the ROC curve, whose greatest height over
 * the diagonal is KS), or against all (gains).
 */
export function rankingPlot(
  curve: readonly RankingPoint[],
  {width, lang, document, against}: ChartOptions & {against: "goods" | "declined"}
): Element {
  const percent = (share: number, digits = 0) => formatPercent(lang, share, digits);
  const axis = {
    domain: [0, 1],
    grid: true,
    ticks: width < 400 ? 3 : 5,
    tickFormat: (d: number) => percent(d)
  };
  const apart = widest(curve);
  return Plot.plot({
    document,
    width,
    height: Math.min(360, Math.max(240, width * 0.75)),
    marginLeft: 48,
    marginBottom: 38,
    ariaLabel: t(lang, `ranking.${against}`),
    x: {...axis, label: t(lang, `ranking.${against}.axis`)},
    y: {...axis, label: t(lang, "ranking.bads.axis")},
    marks: [
      Plot.link([0], {x1: 0, y1: 0, x2: 1, y2: 1, stroke: COLOR.neutral, strokeDasharray: "4 4"}),
      against === "goods"
        ? Plot.link([apart], {
            x1: "goods",
            x2: "goods",
            y1: "goods",
            y2: "bads",
            stroke: COLOR.neutral,
            strokeWidth: 3,
            strokeOpacity: 0.6
          })
        : null,
      Plot.line(curve, {x: against, y: "bads", stroke: COLOR.mark, strokeWidth: 2}),
      Plot.tip(
        curve,
        Plot.pointerX({
          x: against,
          y: "bads",
          title: (d: RankingPoint) =>
            t(lang, "ranking.tip", {
              declined: percent(d.declined, 1),
              bads: percent(d.bads, 1),
              goods: percent(d.goods, 1)
            })
        })
      )
    ]
  });
}
