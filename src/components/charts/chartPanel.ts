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
    ${responsive(draw)}
    ${table ? foldedTable(lang, table) : null}
  </section>`;
}

/** Draws anew whenever the width of its place changes. */
export const responsive = (draw: (width: number) => Element): HTMLElement =>
  resize((width) => asPictures(draw(Math.max(width, 200))));

/** Makes each drawing inside one picture with a name to those who listen; its parts have none. */
export function asPictures<E extends Element>(drawing: E): E {
  for (const picture of [drawing, ...drawing.querySelectorAll("svg")])
    if (picture.tagName === "svg" && picture.hasAttribute("aria-label")) picture.setAttribute("role", "img");
  for (const part of drawing.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label");
  return drawing;
}

/** Draws a table that is made when it is first opened. */
export function foldedTable(lang: Lang, table: () => Node): HTMLElement {
  const details = html`<details class="as-table"><summary>${t(lang, "table.show")}</summary></details>`;
  details.addEventListener("toggle", () => details.append(table()), {once: true});
  return details;
}
