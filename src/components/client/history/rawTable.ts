import {type Column, dataTable} from "../../charts/dataTable.ts";
import {html} from "../../dom.ts";
import {tableLabel} from "../../features/tableLabel.ts";
import {type Lang, t} from "../../i18n.ts";
import {emptyState} from "../../shell/states.ts";
import type {Cell, RawRow, RawTable, TableColumn} from "../clientApi.ts";
import {type Edits, editedCell, isRemoved, NO_EDITS, newRows, type RowPlace} from "../whatIf/whatIfState.ts";
import {isEditable} from "./cellField.ts";
import {cellText, columnLabel, isMissing} from "./cellText.ts";

/** A column of our own in front of the raw ones; it is filled by the row's place in the history. */
export interface ExtraColumn {
  label: string;
  cell: (index: number) => unknown;
}

export interface RawTableOptions {
  /** Places of the rows that count. */
  marked?: ReadonlySet<number> | undefined;
  /** Shows only the rows at these places. */
  only?: readonly number[];
  extra?: ExtraColumn | undefined;
  /** Names the table when there is another one of the same records; the table's own name when absent. */
  caption?: string;
  /** What is tried, shown beside what is on record; cells are marked for editCells. */
  edits?: Edits | undefined;
  /** Draws what a row can be done with, in front of it. */
  tool?: ((place: RowPlace, isGone: boolean) => HTMLElement) | undefined;
  /** The row that is drawn from the beginning; the first marked one when absent. */
  reveal?: number | undefined;
}

interface PlacedRow {
  row: RawRow;
  place: RowPlace;
}

/** Draws raw rows: the application as a sheet of facts, every other table with the columns that hold anything. */
export function rawTable(
  lang: Lang,
  schema: RawTable,
  rows: readonly RawRow[],
  options: RawTableOptions = {}
): HTMLElement {
  const {marked, only, extra, caption = tableLabel(lang, schema.name), edits, tool, reveal} = options;
  if (schema.name === "application" && rows[0]) return factSheet(lang, schema, rows[0], edits);
  const place = (index: number, isNew = false): RowPlace => ({table: schema.name, index, isNew});
  const all = rows.map((row, index): PlacedRow => ({row, place: place(index)}));
  const added = newRows(edits ?? NO_EDITS, schema.name).map(
    (row, index): PlacedRow => ({row, place: place(index, true)})
  );
  const shown = only ? only.map((index) => all[index]!) : [...all, ...added];
  if (shown.length === 0) return emptyState(t(lang, "history.none"));
  const holds = (name: string) =>
    shown.some(
      ({row, place}) => !isMissing(row[name]) || (edits && editedCell(edits, place, name) !== undefined)
    );
  const raw = schema.columns
    .filter(({name}) => name !== "SK_ID_CURR" && holds(name))
    .map(
      (column): Column<PlacedRow> => ({
        label: html`<span title=${column.name}>${columnLabel(lang, column)}</span>`,
        cell: ({row, place}) => cellNode(lang, column, row, edits && editedCell(edits, place, column.name)),
        isNumber: shown.some(({row}) => typeof row[column.name] === "number"),
        name: edits && isEditable(column) ? column.name : undefined
      })
    );
  const own: Column<PlacedRow>[] = [];
  if (tool)
    own.push({
      label: html`<span class="visually-hidden">${t(lang, "records.tool")}</span>`,
      cell: ({place}) => tool(place, isRemoved(edits ?? NO_EDITS, place))
    });
  if (extra) own.push({label: extra.label, cell: ({place}) => extra.cell(place.index), isNumber: true});
  const stateOf = ({place}: PlacedRow): string => {
    if (place.isNew) return "added";
    const isGone = edits !== undefined && isRemoved(edits, place);
    return [isGone ? "removed" : "", marked?.has(place.index) ? "marked" : ""].filter(Boolean).join(" ");
  };
  const table = dataTable(shown, [...own, ...raw], {
    caption,
    rowClass: stateOf,
    rowData: ({place: {index, isNew}}) => ({row: String(index), ...(isNew && {new: ""})}),
    reveal:
      reveal ??
      Math.max(
        0,
        shown.findIndex(({place}) => !place.isNew && marked?.has(place.index))
      )
  });
  return html`<div class="tall raw">${table}</div>`;
}

/** Draws anew what one cell of a record shows; false where it is not drawn, or the table would have other columns. */
export function redrawCell(
  lang: Lang,
  {schema, row, place, edits}: {schema: RawTable; row: RawRow; place: RowPlace; edits: Edits},
  drawing: HTMLElement,
  name: string
): boolean {
  const cell = drawing.querySelector<HTMLElement>(
    `[data-row="${place.index}"]:not([data-new]) [data-column="${name}"]`
  );
  const column = schema.columns.find((one) => one.name === name);
  if (!cell || !column || isMissing(row[name])) return false;
  const isSheet = schema.name === "application";
  const focused = cell.ownerDocument.activeElement;
  const hadFocus = focused !== cell && cell.contains(focused);
  cell.replaceChildren(cellNode(lang, column, row, editedCell(edits, place, name), isSheet));
  if (hadFocus) cell.focus({preventScroll: true});
  return true;
}

/** Tells whether a credit elsewhere is in another currency than most, whose name in the tables is "currency 1". */
const isForeign = ({CREDIT_CURRENCY: name}: RawRow): boolean =>
  typeof name === "string" && name !== "currency 1";

const missing = (lang: Lang): HTMLElement => html`<span class="missing">${t(lang, "value.missing")}</span>`;

/** Draws a cell, and what is tried in it beside what is on record. */
function cellNode(
  lang: Lang,
  column: TableColumn,
  row: RawRow,
  edited: Cell | undefined,
  rough = false
): string | HTMLElement {
  const write = (cell: Cell | undefined) =>
    cellText(lang, cell, column, {rough, isForeign: isForeign(row)}) ?? missing(lang);
  if (edited === undefined) return write(row[column.name]);
  return html`<span class="edited"><ins>${write(edited)}</ins> <del>${write(row[column.name])}</del></span>`;
}

function factSheet(lang: Lang, schema: RawTable, row: RawRow, edits?: Edits): HTMLElement {
  const place = {table: schema.name, index: 0, isNew: false};
  const tried = ({name}: TableColumn) => edits && editedCell(edits, place, name);
  const isEmpty = (column: TableColumn) => isMissing(row[column.name]) && tried(column) === undefined;
  const empty = schema.columns.filter(isEmpty);
  const filled = schema.columns.filter((column) => !isEmpty(column));
  const fact = (column: TableColumn) =>
    html`<div title=${`${column.name} ${row[column.name]}`}><dt>${columnLabel(lang, column)}</dt><dd data-column=${edits && isEditable(column) ? column.name : null}>${cellNode(lang, column, row, tried(column), true)}</dd></div>`;
  return html`<div data-row="0">
    <dl class="facts" tabindex=${edits ? null : "0"}>${filled.map(fact)}</dl>
    ${empty.length > 0 ? html`<details class="as-table"><summary>${t(lang, "history.missing", {n: empty.length})}</summary><dl class="facts" tabindex=${edits ? null : "0"}>${empty.map(fact)}</dl></details>` : ""}
  </div>`;
}
