import {chartPanel} from "../../charts/chartPanel.ts";
import {dataTable} from "../../charts/dataTable.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {type Evaluation, estimateTexts, percentTexts} from "../estimates.ts";
import type {ServedModel} from "../servedModel.ts";
import {type CostCurvePoint, type CostView, costCurveData} from "./costCurve.ts";
import {costCurvePlot} from "./costCurvePlot.ts";

/** Draws what other cut-offs would have cost or earned, how sure that is, and whom a person should see. */
export function costPanel(
  lang: Lang,
  {evaluation, cost}: Pick<ServedModel, "cost"> & {evaluation: Evaluation},
  view: CostView
): HTMLElement {
  const curve = costCurveData(evaluation, view);
  const number = (value: number) => formatNumber(lang, value);
  const percent = (share: number) => formatPercent(lang, share);
  const {refer} = evaluation.cost;
  return html`<div>${chartPanel({
    lang,
    title: t(lang, `judgement.${view}Curve`),
    hint: t(lang, "judgement.curve.hint", {within: formatPercent(lang, refer?.within ?? 0, 0)}),
    draw: (width) => costCurvePlot(curve, {width, lang}),
    cell: costCell(cost),
    table: () =>
      dataTable<CostCurvePoint>(
        curve.points,
        [
          {label: t(lang, "judgement.cutoff"), cell: ({cutoff}) => percent(cutoff), isNumber: true},
          {label: t(lang, "judgement.approved"), cell: ({approved}) => percent(approved), isNumber: true},
          {label: t(lang, `judgement.axis.${view}`), cell: ({value}) => number(value), isNumber: true},
          {
            label: t(lang, "judgement.axis.interval"),
            cell: ({interval}) => interval.map(number).join(" – "),
            isNumber: true
          }
        ],
        {caption: t(lang, `judgement.${view}Curve`)}
      )
  })}
  <p>${optimumSentence(lang, evaluation)}</p>
  ${refer ? html`<p>${t(lang, "judgement.refer", {from: percent(refer.from), to: percent(refer.to), share: percent(refer.share)})}</p>` : null}</div>`;
}

function optimumSentence(lang: Lang, {cost: {empirical, difference}}: Evaluation): string {
  const {value: cutoff, ...ends} = percentTexts(lang, empirical.cutoff, empirical.interval);
  const gained = estimateTexts(lang, difference, {factor: 1000});
  return t(lang, "judgement.curve.optimum", {
    cutoff,
    ...ends,
    difference: gained.value,
    differenceLow: gained.low,
    differenceHigh: gained.high
  });
}

/** Writes the notebook cells that draw what each cut-off would have cost, out of fold. */
const costCell = ({falseNegative, falsePositive}: ServedModel["cost"]): string => `const scored = await sql\`
  SELECT "probabilityOfDefault" AS pd, target FROM clients WHERE target IS NOT NULL AND "probabilityOfDefault" IS NOT NULL\`;
// ---
const costOf = ({pd, target}, cutoff) => (pd > cutoff ? (1 - target) * ${falsePositive} : target * ${falseNegative});
const costs = d3.range(0, 0.305, 0.005).map((cutoff) => ({cutoff, cost: 1000 * d3.mean(scored, (d) => costOf(d, cutoff))}));
// ---
Plot.plot({x: {percent: true, grid: true}, y: {grid: true}, marks: [Plot.lineY(costs, {x: "cutoff", y: "cost", tip: true})]})`;
