import {type Column, dataTable} from "../charts/dataTable.ts";
import {html} from "../dom.ts";
import {tableLabel} from "../features/tableLabel.ts";
import {type Lang, t} from "../i18n.ts";
import {emptyState} from "../shell/states.ts";
import {cellText, columnLabel, isMissing} from "./cellText.ts";
import type {RawRow, RawTable, TableColumn} from "./clientApi.ts";

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
}

interface PlacedRow {
  row: RawRow;
  index: number;
}

/** Draws raw rows: the application as a sheet of facts, every other table with the columns that hold anything. */
export function rawTable(
  lang: Lang,
  schema: RawTable,
  rows: readonly RawRow[],
  {marked, only, extra, caption = tableLabel(lang, schema.name)}: RawTableOptions
): HTMLElement {
  if (rows.length === 0) return emptyState(t(lang, "history.none"));
  if (schema.name === "application") return factSheet(lang, schema, rows[0]!);
  const all = rows.map((row, index): PlacedRow => ({row, index}));
  const shown = only ? only.map((index) => all[index]!) : all;
  const raw = schema.columns
    .filter(({name}) => name !== "SK_ID_CURR" && shown.some(({row}) => !isMissing(row[name])))
    .map(
      (column): Column<PlacedRow> => ({
        label: html`<span title=${column.name}>${columnLabel(lang, column)}</span>`,
        cell: ({row}) =>
          cellText(lang, row[column.name], column, {isForeign: isForeign(row)}) ?? missing(lang),
        isNumber: shown.some(({row}) => typeof row[column.name] === "number")
      })
    );
  const own: Column<PlacedRow>[] = extra
    ? [{label: extra.label, cell: ({index}) => extra.cell(index), isNumber: true}]
    : [];
  const table = dataTable(shown, [...own, ...raw], {
    caption,
    rowClass: ({index}) => (marked?.has(index) ? "marked" : ""),
    reveal: Math.max(
      0,
      shown.findIndex(({index}) => marked?.has(index))
    )
  });
  return html`<div class="tall raw">${table}</div>`;
}

/** Tells whether a credit elsewhere is in another currency than most, whose name in the tables is "currency 1". */
const isForeign = ({CREDIT_CURRENCY: name}: RawRow): boolean =>
  typeof name === "string" && name !== "currency 1";

const missing = (lang: Lang): HTMLElement => html`<span class="missing">${t(lang, "value.missing")}</span>`;

function factSheet(lang: Lang, schema: RawTable, row: RawRow): HTMLElement {
  const empty = schema.columns.filter(({name}) => isMissing(row[name]));
  const filled = schema.columns.filter(({name}) => !isMissing(row[name]));
  const fact = (column: TableColumn) =>
    html`<div title=${`${column.name} ${row[column.name]}`}><dt>${columnLabel(lang, column)}</dt><dd>${cellText(lang, row[column.name], column, {rough: true})}</dd></div>`;
  const names = empty.map((column) => columnLabel(lang, column)).join(" · ");
  return html`<div>
    <dl class="facts" tabindex="0">${filled.map(fact)}</dl>
    ${empty.length > 0 ? html`<details class="as-table"><summary>${t(lang, "history.missing", {n: empty.length})}</summary><p class="muted">${names}</p></details>` : ""}
  </div>`;
}
