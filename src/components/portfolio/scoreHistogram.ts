import type {Overview} from "../../core/portfolio/overview.ts";
import type {Portfolio} from "../../core/portfolio/portfolio.ts";
import {type ScoreBin, scoreBinsData, wholeBins} from "../../core/portfolio/scoreBins.ts";
import {summaryData} from "../../core/portfolio/summary.ts";
import {addBrush} from "../charts/brush.ts";
import {foldedTable} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {keyBars, refocus} from "../charts/keyBars.ts";
import {responsive} from "../charts/responsive.ts";
import {BINS_HEIGHT, BINS_MARGIN, binText, scoreBinsPlot} from "../charts/scoreBinsPlot.ts";
import {scoreScaleData} from "../charts/scoreScale.ts";
import {scoreScalePlot} from "../charts/scoreScalePlot.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {asInput, type Input} from "../input.ts";
import {openAsNotebook} from "../notebook/openAsNotebook.ts";
import {scoresCell} from "./cells.ts";
import {type Filters, isOpen, NO_FILTERS, selectClients} from "./selection/filters.ts";

/** A histogram that shows all clients until it has their rows. */
export type ScoreHistogram = Input<Filters> & {show(portfolio: Portfolio): void};

/**
 * Draws how the selection's scores are spread over those of all clients, and below them means, range and cut-off. It
 * is an input of filters: a stretch that is marked becomes the filter on the score.
 */
export function scoreHistogram(lang: Lang, {bins: all, summary: everybody, facts}: Overview): ScoreHistogram {
  const {cutoff} = facts;
  let portfolio: Portfolio | null = null;
  let filters = NO_FILTERS;
  let width = 0;
  // The stretch that is marked is shown on the scores of all who pass the other filters.
  const bins = () =>
    portfolio ? scoreBinsData(portfolio.score, selectClients(portfolio, filters, "score")) : all;
  const domain: [number, number] = [all[0]?.x0 ?? 0, all.at(-1)?.x1 ?? 1];
  const step = all[0] ? all[0].x1 - all[0].x0 : 1;
  const drawing = responsive((available) => {
    width = available;
    requestAnimationFrame(showBand);
    const list = keys();
    if (mustFocus) refocus(list);
    mustFocus = false;
    return html`<div class="key-place">${scoreBinsPlot(bins(), cutoff.score, {width, lang})}${list}${scale()}</div>`;
  });
  let at = 0;
  let mustFocus = false;
  const keys = () => {
    const shown = bins();
    const {score} = filters;
    const isMarked = ({x0, x1}: ScoreBin) =>
      score !== "missing" && !isOpen(score) && x1 > (score[0] ?? domain[0]) && x0 <= (score[1] ?? domain[1]);
    const choose = (ends: readonly [number, number] | null) => {
      mustFocus = true;
      mark(ends);
      mustFocus = false;
    };
    return keyBars({
      label: t(lang, "chart.scores"),
      hint: t(lang, "chart.keys.bins"),
      along: "row",
      at,
      bars: shown.map((bin, i) => ({
        label: binText(lang, bin),
        isChosen: isMarked(bin),
        left: BINS_MARGIN.left + (i / shown.length) * span(),
        width: span() / shown.length,
        top: BINS_MARGIN.top,
        height: BINS_HEIGHT - BINS_MARGIN.top - BINS_MARGIN.bottom
      })),
      onMove: (to) => {
        at = to;
      },
      onChoose(to, from = to) {
        const ends = [shown[Math.min(to, from)]!.x0, shown[Math.max(to, from)]!.x1 - 1] as const;
        const isSame = to === from && score !== "missing" && score[0] === ends[0] && score[1] === ends[1];
        choose(isSame ? null : ends);
      },
      onClear: () => choose(null)
    });
  };
  const scale = () => {
    const selection = portfolio ? summaryData(portfolio, selectClients(portfolio, filters)) : everybody;
    const data = scoreScaleData({
      cutoff: cutoff.score,
      extent: domain,
      domain,
      groupMean: everybody?.meanScore ?? cutoff.score,
      ...(selection && {selection: {mean: selection.meanScore, low: selection.low, high: selection.high}})
    });
    return scoreScalePlot(data, {width, lang, marginLeft: BINS_MARGIN.left});
  };
  const span = () => width - BINS_MARGIN.left - BINS_MARGIN.right;
  const place = html`<div>${drawing}</div>`;
  const brush = addBrush({
    place,
    top: BINS_MARGIN.top,
    height: BINS_HEIGHT - BINS_MARGIN.top - BINS_MARGIN.bottom,
    valueAt: (x) => domain[0] + ((x - BINS_MARGIN.left) / span()) * (domain[1] - domain[0]),
    unitAt: (value) => BINS_MARGIN.left + ((value - domain[0]) / (domain[1] - domain[0])) * span(),
    onMark: (ends) => mark(ends && wholeBins(ends, domain, step))
  });
  const showBand = () => {
    const {score} = filters;
    if (score === "missing" || isOpen(score)) return brush.show(null);
    brush.show([
      Math.max(domain[0], score[0] ?? domain[0]),
      Math.min(domain[1], (score[1] ?? domain[1]) + 1)
    ]);
  };
  const foot = html`<div class="panel-foot">${foldedTable(lang, () => binsTable(lang, bins()))}${openAsNotebook(lang, scoresCell())}</div>`;
  const {element, change} = asInput(html`<div>${place}${foot}</div>`, NO_FILTERS, (next: Filters) => {
    filters = next;
    drawing.redraw();
  });
  const mark = (ends: readonly [number, number] | null) => {
    const score = ends ?? ([null, null] as const);
    const now = filters.score;
    if (now !== "missing" && now[0] === score[0] && now[1] === score[1]) return;
    change({...filters, score});
  };
  return Object.assign(element, {
    show(rows: Portfolio) {
      portfolio = rows;
      if (filters !== NO_FILTERS) drawing.redraw();
    }
  });
}

const binsTable = (lang: Lang, bins: readonly ScoreBin[]): HTMLElement =>
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
  );
