import {html} from "../dom.ts";
import {tableBlocks} from "./tableBlocks.ts";

export interface Column<Row> {
  /** Text or node of the heading. */
  label: string | Node;
  /** Text or node of a cell. */
  cell: (row: Row) => unknown;
  /** Numbers are set flush right. */
  isNumber?: boolean;
  /** Marks the cells of the column with it, as data-column. */
  name?: string | undefined;
}

export interface TableOptions<Row> {
  caption: string;
  /** Hides the caption from the eye when a heading says the same. */
  hideCaption?: boolean;
  rowClass?: (row: Row) => string;
  /** Marks a row with these, as data-…. */
  rowData?: (row: Row) => Record<string, string>;
  /** The place of a row that is drawn from the beginning, when there are more than are in sight. */
  reveal?: number | undefined;
}

/**
 * Draws rows as a table that scrolls by itself when it is wider than its place. Of a long one only what is near the
 * eye is in the document.
 */
export function dataTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  {caption, hideCaption = true, rowClass, rowData, reveal}: TableOptions<Row>
): HTMLElement {
  const head = columns.map(
    ({label, isNumber}) => html`<th scope="col" class=${isNumber ? "number" : ""}>${label}</th>`
  );
  const draw = (row: Row) => {
    const line = html`<tr class=${rowClass?.(row) ?? ""}>${columns.map(
      ({cell, isNumber, name}) =>
        html`<td class=${isNumber ? "number" : ""} data-column=${name ?? null}>${cell(row)}</td>`
    )}</tr>`;
    if (rowData) Object.assign(line.dataset, rowData(row));
    return line;
  };
  const bodies = tableBlocks(rows.length, {
    row: (index) => draw(rows[index]!),
    columns: columns.length,
    label: (from, to) => `${from}–${to} / ${rows.length}`,
    reveal
  });
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${caption}>
    <table>
      <caption class=${hideCaption ? "visually-hidden" : ""}>${caption}</caption>
      <thead><tr>${head}</tr></thead>
      ${bodies}
    </table>
  </div>`;
}
