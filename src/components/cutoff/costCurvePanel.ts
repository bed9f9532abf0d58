import {foldedTable, panelFoot} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {responsive} from "../charts/responsive.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {asInput, type Input} from "../input.ts";
import type {CostPoint} from "./costBand.ts";
import {costCurvePlot, type MarkedCutoffs} from "./costCurvePlot.ts";
import {cutoffHandle, type HandleScale} from "./cutoffHandle.ts";

/** The cost curve as an input of a cut-off, in points, that shows which are marked. */
export type CostCurvePanel = Input<number> & {show(marked: MarkedCutoffs): void};

/** Draws the cost curve in its panel, with its numbers as a table; the chosen cut-off is dragged along it. */
export function costCurvePanel(
  lang: Lang,
  points: readonly CostPoint[],
  first: MarkedCutoffs,
  range: readonly [number, number]
): CostCurvePanel {
  let marked = first;
  let x: HandleScale | null = null;
  const handle = cutoffHandle({
    label: t(lang, "cutoff.curve.drag"),
    range,
    scale: () => x,
    choose: (cutoff) => change(cutoff)
  });
  const placeHandle = () =>
    handle.show(marked.chosen, t(lang, "value.points", {n: formatNumber(lang, marked.chosen)}));
  const drawing = responsive((width) => {
    const plot = costCurvePlot(points, marked, {width, lang});
    x = (plot as Element & {scale(name: string): HandleScale}).scale("x");
    placeHandle();
    return plot;
  });
  const hint = t(lang, "cutoff.curve.hint", {cheapest: formatNumber(lang, first.cheapest)});
  const {element, change} = asInput(
    html`<section class="panel">
      <h3>${t(lang, "cutoff.curve")}</h3>
      <p class="hint">${hint}</p>
      <div class="cutoff-curve">${drawing}${handle.element}</div>
      ${panelFoot(foldedTable(lang, () => curveTable(lang, points)))}
    </section>`,
    first.chosen,
    () => {}
  );
  return Object.assign(element, {
    show(next: MarkedCutoffs) {
      marked = next;
      element.value = next.chosen;
      drawing.redraw();
    }
  });
}

function curveTable(lang: Lang, points: readonly CostPoint[]): HTMLElement {
  const number = (value: number) => formatNumber(lang, value, 1);
  return dataTable(
    points,
    [
      {label: t(lang, "cutoff.cutoff"), cell: ({cutoff}) => formatNumber(lang, cutoff), isNumber: true},
      {label: t(lang, "cutoff.costPer1000"), cell: ({cost}) => number(cost), isNumber: true},
      {
        label: t(lang, "column.interval"),
        cell: ({low, high}) => `${number(low)}–${number(high)}`,
        isNumber: true
      }
    ],
    {caption: t(lang, "cutoff.curve")}
  );
}
