import type {Tree} from "../booster/types.ts";

/**
 * Gives, per column (class × numFeatures + feature), the constant c for which (x + c) − c rounds x to the
 * column's grain: a power of two so small (about 2⁻⁵⁰ of all that the column can add up to) that sums of such
 * numbers are exact in whatever order they are taken. Hence a fresh explanation, one from a batch and one that
 * was changed step by step have equal bits. 0, no rounding, where the grain would be coarser than 2⁻³⁹.
 * @param trees of two leaves or more
 * @param columnOf first column of each tree
 */
export function roundingConstants(
  trees: readonly Tree[],
  columnOf: readonly number[],
  columns: number
): Float64Array {
  const bounds = new Float64Array(columns);
  for (const [t, tree] of trees.entries())
    for (const [node, range] of subtreeRanges(tree).entries())
      bounds[columnOf[t]! + tree.splitFeature[node]!]! += range;
  return bounds.map(roundingConstant);
}

/** Gives the greatest less the least leaf value below each node, which no split of it can exceed. */
function subtreeRanges(tree: Tree): Float64Array {
  const order = [0];
  for (let i = 0; i < order.length; i++)
    for (const child of [tree.leftChild[order[i]!]!, tree.rightChild[order[i]!]!])
      if (child >= 0) order.push(child);
  const least = new Float64Array(order.length);
  const most = new Float64Array(order.length);
  for (const node of order.reverse()) {
    const [left, right] = [tree.leftChild[node]!, tree.rightChild[node]!];
    const end = (ends: Float64Array, child: number) => (child < 0 ? tree.leafValue[~child]! : ends[child]!);
    least[node] = Math.min(end(least, left), end(least, right));
    most[node] = Math.max(end(most, left), end(most, right));
  }
  return most.map((value, node) => value - least[node]!);
}

function roundingConstant(bound: number): number {
  if (bound === 0) return 1;
  // While a change is applied, numbers of the old and of the new row mix: twice the bound, and one bit to spare.
  const exponent = Math.max(Math.ceil(Math.log2(bound)) + 2 - 53, -500);
  return exponent > -39 ? 0 : 1.5 * 2 ** (52 + exponent);
}
