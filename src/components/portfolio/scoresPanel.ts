import {chartPanel} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {scoreBinsData} from "../charts/scoreBins.ts";
import {BINS_MARGIN_LEFT, scoreBinsPlot} from "../charts/scoreBinsPlot.ts";
import {scoreScaleData} from "../charts/scoreScale.ts";
import {scoreScalePlot} from "../charts/scoreScalePlot.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {t} from "../i18n.ts";
import type {PanelParts} from "./panelParts.ts";
import {summaryData} from "./summary.ts";

/** Draws how the selection's scores are spread over those of all clients, and below them means, range and cut-off. */
export function scoresPanel({lang, portfolio, everybody, selected}: PanelParts): HTMLElement {
  const {cutoff} = portfolio.facts;
  const bins = scoreBinsData(portfolio.score, selected);
  const domain: [number, number] = [bins[0]!.x0, bins.at(-1)!.x1];
  const selection = summaryData(portfolio, selected)!;
  const scale = scoreScaleData({
    cutoff: cutoff.score,
    extent: domain,
    domain,
    groupMean: summaryData(portfolio, everybody)!.meanScore,
    selection: {mean: selection.meanScore, low: selection.low, high: selection.high}
  });
  return chartPanel({
    lang,
    title: t(lang, "portfolio.scores"),
    hint: t(lang, "portfolio.scores.hint"),
    draw: (width) =>
      html`<div>${scoreBinsPlot(bins, cutoff.score, {width, lang})}${scoreScalePlot(scale, {width, lang, marginLeft: BINS_MARGIN_LEFT})}</div>`,
    table: () =>
      dataTable(
        bins.filter(({count}) => count > 0),
        [
          {label: t(lang, "axis.points"), cell: ({x0, x1}) => `${x0}–${x1 - 1}`},
          {label: t(lang, "column.clients"), cell: ({count}) => formatNumber(lang, count), isNumber: true},
          {label: t(lang, "column.share"), cell: ({share}) => formatPercent(lang, share), isNumber: true},
          {
            label: t(lang, "column.shareOfAll"),
            cell: ({shareOfAll}) => formatPercent(lang, shareOfAll),
            isNumber: true
          }
        ],
        {caption: t(lang, "portfolio.scores")}
      )
  });
}
