import {resize} from "observablehq:stdlib";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {openAsNotebook} from "../notebook/openAsNotebook.ts";

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

const panelFoot = (...parts: (HTMLElement | null | undefined)[]): HTMLElement | null =>
  parts.some(Boolean) ? html`<div class="panel-foot">${parts}</div>` : null;

/** A drawing as wide as its place; `redraw` draws it again when what it shows has changed. */
export type Drawing = HTMLElement & {redraw(): void};

/** Draws anew whenever the width of its place changes. */
export function responsive(draw: (width: number) => Element): Drawing {
  let width = 0;
  const picture = () => asPictures(draw(Math.max(width, 200)));
  const element = resize((available) => {
    width = available;
    return picture();
  });
  return Object.assign(element, {
    redraw() {
      if (width > 0) element.replaceChildren(picture());
    }
  });
}

/** Makes each drawing inside one picture with a name to those who listen; its parts have none. */
export function asPictures<E extends Element>(drawing: E): E {
  for (const picture of [drawing, ...drawing.querySelectorAll("svg")])
    if (picture.tagName === "svg" && picture.hasAttribute("aria-label")) picture.setAttribute("role", "img");
  for (const part of drawing.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label");
  return drawing;
}

/** Draws a table that is made when it is opened. */
export function foldedTable(lang: Lang, table: () => Node): HTMLElement {
  const details = html`<details class="as-table"><summary>${t(lang, "table.show")}</summary></details>`;
  details.addEventListener("toggle", () => {
    while (details.childElementCount > 1) details.lastChild!.remove();
    if ((details as HTMLDetailsElement).open) details.append(table());
  });
  return details;
}
