import type {ColumnDrift} from "../../core/drift/compare.ts";
import {chartPanel} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {binText} from "./binText.ts";
import {type ShiftBin, shiftData} from "./shift.ts";
import {shiftPlot} from "./shiftPlot.ts";
import {verdictOf} from "./verdict.ts";

/** Draws one column of both sets, what its index is and what that means. */
export function shiftPanel(
  lang: Lang,
  column: ColumnDrift,
  title: string,
  {isShare = false}: {isShare?: boolean} = {}
): HTMLElement {
  const bins = shiftData(column);
  const number = (value: number) => formatNumber(lang, value, 3);
  const label = (bin: ShiftBin) => binText(lang, bin, isShare);
  const share = (part: number, count: number) =>
    `${formatPercent(lang, part)} (${formatNumber(lang, count)})`;
  const critical = column.critical === null ? "–" : number(column.critical);
  return chartPanel({
    lang,
    title,
    hint: html`PSI ${number(column.psi)}: ${t(lang, `drift.verdict.${verdictOf(column)}`, {critical})}.
      <span class="key neutral" aria-hidden="true">■</span> ${t(lang, "drift.reference")}
      <span class="key mark" aria-hidden="true">┃</span> ${t(lang, "drift.current")}`,
    draw: (width) => shiftPlot(bins, label, {width, lang, title}),
    table: () =>
      dataTable(
        bins,
        [
          {label: t(lang, "column.value"), cell: label},
          {
            label: t(lang, "drift.reference"),
            cell: ({reference, referenceCount}) => share(reference, referenceCount),
            isNumber: true
          },
          {
            label: t(lang, "drift.current"),
            cell: ({current, currentCount}) => share(current, currentCount),
            isNumber: true
          }
        ],
        {caption: title}
      )
  });
}
