import {foldedTable, panelFoot} from "../../charts/chartPanel.ts";
import {dataTable} from "../../charts/dataTable.ts";
import {html} from "../../dom.ts";
import {formatMoney} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {asInput, type Input} from "../../input.ts";
import {openAsNotebook} from "../../notebook/openAsNotebook.ts";
import {emptyState} from "../../shell/states.ts";
import type {ClientHistory, RowRef} from "../clientApi.ts";
import {type LaneName, type TimeMark, timelineData} from "./timeline.ts";
import {timelineLane} from "./timelineLane.ts";
import {markText, markTime} from "./timelineText.ts";

/**
 * Draws a client's records on one axis of months before the application, a lane for each kind. A mark opens below its
 * lane what `openRow` draws of its raw row; Escape closes it. An input of that row.
 */
export function timelinePanel(
  lang: Lang,
  records: Pick<ClientHistory, "clientId" | "tables">,
  openRow: (row: RowRef) => HTMLElement
): Input<RowRef | null> {
  const {from, lanes} = timelineData(records);
  const views = lanes.map((lane, i) =>
    timelineLane(lang, lane, {from, hasAxis: i === lanes.length - 1}, ({row}) => show(i, row))
  );
  const panel =
    lanes.length === 0
      ? html`<div>${emptyState(t(lang, "timeline.none"))}</div>`
      : html`<div class="timeline">${views.map(({element}) => element)}${panelFoot(foldedTable(lang, table), openAsNotebook(lang, loansCell(records.clientId)))}</div>`;

  function show(at: number, row: RowRef | null): void {
    views.forEach((view, i) => {
      view.open(
        i === at && row
          ? html`<section class="opened-feature opened-row" aria-label=${t(lang, "timeline.row")}>${openRow(row)}</section>`
          : null
      );
    });
    change(row);
  }

  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || element.value === null) return;
    const lane = (event.target as Element).closest(".lane");
    show(-1, null);
    lane?.querySelector<HTMLElement>(".lane-cursor")?.focus();
    event.preventDefault();
  });

  function table(): HTMLElement {
    type Line = TimeMark & {name: LaneName};
    const rows = lanes.flatMap(({name, marks}) => marks.map((mark): Line => ({...mark, name})));
    return dataTable(
      rows,
      [
        {label: t(lang, "timeline.lane"), cell: ({name}) => t(lang, `timeline.${name}`)},
        {
          label: t(lang, "timeline.what"),
          cell: (mark) => markText(lang, {...mark, amount: null}).split(",")[0]
        },
        {label: t(lang, "timeline.when"), cell: (mark) => markTime(lang, mark)},
        {
          label: t(lang, "timeline.amount"),
          cell: ({amount}) => (amount === null ? "" : formatMoney(lang, amount)),
          isNumber: true
        }
      ],
      {caption: t(lang, "timeline.title")}
    );
  }

  const {element, change} = asInput<RowRef | null>(panel, null, () => {});
  return element;
}

/** Writes the notebook cells that draw the client's loans at other lenders, from open to close. */
const loansCell = (clientId: number): string => `const loans = await sql\`
  SELECT DAYS_CREDIT / 30.44 AS opened, coalesce(DAYS_ENDDATE_FACT, 0) / 30.44 AS closed, CREDIT_ACTIVE AS status
  FROM bureau WHERE SK_ID_CURR = ${clientId} ORDER BY opened\`;
// ---
Plot.plot({
  x: {label: "Months before the application", grid: true},
  y: {axis: null},
  color: {legend: true},
  marks: [Plot.ruleY(loans, {x1: "opened", x2: "closed", y: (_, i) => i, stroke: "status", strokeWidth: 6, tip: true})]
})`;
