import type {Tree} from "../booster/types.ts";

/**
 * Averages a tree's output over the training rows that each leaf saw. One addend per leaf, in leaf order,
 * so that the bits equal LightGBM's Tree::ExpectedValue (src/io/tree.cpp).
 */
export function expectedValue(tree: Tree): number {
  if (tree.numLeaves === 1) return tree.leafValue[0]!;
  const total = tree.internalCount[0]!;
  let sum = 0;
  for (let leaf = 0; leaf < tree.numLeaves; leaf++) {
    sum += (tree.leafCount[leaf]! / total) * tree.leafValue[leaf]!;
  }
  return sum;
}
