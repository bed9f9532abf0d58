import {chartPanel} from "../../charts/chartPanel.ts";
import {dataTable} from "../../charts/dataTable.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import type {ServedModel} from "../servedModel.ts";
import {type CalibrationPoint, calibrationData} from "./calibration.ts";
import {calibrationPlot} from "./calibrationPlot.ts";

/** Draws how well the model ranks, in numbers; all of them out of fold. */
export function qualityTiles(lang: Lang, {metrics, population}: ServedModel): HTMLElement {
  const number = (value: number, digits = 3) => formatNumber(lang, value, digits);
  const {auc, aucStandardError, aucPerSeed, gini, ks, before, after} = metrics;
  const seeds = aucPerSeed && {low: number(Math.min(...aucPerSeed)), high: number(Math.max(...aucPerSeed))};
  const tiles = [
    {
      id: "model-auc",
      label: "AUC",
      value: number(auc),
      note:
        t(lang, "model.auc.note", {error: number(aucStandardError)}) +
        (seeds ? ` ${t(lang, "model.auc.seeds", {...seeds, n: aucPerSeed.length})}` : "")
    },
    {label: "Gini", value: number(gini), note: t(lang, "model.gini.note")},
    {label: "KS", value: number(ks), note: t(lang, "model.ks.note")},
    {
      label: "Brier",
      value: number(after.brier, 4),
      note: t(lang, "model.brier.note", {before: number(before.brier, 4)})
    },
    {
      label: t(lang, "summary.badRate"),
      value: formatPercent(lang, population.badRate),
      note: t(lang, "summary.selection.note", {n: formatNumber(lang, population.clients)})
    }
  ];
  return html`<dl class="tiles">${tiles.map(
    ({id, label, value, note}) =>
      html`<div id=${id ?? null}><dt>${label}</dt><dd>${value}</dd><dd class="sub">${note}</dd></div>`
  )}</dl>`;
}

/** Draws by the out-of-fold scores of the training clients what the panel draws. */
const CALIBRATION_CELL = `const tenths = await sql\`
  SELECT avg("probabilityOfDefault") AS predicted, avg(target) AS observed, count(*)::INTEGER AS clients
  FROM (SELECT *, ntile(10) OVER (ORDER BY "probabilityOfDefault") AS tenth
        FROM clients WHERE target IS NOT NULL AND "probabilityOfDefault" IS NOT NULL)
  GROUP BY tenth ORDER BY tenth\`;
// ---
Plot.plot({
  x: {percent: true, grid: true},
  y: {percent: true, grid: true},
  marks: [Plot.link([0], {x1: 0, y1: 0, x2: 0.3, y2: 0.3}), Plot.dot(tenths, {x: "predicted", y: "observed", fill: "currentColor", tip: true})]
})`;

/** Draws observed against predicted default by tenths of the training clients. */
export function calibrationPanel(lang: Lang, {metrics}: ServedModel): HTMLElement {
  const points = calibrationData(metrics.calibrationBins);
  const percent = (share: number) => formatPercent(lang, share);
  return chartPanel({
    lang,
    title: t(lang, "model.calibration"),
    draw: (width) => calibrationPlot(points, {width, lang}),
    cell: CALIBRATION_CELL,
    table: () =>
      dataTable<CalibrationPoint>(
        points,
        [
          {label: t(lang, "model.tenth"), cell: ({rank}) => rank, isNumber: true},
          {
            label: t(lang, "column.clients"),
            cell: ({clients}) => formatNumber(lang, clients),
            isNumber: true
          },
          {label: t(lang, "column.meanPd"), cell: ({predicted}) => percent(predicted), isNumber: true},
          {label: t(lang, "column.badRate"), cell: ({observed}) => percent(observed), isNumber: true},
          {
            label: t(lang, "column.interval"),
            cell: ({interval}) => interval.map(percent).join(" – "),
            isNumber: true
          }
        ],
        {caption: t(lang, "model.calibration")}
      )
  });
}
