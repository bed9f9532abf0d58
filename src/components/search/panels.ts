import type {StudyAnswer, StudyParameter} from "../../core/schema/study.ts";
import type {Importance} from "../../core/search/fanova.ts";
import {chartPanel} from "../charts/chartPanel.ts";
import {type Column, dataTable} from "../charts/dataTable.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent, formatValue} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {emptyState} from "../shell/states.ts";
import {contourData} from "./contour.ts";
import {contourPlot} from "./contourPlot.ts";
import {type HistoryPoint, historyData} from "./history.ts";
import {historyPlot} from "./historyPlot.ts";
import {importanceData} from "./importance.ts";
import {importancePlot} from "./importancePlot.ts";
import {objectiveLabel} from "./labels.ts";
import {parallelData} from "./parallel.ts";
import {parallelPlot} from "./parallelPlot.ts";
import {slicePlot} from "./slicePlot.ts";
import {sliceData} from "./slices.ts";
import {byValue, completeTrials, type EndedTrial, searchedParameters} from "./study.ts";

const tooFew = (lang: Lang, study: StudyAnswer, needed: number): HTMLElement | null =>
  completeTrials(study).length >= needed
    ? null
    : html`<section class="panel">${emptyState(t(lang, "search.tooFew"), t(lang, "search.tooFew.text", {n: needed}))}</section>`;

/** Draws how the objective became better from trial to trial. */
export function historyPanel(lang: Lang, study: StudyAnswer): HTMLElement {
  const points = historyData(study);
  const {objective} = study;
  const columns: Column<HistoryPoint>[] = [
    {label: t(lang, "search.trial"), cell: ({number}) => number, isNumber: true},
    {
      label: t(lang, "search.state"),
      cell: ({state}) => t(lang, state === "complete" ? "search.complete" : "search.pruned")
    },
    {label: objectiveLabel(lang, objective), cell: ({value}) => formatNumber(lang, value, 4), isNumber: true},
    {
      label: t(lang, "search.soFar"),
      cell: ({best}) => (best === null ? "–" : formatNumber(lang, best, 4)),
      isNumber: true
    }
  ];
  return (
    (points.length === 0 ? tooFew(lang, study, 1) : null) ??
    chartPanel({
      lang,
      title: t(lang, "search.history"),
      hint: t(lang, "search.history.hint"),
      draw: (width) => historyPlot(points, {width, lang, objective}),
      table: () => dataTable(points, columns, {caption: t(lang, "search.history")})
    })
  );
}

const trialTable = (lang: Lang, study: StudyAnswer, parameters: readonly StudyParameter[], caption: string) =>
  dataTable<EndedTrial>(
    completeTrials(study).sort(byValue(study)),
    [
      {label: t(lang, "search.trial"), cell: ({number}) => number, isNumber: true},
      ...parameters.map(({name}) => ({
        label: name,
        cell: ({params}: EndedTrial) => formatValue(lang, params[name] as number),
        isNumber: true
      })),
      {
        label: objectiveLabel(lang, study.objective),
        cell: ({value}) => formatNumber(lang, value, 4),
        isNumber: true
      }
    ],
    {caption}
  );

/** Draws all parameters of all complete trials at once. */
export function parallelPanel(lang: Lang, study: StudyAnswer): HTMLElement {
  const data = parallelData(study);
  const caption = t(lang, "search.parallel");
  return (
    tooFew(lang, study, 2) ??
    chartPanel({
      lang,
      title: caption,
      hint: t(lang, "search.parallel.hint"),
      draw: (width) => parallelPlot(data, {width, lang, objective: study.objective}),
      table: () => trialTable(lang, study, searchedParameters(study), caption)
    })
  );
}

/** Draws how much each parameter explains. */
export function importancePanel(lang: Lang, study: StudyAnswer): HTMLElement {
  const data = importanceData(study);
  if (!data)
    return tooFew(lang, study, 10) ?? html`<p class="muted">${t(lang, "search.importance.same")}</p>`;
  return chartPanel({
    lang,
    title: t(lang, "search.importance"),
    hint: t(lang, "search.importance.hint", {
      trials: data.trials,
      together: formatPercent(lang, data.together, 0)
    }),
    draw: (width) => importancePlot(data.parameters, {width, lang}),
    table: () =>
      dataTable<Importance>(
        data.parameters,
        [
          {label: t(lang, "search.parameter"), cell: ({name}) => name},
          {
            label: t(lang, "search.importance.share"),
            cell: ({share}) => formatPercent(lang, share, 1),
            isNumber: true
          }
        ],
        {caption: t(lang, "search.importance")}
      )
  });
}

/** Draws the objective over each parameter by itself. */
export function slicePanels(lang: Lang, study: StudyAnswer): HTMLElement {
  const {objective} = study;
  const panels = searchedParameters(study).map((parameter) => {
    const points = sliceData(study, parameter);
    return chartPanel({
      lang,
      title: parameter.name,
      draw: (width) => slicePlot(points, parameter, {width, lang, objective}),
      table: () => trialTable(lang, study, [parameter], t(lang, "search.slice", {name: parameter.name}))
    });
  });
  return tooFew(lang, study, 2) ?? html`<div class="slices">${panels}</div>`;
}

/** Draws the objective over two parameters together. */
export function contourPanel(
  lang: Lang,
  study: StudyAnswer,
  axes: readonly [StudyParameter, StudyParameter] | null
): HTMLElement {
  if (!axes) return html`<p class="muted">${t(lang, "search.contour.none")}</p>`;
  const points = contourData(study, ...axes);
  const caption = t(lang, "search.contour");
  return (
    tooFew(lang, study, 3) ??
    chartPanel({
      lang,
      title: `${axes[0].name} × ${axes[1].name}`,
      hint: t(lang, "search.contour.hint"),
      draw: (width) => contourPlot(points, axes, {width, lang, study}),
      table: () => trialTable(lang, study, axes, caption)
    })
  );
}
