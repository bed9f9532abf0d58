import {resize} from "observablehq:stdlib";
import {inRem, unitPx} from "./unit.ts";

/** A drawing as wide as its place; `redraw` draws it again when what it shows has changed. */
export type Drawing = HTMLElement & {redraw(): void};

/** A narrower place shows a drawing of this width, made smaller. */
const LEAST = 160;

/** Draws anew whenever the width of its place changes; the width is told in units of drawings. */
export function responsive(draw: (width: number) => Element): Drawing {
  let width = 0;
  const picture = () => asPictures(draw(Math.max(width, LEAST)));
  const element = resize((available) => {
    width = available / unitPx();
    return picture();
  });
  return Object.assign(element, {
    redraw() {
      if (width > 0) element.replaceChildren(picture());
    }
  });
}

/**
 * Makes each drawing inside one picture with a name to those who listen, whose parts have none, and lets it grow with the
 * reader's text.
 */
export function asPictures<E extends Element>(drawing: E): E {
  for (const picture of [drawing, ...drawing.querySelectorAll("svg")]) {
    if (picture.tagName !== "svg") continue;
    if (picture.hasAttribute("aria-label")) picture.setAttribute("role", "img");
    const width = Number(picture.getAttribute("width"));
    if (!picture.hasAttribute("viewBox") || !(width > 0)) continue;
    picture.classList.add("grows");
    (picture as SVGSVGElement).style.width = inRem(width);
  }
  for (const part of drawing.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label");
  return drawing;
}
