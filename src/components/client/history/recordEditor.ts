import {html} from "../../dom.ts";
import {type Lang, type TextKey, t} from "../../i18n.ts";
import type {Cell, RawRow, RawTable} from "../clientApi.ts";
import type {WhatIfInput} from "../whatIf/whatIfInput.ts";
import {
  addRow,
  changedCells,
  type Edits,
  editedCell,
  newRows,
  putBack,
  type RowPlace,
  removeRow,
  setCell
} from "../whatIf/whatIfState.ts";
import {editCells} from "./editCells.ts";
import {rawTable, redrawCell} from "./rawTable.ts";

/** A raw table with a client's rows. */
export interface LoadedTable {
  name: string;
  rows: RawRow[];
  schema: RawTable;
}

/** The records of one table, in which cells, rows and new rows can be tried. */
export interface RecordEditor {
  element: HTMLElement;
  /**
   * Draws what is tried now, with the rows that count marked; place, focus and scroll stay. Where nothing but cells has
   * changed since, those alone are drawn.
   */
  draw(marked: ReadonlySet<number> | undefined): void;
}

/** Makes the records of a table editable; what is tried goes to `tried` once the server has accepted it. */
export function recordEditor(
  lang: Lang,
  {name: table, rows, schema}: LoadedTable,
  tried: WhatIfInput,
  tables: readonly LoadedTable[]
): RecordEditor {
  const place = html`<div></div>`;
  const columns = new Map(schema.columns.map((column) => [column.name, column]));
  const recordOf = ({index, isNew}: RowPlace): RawRow =>
    (isNew ? newRows(tried.value, table)[index] : rows[index]) ?? {};
  const cellOf = (at: RowPlace, column: string): Cell => {
    const edited = editedCell(tried.value, at, column);
    return edited === undefined ? (recordOf(at)[column] ?? null) : edited;
  };
  const tool = (at: RowPlace, isGone: boolean) => {
    const n = at.index + 1;
    const change = () => void tried.tryOut((edits) => next(edits, at));
    const [sign, label, next] = isGone
      ? (["↺", t(lang, "records.putBack", {n}), putBack] as const)
      : (["✕", t(lang, at.isNew ? "records.forget" : "opened.leaveOut.of", {n}), removeRow] as const);
    return html`<button type="button" class="link" data-tool tabindex="-1" title=${label} aria-label=${label} onclick=${change}>${sign}</button>`;
  };
  const start = startOfNew(table, schema, rows, tables);
  const add = () => void tried.tryOut((edits) => addRow(edits, table, start ?? {}));
  const adding =
    table === "application"
      ? null
      : html`<button type="button" disabled=${start === null} onclick=${add}>${t(lang, "records.add")}</button>`;
  const hint = t(lang, hintOf(table, rows, start));

  /** What is tried whenever a row is drawn, for one that comes into sight later than its table. */
  const live: Edits = {
    get rows() {
      return tried.value.rows;
    },
    get features() {
      return tried.value.features;
    }
  };
  let last: {edits: Edits; marked: ReadonlySet<number> | undefined} | null = null;
  /** Draws changed cells alone; false where that is not enough. */
  const drawCells = (edits: Edits, marked: ReadonlySet<number> | undefined): boolean => {
    const changed = last?.marked === marked ? last && changedCells(last.edits, edits, table) : null;
    return (
      changed?.every(({index, column}) => {
        const at = {table, index, isNew: false};
        return redrawCell(lang, {schema, row: rows[index]!, place: at, edits}, place, column);
      }) ?? false
    );
  };

  return {
    element: html`<div>${place}<div class="record-tools">${adding}<span class="hint">${hint}</span></div></div>`,
    draw(marked) {
      const isEnough = drawCells(tried.value, marked);
      last = {edits: tried.value, marked};
      if (isEnough) return;
      const scroller = place.querySelector(".table-scroll");
      const [top, left] = [scroller?.scrollTop ?? 0, scroller?.scrollLeft ?? 0];
      const focused = focusIn(place);
      const isOpen = place.querySelector("details")?.open === true;
      const drawn = rawTable(lang, schema, rows, {
        marked,
        edits: live,
        tool: table === "application" ? undefined : tool,
        reveal: focused ? Number(focused.row) : undefined
      });
      editCells(lang, drawn, {
        table,
        column: (name) => columns.get(name)!,
        cell: cellOf,
        set(at, column, cell) {
          const original = at.isNew ? undefined : (rows[at.index]?.[column] ?? null);
          return tried.attempt((edits) => setCell(edits, at, column, cell, original));
        }
      });
      place.replaceChildren(drawn);
      const details = drawn.querySelector("details");
      if (details) details.open = isOpen;
      const next = drawn.querySelector(".table-scroll");
      if (next) [next.scrollTop, next.scrollLeft] = [top, left];
      if (focused) drawn.querySelector<HTMLElement>(focused.selector)?.focus({preventScroll: true});
    }
  };
}

function hintOf(table: string, rows: readonly RawRow[], start: RawRow | null): TextKey {
  if (table === "application") return "records.hint.application";
  if (start === null) return "records.hint.noContract";
  return rows.length > 0 ? "records.hint" : "records.hint.empty";
}

/** Tells which cell or tool has the focus, so that it can have it again in a new drawing. */
function focusIn(place: HTMLElement): {selector: string; row: string} | null {
  const at = document.activeElement;
  const row = at && place.contains(at) ? at.closest<HTMLElement>("[data-row]") : null;
  if (!at || !row) return null;
  const column = at.closest<HTMLElement>("[data-column]")?.dataset.column;
  const within = column === undefined ? "[data-tool]" : `[data-column="${column}"]`;
  const isNew = row.dataset.new === undefined ? ":not([data-new])" : "[data-new]";
  return {selector: `[data-row="${row.dataset.row}"]${isNew} ${within}`, row: row.dataset.row!};
}

/**
 * Makes what a new row begins with: a copy of the last one but for its key, or the number of one of the client's
 * contracts; null where it would need one and there is none.
 */
function startOfNew(
  table: string,
  {key}: RawTable,
  rows: readonly RawRow[],
  tables: readonly LoadedTable[]
): RawRow | null {
  const last = rows.at(-1);
  if (last)
    return Object.fromEntries(Object.entries(last).filter(([name, cell]) => name !== key && cell !== null));
  if (key) return {};
  const [column, of] =
    table === "bureau_balance"
      ? (["SK_ID_BUREAU", "bureau"] as const)
      : (["SK_ID_PREV", "previous_application"] as const);
  const contract = tables.find(({name}) => name === of)?.rows[0]?.[column];
  return contract === undefined ? null : {[column]: contract};
}
