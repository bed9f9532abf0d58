import {html} from "../dom.ts";
import {inRem, unitPx} from "./unit.ts";

export interface Brush {
  /** Where the drawing stands; the band is laid over it. */
  place: HTMLElement;
  /** Converts units of drawings from the left edge of the place to a value, and back. */
  valueAt: (x: number) => number;
  unitAt: (value: number) => number;
  /** From the top of the place, in units of drawings. */
  top: number;
  height: number;
  /** Says what was marked, in either direction, while it is being marked; null for a click that marks nothing. */
  onMark: (ends: readonly [number, number] | null) => void;
}

/** Fewer units than these are a click. */
const CLICK = 4;

/** Lets a reader mark a stretch of a drawing with the pointer; `show` lays the band over a stretch, or takes it away. */
export function addBrush({place, valueAt, unitAt, top, height, onMark}: Brush): {
  show(ends: readonly [number, number] | null): void;
} {
  const band = html`<div class="brush-band" hidden style=${{top: inRem(top), height: inRem(height)}}></div>`;
  place.classList.add("brush");
  place.append(band);
  let from: number | null = null;
  const x = (event: PointerEvent) => (event.clientX - place.getBoundingClientRect().left) / unitPx();
  const start = (event: PointerEvent) => {
    const y = (event.clientY - place.getBoundingClientRect().top) / unitPx();
    if (event.button !== 0 || y < top || y > top + height) return;
    from = x(event);
    place.setPointerCapture(event.pointerId);
    event.preventDefault();
    event.stopPropagation();
  };
  // A tip of the drawing would keep the event for itself.
  place.addEventListener("pointerdown", start, {capture: true});
  place.addEventListener("pointermove", (event) => {
    if (from !== null && Math.abs(x(event) - from) >= CLICK) onMark([valueAt(from), valueAt(x(event))]);
  });
  place.addEventListener("pointerup", (event) => {
    if (from !== null && Math.abs(x(event) - from) < CLICK) onMark(null);
    from = null;
  });
  place.addEventListener("pointercancel", () => {
    from = null;
  });
  return {
    show(ends) {
      band.hidden = ends === null;
      if (!ends) return;
      const [left, right] = [unitAt(ends[0]), unitAt(ends[1])];
      Object.assign(band.style, {left: inRem(left), width: inRem(Math.max(1, right - left))});
    }
  };
}
