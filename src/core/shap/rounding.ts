import type {Tree} from "../booster/types.ts";

/**
 * Gives, per column (class × numFeatures + feature), the constant c for which (x + c) − c rounds x to the
 * column's grain: a power of two so small (about 2⁻⁵⁰ of all that the column can add up to) that sums of such
 * numbers are exact in whatever order they are taken. Hence a fresh explanation, one from a batch and one that
 * was changed step by step have equal bits. 0, no rounding, where the grain would be coarser than 2⁻³⁸.
 * @param columnOf first column of each tree
 */
export function roundingConstants(
  trees: readonly Tree[],
  columnOf: readonly number[],
  columns: number
): Float64Array {
  const bounds = new Float64Array(columns);
  for (const [t, tree] of trees.entries()) {
    const largest = tree.leafValue.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // A split moves the expected output by 2 × largest at most.
    for (const feature of tree.splitFeature) bounds[columnOf[t]! + feature]! += 2 * largest;
  }
  return bounds.map(roundingConstant);
}

function roundingConstant(bound: number): number {
  if (bound === 0) return 1;
  // While a change is applied, numbers of the old and of the new row mix: twice the bound, and one bit to spare.
  const exponent = Math.max(Math.ceil(Math.log2(bound)) + 2 - 53, -500);
  return exponent > -38 ? 0 : 1.5 * 2 ** (52 + exponent);
}
