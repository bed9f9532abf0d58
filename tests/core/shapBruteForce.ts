import {goesLeft} from "../../src/core/booster/decide.ts";
import type {Booster, Tree} from "../../src/core/booster/types.ts";

/** The tree's expected output when only the features of the coalition (a bit mask) are known of the row. */
function conditionalExpectation(tree: Tree, row: ArrayLike<number>, coalition: number, node = 0): number {
  if (tree.numLeaves === 1) return tree.leafValue[0]!;
  if (node < 0) return tree.leafValue[~node]!;
  const [left, right] = [tree.leftChild[node]!, tree.rightChild[node]!];
  const feature = tree.splitFeature[node]!;
  if ((coalition >> feature) & 1)
    return conditionalExpectation(tree, row, coalition, goesLeft(tree, node, row[feature]!) ? left : right);
  const count = (child: number) => (child < 0 ? tree.leafCount[~child]! : tree.internalCount[child]!);
  const total = tree.internalCount[node]!;
  const [leftShare, rightShare] = total === 0 ? [0.5, 0.5] : [count(left) / total, count(right) / total];
  return (
    leftShare * conditionalExpectation(tree, row, coalition, left) +
    rightShare * conditionalExpectation(tree, row, coalition, right)
  );
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
const bits = (mask: number) => mask.toString(2).replaceAll("0", "").length;

/** The worth of every coalition, per class: 2^numFeatures values. */
function worths(booster: Booster, row: ArrayLike<number>, classIndex: number): number[] {
  const own = booster.trees.filter((_, index) => index % booster.numTreePerIteration === classIndex);
  return Array.from({length: 2 ** (booster.maxFeatureIdx + 1)}, (_, coalition) =>
    own.reduce((sum, tree) => sum + conditionalExpectation(tree, row, coalition), 0)
  );
}

/** Shapley values straight from the definition, over all subsets. */
export function bruteForceShap(booster: Booster, row: ArrayLike<number>, classIndex = 0): number[] {
  const n = booster.maxFeatureIdx + 1;
  const worth = worths(booster, row, classIndex);
  return Array.from({length: n}, (_, i) => {
    let sum = 0;
    for (let s = 0; s < 2 ** n; s++) {
      if ((s >> i) & 1) continue;
      const size = bits(s);
      sum +=
        ((factorial(size) * factorial(n - 1 - size)) / factorial(n)) * (worth[s | (1 << i)]! - worth[s]!);
    }
    return sum;
  });
}

/** SHAP interaction values straight from the definition (Lundberg et al. 2020, equations 4 to 6). */
export function bruteForceInteractions(booster: Booster, row: ArrayLike<number>, classIndex = 0): number[][] {
  const n = booster.maxFeatureIdx + 1;
  const worth = worths(booster, row, classIndex);
  const shap = bruteForceShap(booster, row, classIndex);
  const matrix = Array.from({length: n}, (_, i) =>
    Array.from({length: n}, (_, j) => {
      if (i === j) return 0;
      const pair = (1 << i) | (1 << j);
      let sum = 0;
      for (let s = 0; s < 2 ** n; s++) {
        if (s & pair) continue;
        const size = bits(s);
        const weight = (factorial(size) * factorial(n - 2 - size)) / (2 * factorial(n - 1));
        sum += weight * (worth[s | pair]! - worth[s | (1 << i)]! - worth[s | (1 << j)]! + worth[s]!);
      }
      return sum;
    })
  );
  for (const [i, values] of matrix.entries())
    values[i] = shap[i]! - values.reduce((sum, value) => sum + value, 0);
  return matrix;
}
