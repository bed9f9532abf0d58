import {html} from "../dom.ts";

/** So long is waited without a word. */
const AFTER_MS = 1200;
/** So often is looked whether it is there; what is said goes with its place. */
const LOOK_MS = 400;
/** Places of what is on its way: of a state of our own, and of a cell that has drawn nothing yet. */
const PENDING = ".state.loading, .observablehq--block > observablehq-loading";
/** Cells that have drawn nothing, and those that have. */
const BARE = ".observablehq--block:empty";
const DRAWN = ".observablehq--block:not(:empty, :has(> .patience)), main :is(svg, table, .state)";

/**
 * Says in the first place that has been waiting for a while why it may be: `text` there stands for all of them. What comes
 * sooner needs no word.
 * @param alwaysDraws that the page has drawn nothing yet while all its cells are empty, as a notebook's first question leaves it
 */
export function sayPatience(page: Document, text: string, alwaysDraws: boolean): void {
  const since = new WeakMap<Element, number>();
  const word = html`<span class="patience" role="status">${text}</span>`;
  const placesNow = (): HTMLElement[] => {
    const pending = [...page.querySelectorAll<HTMLElement>(PENDING)].filter((one) => one.checkVisibility());
    if (pending.length > 0 || !alwaysDraws || page.querySelector(DRAWN)) return pending;
    const said = word.parentElement;
    return said?.matches(".observablehq--block")
      ? [said]
      : [...page.querySelectorAll<HTMLElement>(BARE)].slice(-1);
  };
  const look = () => {
    const places = placesNow();
    const now = performance.now();
    for (const one of places) if (!since.has(one)) since.set(one, now);
    const late = places.find((one) => now - since.get(one)! >= AFTER_MS);
    const isSaid = places.some((one) => one.contains(word));
    if (!isSaid && word.isConnected) word.remove();
    if (late && !isSaid) late.append(word);
    setTimeout(look, LOOK_MS);
  };
  look();
}
