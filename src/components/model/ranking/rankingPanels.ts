import type {RankingPoint} from "../../../core/metrics/rankingCurve.ts";
import type {SiteModel} from "../../../core/schema/siteModel.ts";
import {chartPanel} from "../../charts/chartPanel.ts";
import {dataTable} from "../../charts/dataTable.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {rankingFacts, rankingPlot} from "./rankingPlots.ts";

/** Draws how the scores rank clients, out of fold; says so where nothing was measured, as of an imported model. */
export function rankingPanel(
  lang: Lang,
  {curve}: SiteModel["ranking"],
  against: "goods" | "declined"
): HTMLElement {
  const facts = rankingFacts(curve);
  if (!facts) return html`<p class="notice">${t(lang, "ranking.none")}</p>`;
  const {ks, caught} = facts;
  const title = t(lang, `ranking.${against}`);
  const percent = (share: number) => formatPercent(lang, share);
  const table = () =>
    dataTable(
      curve.filter((_, i) => i % 5 === 0),
      [
        {
          label: t(lang, "ranking.declined.axis"),
          cell: (d: RankingPoint) => percent(d.declined),
          isNumber: true
        },
        {label: t(lang, "ranking.bads.axis"), cell: (d: RankingPoint) => percent(d.bads), isNumber: true},
        {label: t(lang, "ranking.goods.axis"), cell: (d: RankingPoint) => percent(d.goods), isNumber: true}
      ],
      {caption: title}
    );
  return chartPanel({
    lang,
    title,
    hint:
      against === "goods"
        ? t(lang, "ranking.goods.hint", {ks: formatNumber(lang, ks, 3)})
        : t(lang, "ranking.declined.hint", {share: percent(caught.declined), bads: percent(caught.bads)}),
    draw: (width) => rankingPlot(curve, {width, lang, against}),
    cell: rankingCell(against),
    table
  });
}

/** Writes the notebook cells that draw the same from the out-of-fold scores. */
const rankingCell = (against: "goods" | "declined"): string => `const curve = await sql\`
  SELECT (sum(target) OVER riskiest / sum(target) OVER ())::DOUBLE AS bads,
    (sum(1 - target) OVER riskiest / sum(1 - target) OVER ())::DOUBLE AS goods,
    (count(*) OVER riskiest / count(*) OVER ())::DOUBLE AS declined
  FROM clients WHERE target IS NOT NULL AND "probabilityOfDefault" IS NOT NULL
  WINDOW riskiest AS (ORDER BY "probabilityOfDefault" DESC) ORDER BY declined\`;
// ---
Plot.plot({
  x: {percent: true, grid: true},
  y: {percent: true, grid: true},
  marks: [Plot.link([0], {x1: 0, y1: 0, x2: 1, y2: 1, strokeDasharray: "4 4"}), Plot.lineY(curve, {x: "${against}", y: "bads"})]
})`;
