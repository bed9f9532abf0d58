import type {Portfolio} from "../../../core/portfolio/portfolio.ts";
import {chartPanel} from "../../charts/chartPanel.ts";
import {dataTable} from "../../charts/dataTable.ts";
import {refocus} from "../../charts/keyBars.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {asInput, type Input} from "../../input.ts";
import {segmentCell} from "../cells.ts";
import {type Filters, NO_FILTERS, selectClients} from "../selection/filters.ts";
import {goodBadPlot} from "./goodBadPlot.ts";
import {withSegmentBars} from "./segmentBars.ts";
import {clearSegments, isSegmentChosen, toggleSegment} from "./segmentFilter.ts";
import {segmentLabel} from "./segmentLabel.ts";
import {
  SEGMENT_VARIABLES,
  type Segment,
  type SegmentVariable,
  segmentOfClient,
  segmentsData
} from "./segments.ts";
import {segmentsPlot} from "./segmentsPlot.ts";

export type Measure = "rate" | "goodBad";

export interface SegmentPanelsOptions {
  measure: Measure;
  /** Position of the client whose segments are pointed at; −1 for none. */
  client: number;
}

/**
 * Draws the selection cut by each variable, all on one scale. It is an input of filters: a click on a segment, or
 * the space bar, filters for it, and its own drawing goes on showing the others, paler.
 */
export function segmentPanels(
  lang: Lang,
  portfolio: Portfolio,
  {measure, client}: SegmentPanelsOptions
): Input<Filters> {
  const {element, change} = asInput(html`<div class="columns"></div>`, NO_FILTERS, (filters: Filters) =>
    draw(filters)
  );
  /** The segment of each variable that the keys are at, and the variable that they are in. */
  const at: Partial<Record<SegmentVariable, number>> = {};
  let refocused: SegmentVariable | null = null;
  const draw = (filters: Filters) => {
    const cuts = SEGMENT_VARIABLES.map((variable) => ({
      variable,
      segments: segmentsData(portfolio, selectClients(portfolio, filters, variable), variable)
    }));
    const max = axisMaximum(cuts.flatMap(({segments}) => segments));
    element.replaceChildren(
      ...cuts.map(({variable, segments}) => {
        const options = {
          lang,
          variable,
          max,
          isChosen: ({name}: Segment) => isSegmentChosen(filters, variable, name),
          ...(client >= 0 && {pointAt: segmentOfClient(portfolio, variable, client)})
        };
        const plot = measure === "rate" ? segmentsPlot : goodBadPlot;
        const choose = (next: Filters) => {
          refocused = variable;
          change(next);
          refocused = null;
        };
        const mustFocus = refocused === variable;
        let isDrawn = false;
        return chartPanel({
          lang,
          title: t(lang, `segment.${variable}`),
          draw(width) {
            const {element, list} = withSegmentBars(plot(segments, {...options, width}), {
              ...options,
              segments,
              width,
              at: at[variable] ?? 0,
              onMove: (to) => (at[variable] = to),
              toggle: ({name}) => choose(toggleSegment(filters, variable, name)),
              onClear: () => choose(clearSegments(filters, variable))
            });
            if (mustFocus && !isDrawn) refocus(list);
            isDrawn = true;
            return element;
          },
          table: () => segmentsTable(lang, variable, segments),
          cell: segmentCell(variable)
        });
      })
    );
  };
  draw(NO_FILTERS);
  return element;
}

const segmentsTable = (lang: Lang, variable: SegmentVariable, segments: readonly Segment[]): HTMLElement =>
  dataTable(
    segments,
    [
      {label: t(lang, `segment.${variable}`), cell: ({name}) => segmentLabel(lang, variable, name)},
      {label: t(lang, "column.clients"), cell: ({clients}) => formatNumber(lang, clients), isNumber: true},
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
  );

/** Chooses the end of the common axis: the largest rate that rests on at least 30 clients, with some air. */
export function axisMaximum(segments: readonly Segment[]): number {
  const rates = segments.flatMap(({labelled, badRate, meanPd}) => [
    labelled >= 30 ? (badRate ?? 0) : 0,
    meanPd
  ]);
  return Math.ceil(Math.max(0.1, ...rates) * 1.15 * 20) / 20;
}

/** Draws what the signs of the drawings mean. */
export function segmentsLegend(lang: Lang, measure: Measure): HTMLElement {
  return measure === "rate"
    ? html`<p class="hint"><span class="key observed" aria-hidden="true">●</span> ${t(lang, "segment.observed")} <span class="key predicted" aria-hidden="true">◇</span> ${t(lang, "segment.predicted")}</p>`
    : html`<p class="hint"><span class="key observed" aria-hidden="true">▨</span> ${t(lang, "segment.bad")} <span class="key repaid" aria-hidden="true">■</span> ${t(lang, "segment.good")}</p>`;
}
