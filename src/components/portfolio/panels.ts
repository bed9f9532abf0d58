import {chartPanel} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {scoreBinsData} from "../charts/scoreBins.ts";
import {BINS_MARGIN_LEFT, scoreBinsPlot} from "../charts/scoreBinsPlot.ts";
import {scoreScaleData} from "../charts/scoreScale.ts";
import {scoreScalePlot} from "../charts/scoreScalePlot.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {pathIn} from "../shell/frame.ts";
import {type ClientOrder, clientListData} from "./clientList.ts";
import type {Portfolio} from "./portfolio.ts";
import {segmentLabel} from "./segmentLabel.ts";
import {SEGMENT_VARIABLES, type Segment, segmentsData} from "./segments.ts";
import {segmentsPlot} from "./segmentsPlot.ts";
import {summaryData} from "./summary.ts";

/** What every panel of the portfolio draws from. */
export interface PanelParts {
  lang: Lang;
  portfolio: Portfolio;
  /** Positions of all clients, and of the selection. */
  everybody: Uint32Array;
  selected: Uint32Array;
}

/** Draws the selection in five numbers. */
export function summaryTiles({lang, portfolio, selected}: PanelParts): HTMLElement {
  const summary = summaryData(portfolio, selected);
  const percent = (share: number, digits = 1) => formatPercent(lang, share, digits);
  const interval = summary?.interval;
  const tiles = [
    {
      label: t(lang, "summary.selection"),
      value: percent(summary?.shareOfAll ?? 0, 0),
      note: t(lang, "summary.selection.note", {n: formatNumber(lang, selected.length)}),
      id: "selection-share"
    },
    {
      label: t(lang, "summary.badRate"),
      value: typeof summary?.badRate === "number" ? percent(summary.badRate) : "–",
      note: interval
        ? t(lang, "summary.badRate.note", {
            low: percent(interval[0]),
            high: percent(interval[1]),
            n: formatNumber(lang, summary.labelled)
          })
        : t(lang, "summary.badRate.none")
    },
    {
      label: t(lang, "summary.meanPd"),
      value: summary ? percent(summary.meanPd) : "–",
      note: t(lang, "summary.meanPd.note")
    },
    {
      label: t(lang, "summary.meanScore"),
      value: summary ? formatNumber(lang, summary.meanScore) : "–",
      note: t(lang, "axis.points")
    },
    {
      label: t(lang, "summary.approved"),
      value: summary ? percent(summary.aboveCutoff, 0) : "–",
      note: t(lang, "summary.approved.note", {score: formatNumber(lang, portfolio.facts.cutoff.score)})
    }
  ];
  return html`<dl class="tiles" aria-live="polite">${tiles.map(
    ({label, value, note, id}) =>
      html`<div id=${id ?? null}><dt>${label}</dt><dd>${value}</dd><dd class="sub">${note}</dd></div>`
  )}</dl>`;
}

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

/** Draws observed and predicted default by each variable, all on one scale. */
export function segmentPanels({lang, portfolio, selected}: PanelParts): HTMLElement {
  const cuts = SEGMENT_VARIABLES.map((variable) => ({
    variable,
    segments: segmentsData(portfolio, selected, variable)
  }));
  const max = axisMaximum(cuts.flatMap(({segments}) => segments));
  const panels = cuts.map(({variable, segments}) =>
    chartPanel({
      lang,
      title: t(lang, `segment.${variable}`),
      draw: (width) => segmentsPlot(segments, {width, lang, variable, max}),
      table: () =>
        dataTable(
          segments,
          [
            {label: t(lang, `segment.${variable}`), cell: ({name}) => segmentLabel(lang, variable, name)},
            {
              label: t(lang, "column.clients"),
              cell: ({clients}) => formatNumber(lang, clients),
              isNumber: true
            },
            {label: t(lang, "column.share"), cell: ({share}) => formatPercent(lang, share), isNumber: true},
            {
              label: t(lang, "column.badRate"),
              cell: ({badRate}) => (badRate === null ? "–" : formatPercent(lang, badRate)),
              isNumber: true
            },
            {
              label: t(lang, "column.interval"),
              cell: ({interval}) => interval?.map((end) => formatPercent(lang, end)).join(" – ") ?? "–",
              isNumber: true
            },
            {label: t(lang, "column.meanPd"), cell: ({meanPd}) => formatPercent(lang, meanPd), isNumber: true}
          ],
          {caption: t(lang, `segment.${variable}`)}
        )
    })
  );
  return html`<section>
    <h2 class="large">${t(lang, "portfolio.segments")}</h2>
    <p class="hint">${legend(lang)}</p>
    <div class="columns">${panels}</div>
  </section>`;
}

/** Chooses the end of the common axis: the largest rate that rests on at least 30 clients, with some air. */
export function axisMaximum(segments: readonly Segment[]): number {
  const rates = segments.flatMap(({labelled, badRate, meanPd}) => [
    labelled >= 30 ? (badRate ?? 0) : 0,
    meanPd
  ]);
  return Math.ceil(Math.max(0.1, ...rates) * 1.15 * 20) / 20;
}

const legend = (lang: Lang): HTMLElement =>
  html`<span class="key observed" aria-hidden="true">●</span> ${t(lang, "segment.observed")} <span class="key predicted" aria-hidden="true">◇</span> ${t(lang, "segment.predicted")}`;

const LIST_LENGTH = 25;

/** Lists the clients of the selection, each with the way to its page. */
export function clientsPanel({lang, portfolio, selected}: PanelParts): HTMLElement {
  const place = html`<div class="nowrap"></div>`;
  const show = (order: ClientOrder) => {
    const rows = clientListData(portfolio, selected, order, LIST_LENGTH);
    place.replaceChildren(
      dataTable(
        rows,
        [
          {
            label: t(lang, "column.client"),
            cell: ({clientId}) => html`<a href=${`${pathIn(lang, "/client")}?id=${clientId}`}>${clientId}</a>`
          },
          {label: t(lang, "column.score"), cell: ({score}) => formatNumber(lang, score), isNumber: true},
          {
            label: t(lang, "column.pd"),
            cell: ({probabilityOfDefault}) => formatPercent(lang, probabilityOfDefault),
            isNumber: true
          },
          {
            label: t(lang, "segment.age"),
            cell: ({age}) => formatNumber(lang, Math.floor(age)),
            isNumber: true
          },
          {
            label: t(lang, "column.outcome"),
            cell: ({target}) =>
              t(lang, target < 0 ? "outcome.unknown" : target === 1 ? "outcome.default" : "outcome.repaid")
          }
        ],
        {caption: t(lang, "portfolio.clients")}
      )
    );
  };
  const order = html`<select onchange=${(event: Event) => show((event.target as HTMLSelectElement).value as ClientOrder)}>
    ${(["lowest", "highest", "id"] as const).map((value) => html`<option value=${value}>${t(lang, `order.${value}`)}</option>`)}
  </select>`;
  show("lowest");
  return html`<section class="panel">
    <h2>${t(lang, "portfolio.clients")}</h2>
    <p class="hint">${t(lang, "portfolio.clients.hint", {n: Math.min(LIST_LENGTH, selected.length), all: formatNumber(lang, selected.length)})}
      <label class="inline">${t(lang, "order.label")} ${order}</label></p>
    ${place}
  </section>`;
}
