import {html} from "../dom.ts";
import {inRem} from "./unit.ts";

/** A part of a drawing that can be chosen by keyboard, where it stands in its place, in units of drawings. */
export interface KeyBar {
  /** What the part is and what it says, for those who listen. */
  label: string;
  isChosen: boolean;
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface KeyBars {
  /** What is chosen from. */
  label: string;
  /** How to go about it; said once on arriving. */
  hint: string;
  bars: readonly KeyBar[];
  /** Which keys lead from one bar to the next. */
  along: "row" | "column";
  /** The bar that has the focus, or takes it when the drawing has it. */
  at: number;
  onMove(at: number): void;
  /** Chooses a bar, or with `from` all from that one to it. */
  onChoose(at: number, from?: number): void;
  onClear(): void;
}

/** Gives the focus to the bar that had it, once a drawing that was made anew is in the page. */
export const refocus = (list: HTMLElement): void =>
  void requestAnimationFrame(() =>
    list.querySelector<HTMLElement>('[tabindex="0"]')?.focus({preventScroll: true})
  );

/**
 * Lays a list over a drawing whose options stand where its bars do: one stop for the tabulator; arrows, Home and End
 * move, Space and Enter choose, Shift with an arrow marks a stretch, Escape lets go. The pointer goes through.
 */
export function keyBars({label, hint, bars, along, at, onMove, onChoose, onClear}: KeyBars): HTMLElement {
  const [back, forth] = along === "row" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  const here = Math.min(Math.max(at, 0), bars.length - 1);
  const options = bars.map(
    ({label: name, isChosen, left, top, width, height}, i) =>
      html`<span
        role="option"
        class="key-bar"
        tabindex=${i === here ? 0 : -1}
        aria-selected=${String(isChosen)}
        aria-label=${name}
        style=${{left: inRem(left), top: inRem(top), width: inRem(width), height: inRem(height)}}
      ></span>`
  );
  const list = html`<div role="listbox" aria-multiselectable="true" aria-label=${`${label}. ${hint}`} aria-orientation=${along === "row" ? "horizontal" : "vertical"}>${options}</div>`;
  let anchor: number | null = null;
  const go = (to: number, from: number) => {
    options[from]!.tabIndex = -1;
    options[to]!.tabIndex = 0;
    options[to]!.focus({preventScroll: true});
    onMove(to);
  };
  list.addEventListener("keydown", (event) => {
    const {key, shiftKey, ctrlKey, altKey, metaKey} = event as KeyboardEvent;
    const from = options.indexOf(event.target as HTMLElement);
    if (from < 0 || ctrlKey || altKey || metaKey) return;
    const last = options.length - 1;
    const to = {[back!]: Math.max(0, from - 1), [forth!]: Math.min(last, from + 1), Home: 0, End: last}[key];
    if (to !== undefined) {
      anchor = shiftKey ? (anchor ?? from) : null;
      go(to, from);
      if (anchor !== null) onChoose(to, anchor);
    } else if (key === " " || key === "Enter") onChoose(from);
    else if (key === "Escape") onClear();
    else return;
    event.preventDefault();
  });
  return list;
}
