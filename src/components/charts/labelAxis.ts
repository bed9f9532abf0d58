import * as Plot from "@observablehq/plot";

/** Mean width of a letter of an axis, in units of drawings, a little more than it is. */
const LETTER = 6.6;
const GAP = 10;
const EM = 11;

/**
 * Makes room for the labels of rows at the left of a drawing: as much as the longest needs, but no more than a share of its
 * width, within which longer ones break into lines.
 * @param most share of the width, 0–1
 */
export function labelAxis(
  labels: readonly string[],
  width: number,
  most = 0.42
): {marginLeft: number; axis: Plot.Markish} {
  const longest = Math.max(4, ...labels.map(({length}) => length));
  const marginLeft = Math.round(Math.min(Math.max(60, longest * LETTER + GAP), width * most));
  const axis = Plot.axisY({label: null, tickSize: 0, lineWidth: (marginLeft - GAP) / EM, lineHeight: 0.95});
  return {marginLeft, axis};
}
