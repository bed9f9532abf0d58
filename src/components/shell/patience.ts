import {html} from "../dom.ts";

/** So long is waited without a word. */
const AFTER_MS = 1200;
/** So often is looked whether it is there; what is said goes with its place. */
const LOOK_MS = 400;
/** Places of what is on its way: of a state of our own, and of a cell that has drawn nothing yet. */
const PENDING = ".state.loading, .observablehq--block > observablehq-loading";

/**
 * Says in the first place that has been waiting for a while why it may be: `text` there stands for all of them. What comes
 * sooner needs no word.
 */
export function sayPatience(page: Document, text: string): void {
  const since = new WeakMap<Element, number>();
  const look = () => {
    const pending = [...page.querySelectorAll<HTMLElement>(PENDING)].filter((one) => one.checkVisibility());
    const now = performance.now();
    for (const one of pending) if (!since.has(one)) since.set(one, now);
    const isSaid = pending.some((one) => one.querySelector(".patience"));
    const late = pending.find((one) => now - since.get(one)! >= AFTER_MS);
    if (late && !isSaid) late.append(html`<span class="patience" role="status">${text}</span>`);
    setTimeout(look, LOOK_MS);
  };
  look();
}
