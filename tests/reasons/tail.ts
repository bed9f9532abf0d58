import type {Case} from "./form.ts";
import {isRounded, writtenIn} from "./written.ts";

/** What follows a value: on which side of most clients it is, and where their median is; one group. */
export const TAIL =
  "(, (?:less than for|more than for|younger than|older than) most (?:similar )?clients: half of those with this figure have .+)?";

const PARTS =
  /^, (less|more|younger|older) than .*: half of those with this figure have (none|at (least|most) (.+))$/;

/**
 * Tells whether what is said of most clients is true of a value: the side, the bound that goes with it, and the median.
 * @param isMedian holds the written median against the exact one
 */
export function isTail(
  {median}: Pick<Case, "median">,
  tail: string | undefined,
  value: number,
  isMedian = (text: string, exact: number) => isRounded(writtenIn(text, "en")[0]!, exact)
): boolean {
  if (tail === undefined) return true;
  const [, side, rest, bound, typical] = PARTS.exec(tail) ?? [];
  if (median === undefined || side === undefined) return false;
  const isBelow = side === "less" || side === "younger";
  if (rest === "none") return !isBelow && median === 0 && value > 0;
  const isSide = isBelow ? value <= median + 1e-6 : value >= median - 1e-6;
  return isSide && bound === (isBelow ? "least" : "most") && isMedian(typical!, median);
}
