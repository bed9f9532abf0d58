/** Drawings are laid out in sixteenths of the root's font size, pixels where it is 16: they grow with the reader's text. */
const UNITS_PER_REM = 16;

/** Tells how many pixels one unit of a drawing is. */
export const unitPx = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / UNITS_PER_REM;

/** Writes a length in a drawing's units as CSS does. */
export const inRem = (units: number): string => `${units / UNITS_PER_REM}rem`;
