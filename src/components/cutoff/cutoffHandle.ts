import {inRem, unitPx} from "../charts/unit.ts";
import {html} from "../dom.ts";

/** The part of a drawing's scale that places are found by. */
export type HandleScale = {apply(value: number): number; invert(x: number): number};

export interface CutoffHandle {
  element: HTMLElement;
  /** Puts the handle at a cut-off of the drawing as it is now. */
  show(cutoff: number, text: string): void;
}

/** Arrows move by one point, the page keys by ten. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10
};

/**
 * Lays over a drawing a handle that a cut-off is dragged by, with the pointer anywhere along the drawing's height, or with
 * the keys of a slider.
 * @param scale the scale of the drawing, in its units from the left; null while nothing is drawn
 * @param choose takes whole points within the range
 */
export function cutoffHandle({
  label,
  range: [least, most],
  scale,
  choose
}: {
  label: string;
  range: readonly [number, number];
  scale: () => HandleScale | null;
  choose: (cutoff: number) => void;
}): CutoffHandle {
  let now = least;
  const within = (value: number) => Math.min(most, Math.max(least, Math.round(value)));
  const change = (value: number) => {
    const next = within(value);
    if (next !== now) choose(next);
  };
  const element = html`<div class="cutoff-handle" role="slider" tabindex="0" aria-label=${label} aria-valuemin=${least} aria-valuemax=${most}></div>`;
  const drag = (event: PointerEvent) => {
    const place = element.parentElement?.getBoundingClientRect();
    const x = scale();
    if (place && x) change(x.invert((event.clientX - place.left) / unitPx()));
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    element.focus();
    event.preventDefault();
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) drag(event);
  });
  element.addEventListener("keydown", (event) => {
    const to = event.key === "Home" ? least : event.key === "End" ? most : now + (STEPS[event.key] ?? 0);
    if (to === now || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    change(to);
  });
  return {
    element,
    show(cutoff, text) {
      now = cutoff;
      element.setAttribute("aria-valuenow", String(cutoff));
      element.setAttribute("aria-valuetext", text);
      const left = scale()?.apply(cutoff);
      element.hidden = left === undefined;
      if (left !== undefined) element.style.left = inRem(left);
    }
  };
}
