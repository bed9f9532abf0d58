import {html as markup} from "htl";

/** Makes one element from a template; values are escaped, nodes and listeners are put in place. */
export const html = markup as unknown as (strings: TemplateStringsArray, ...values: unknown[]) => HTMLElement;

let lastId = 0;
/** Makes an id that no other element of the page has. */
export const uniqueId = (prefix: string): string => `${prefix}-${++lastId}`;

/** Tells how to scroll: smoothly, unless the reader wants less motion. */
export const calmScroll = (): ScrollBehavior =>
  matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

/** Calls `run` once, `waitMs` after the last of a series of calls. */
export function debounce<A extends unknown[]>(
  run: (...args: A) => void,
  waitMs: number
): (...args: A) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...args), waitMs);
  };
}

/** Makes what draws something anew only when it is another than what was drawn last, by its JSON. */
export function whenOther<T>(draw: (shown: T) => void): (next: T) => void {
  let last: string | undefined;
  return (next) => {
    const text = JSON.stringify(next);
    if (text === last) return;
    last = text;
    draw(next);
  };
}

/** Milliseconds that a page which is not in sight, and draws nothing, is waited for. */
const NOT_DRAWING_MS = 100;

/** Does something once what has changed is on the screen. */
export function afterDrawing(work: () => void): void {
  let isDone = false;
  const once = () => {
    if (!isDone) work();
    isDone = true;
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, NOT_DRAWING_MS);
}
