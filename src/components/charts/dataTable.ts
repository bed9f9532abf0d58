import {html} from "../dom.ts";

export interface Column<Row> {
  /** Text or node of the heading. */
  label: string | Node;
  /** Text or node of a cell. */
  cell: (row: Row) => unknown;
  /** Numbers are set flush right. */
  isNumber?: boolean;
}

export interface TableOptions<Row> {
  caption: string;
  /** Hides the caption from the eye when a heading says the same. */
  hideCaption?: boolean;
  rowClass?: (row: Row) => string;
}

/** Draws rows as a table that scrolls by itself when it is wider than its place. */
export function dataTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  {caption, hideCaption = true, rowClass}: TableOptions<Row>
): HTMLElement {
  const head = columns.map(
    ({label, isNumber}) => html`<th scope="col" class=${isNumber ? "number" : ""}>${label}</th>`
  );
  const body = rows.map(
    (row) =>
      html`<tr class=${rowClass?.(row) ?? ""}>${columns.map(
        ({cell, isNumber}) => html`<td class=${isNumber ? "number" : ""}>${cell(row)}</td>`
      )}</tr>`
  );
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${caption}>
    <table>
      <caption class=${hideCaption ? "visually-hidden" : ""}>${caption}</caption>
      <thead><tr>${head}</tr></thead>
      <tbody>${body}</tbody>
    </table>
  </div>`;
}
