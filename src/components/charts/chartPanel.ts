import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {openAsNotebook} from "../notebook/openAsNotebook.ts";
import {responsive} from "./responsive.ts";

export interface ChartPanel {
  lang: Lang;
  title: string;
  /** One line under the title: how to read the drawing. */
  hint?: unknown;
  /** Draws at a width. */
  draw: (width: number) => Element;
  /** The same numbers as a table, folded away until it is asked for. */
  table?: () => Node;
  /** Source of the notebook cell that draws the same. */
  cell?: string | undefined;
}

/** Draws a chart in its panel, as wide as its place, with the same numbers as a table and as a cell on demand. */
export function chartPanel({lang, title, hint, draw, table, cell}: ChartPanel): HTMLElement {
  return html`<section class="panel">
    <h3>${title}</h3>
    ${hint ? html`<p class="hint">${hint}</p>` : null}
    ${responsive(draw)}
    ${panelFoot(table && foldedTable(lang, table), cell === undefined ? null : openAsNotebook(lang, cell))}
  </section>`;
}

/** Draws what stands below a chart: its table and the link to its cells. */
export const panelFoot = (...parts: (HTMLElement | null | undefined)[]): HTMLElement | null =>
  parts.some(Boolean) ? html`<div class="panel-foot">${parts}</div>` : null;

/** A table that is made when it is opened; `redraw` makes it again where it is open. */
export type FoldedTable = HTMLElement & {redraw(): void};

/** Draws a table that is made when it is opened. */
export function foldedTable(lang: Lang, table: () => Node): FoldedTable {
  const details = html`<details class="as-table"><summary>${t(lang, "table.show")}</summary></details>`;
  const redraw = () => {
    while (details.childElementCount > 1) details.lastChild!.remove();
    if ((details as HTMLDetailsElement).open) details.append(table());
  };
  details.addEventListener("toggle", redraw);
  return Object.assign(details, {redraw});
}
