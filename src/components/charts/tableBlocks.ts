import {html} from "../dom.ts";

/** Rows that are drawn together. */
export const BLOCK_LENGTH = 100;
/** How far from sight a block is drawn, so that scrolling meets no empty place. */
const NEAR = "600px";

export interface BlocksOptions {
  /** Draws the row at a place. */
  row: (index: number) => HTMLElement;
  /** How many columns there are, for the row that stands for a block out of sight. */
  columns: number;
  /** Says which rows, counted from 1, a block out of sight holds; seen on paper and in passing. */
  label: (from: number, to: number) => string;
  /** The place of a row whose block is drawn from the beginning; the first one when absent. */
  reveal?: number | undefined;
}

/**
 * Makes the bodies of a table, one per hundred rows, of which only those near the eye hold their rows; the others keep
 * their height. A table of one block is drawn whole.
 */
export function tableBlocks(length: number, {row, columns, label, reveal = 0}: BlocksOptions): HTMLElement[] {
  const starts = Array.from({length: Math.ceil(length / BLOCK_LENGTH)}, (_, block) => block * BLOCK_LENGTH);
  const end = (start: number) => Math.min(start + BLOCK_LENGTH, length);
  const draw = (body: HTMLElement, start: number) =>
    body.replaceChildren(...Array.from({length: end(start) - start}, (_, i) => row(start + i)));
  const leave = (body: HTMLElement, start: number, height: string) =>
    body.replaceChildren(
      html`<tr class="unseen"><td colspan=${columns} style=${{"--height": height}}>${label(start + 1, end(start))}</td></tr>`
    );
  const startOf = new Map<Element, number>();
  const bodies = starts.map((start) => {
    const body = html`<tbody></tbody>`;
    if (start <= reveal && reveal < end(start)) draw(body, start);
    else leave(body, start, `${(end(start) - start) * ROW_REM}rem`);
    startOf.set(body, start);
    return body;
  });
  if (bodies.length < 2) return bodies;
  const margins = {rootMargin: NEAR, scrollMargin: NEAR};
  const observer = new IntersectionObserver((entries) => {
    for (const {target, isIntersecting, boundingClientRect} of entries) {
      const body = target as HTMLElement;
      const isDrawn = !body.querySelector(":scope > .unseen");
      if (isIntersecting === isDrawn || (!isIntersecting && boundingClientRect.height === 0)) continue;
      if (isIntersecting) draw(body, startOf.get(body)!);
      else leave(body, startOf.get(body)!, `${boundingClientRect.height}px`);
    }
  }, margins);
  for (const body of bodies) observer.observe(body);
  return bodies;
}

/** Height of a row of one line, as good as it is known before one is drawn. */
const ROW_REM = 1.95;
