import {asPictures, responsive} from "../../charts/responsive.ts";
import {html} from "../../dom.ts";

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
 * keeps it; null before.
 */
export function pointedInput<Datum, T>(
  draw: (width: number) => Element,
  toValue: (datum: Datum) => T,
  width?: number
): ChartInput<T | null> {
  const {element} = createInput<T | null>(null);
  // Plot's own event bubbles on from here, to find the value that it tells of.
  element.addEventListener("input", ({target}) => {
    const {value} = target as EventTarget & {value?: Datum | null};
    if (target !== element && value) element.value = toValue(value);
  });
  drawInto(element, draw, width);
  return element;
}
