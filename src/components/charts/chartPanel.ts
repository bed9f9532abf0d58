import {resize} from "observablehq:stdlib";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";

export interface ChartPanel {
  lang: Lang;
  title: string;
  /** One line under the title: how to read the drawing. */
  hint?: unknown;
  /** Draws at a width. */
  draw: (width: number) => Element;
  /** The same numbers as a table, folded away until it is asked for. */
  table?: () => Node;
}

/** Draws a chart in its panel, as wide as its place, with the same numbers as a table on demand. */
export function chartPanel({lang, title, hint, draw, table}: ChartPanel): HTMLElement {
  return html`<section class="panel">
    <h2>${title}</h2>
    ${hint ? html`<p class="hint">${hint}</p>` : null}
    ${resize((width) => draw(Math.max(width, 200)))}
    ${table ? foldedTable(lang, table) : null}
  </section>`;
}

/** Draws a table that is made when it is first opened. */
export function foldedTable(lang: Lang, table: () => Node): HTMLElement {
  const details = html`<details class="as-table"><summary>${t(lang, "table.show")}</summary></details>`;
  details.addEventListener("toggle", () => details.append(table()), {once: true});
  return details;
}
