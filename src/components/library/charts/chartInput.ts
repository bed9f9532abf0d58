import {asPictures, responsive} from "../../charts/responsive.ts";
import {html} from "../../dom.ts";
import {type KeyParts, withKeys} from "./keyParts.ts";

/** A chart as an input: what was chosen last, and an `input` event when that changes. */
export type ChartInput<T> = HTMLElement & {value: T};

/** Makes an element with a value, and what sets both the value and whoever listens. */
export function createInput<T>(value: T): {element: ChartInput<T>; choose(next: T): void} {
  const element = Object.assign(html`<div class="chart"></div>`, {value});
  return {
    element,
    choose(next) {
      element.value = next;
      element.dispatchEvent(new Event("input", {bubbles: true}));
    }
  };
}

/** Puts a drawing into an element, at a width or as wide as its place. */
export function drawInto(element: HTMLElement, draw: (width: number) => Element, width?: number): void {
  element.append(width === undefined ? responsive(draw) : asPictures(draw(width)));
}

/**
 * Makes a drawing of Plot an input: its value is what `toValue` makes of the mark that was pointed at last, a click
 * keeps it, or that was reached by keyboard; null before.
 * @param keys tells what of a drawing the keyboard reaches
 */
export function pointedInput<Datum, T>(
  draw: (width: number) => Element,
  toValue: (datum: Datum) => T,
  {width, keys}: {width?: number | undefined; keys: (plot: Element, width: number) => KeyParts<Datum>}
): ChartInput<T | null> {
  const {element, choose} = createInput<T | null>(null);
  // Plot's own event bubbles on from here, to find the value that it tells of.
  element.addEventListener("input", ({target}) => {
    const {value} = target as EventTarget & {value?: Datum | null};
    if (target !== element && value) element.value = toValue(value);
  });
  const drawWithKeys = (w: number) => {
    const plot = draw(w);
    return withKeys(plot, keys(plot, w), (datum) => choose(toValue(datum)));
  };
  drawInto(element, drawWithKeys, width);
  return element;
}
