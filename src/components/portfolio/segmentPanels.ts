import {chartPanel} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import type {PanelParts} from "./panelParts.ts";
import {segmentLabel} from "./segmentLabel.ts";
import {SEGMENT_VARIABLES, type Segment, segmentsData} from "./segments.ts";
import {segmentsPlot} from "./segmentsPlot.ts";

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
