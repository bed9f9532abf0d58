import type {Tree} from "./types.ts";

export const MISSING_ZERO = 4;
export const MISSING_NAN = 8;
const MISSING_MASK = 12;
const CATEGORICAL = 1;
const DEFAULT_LEFT = 2;
/** LightGBM's kZeroThreshold, a float constant: smaller values count as zero. */
export const ZERO_THRESHOLD = Math.fround(1e-35);

/** Says whether a value is zero to LightGBM: |value| ≤ 1e-35. */
export const isZero = (value: number) => value >= -ZERO_THRESHOLD && value <= ZERO_THRESHOLD;

/**
 * Says whether a category belongs to the bitset of a categorical split. Fractions are cut towards zero; negative
 * values, NaN and values from 2³¹ on belong to none.
 */
export function inCategories(value: number, {catBoundaries, catThreshold}: Tree, index: number): boolean {
  if (!(value > -1 && value < 2 ** 31)) return false;
  const category = value | 0;
  const word = catBoundaries[index]! + (category >>> 5);
  return word < catBoundaries[index + 1]! && ((catThreshold[word]! >>> (category & 31)) & 1) === 1;
}

/**
 * Says whether a feature's value sends a row to the left child of an internal node.
 * Source: Tree::NumericalDecision and Tree::CategoricalDecision in LightGBM include/LightGBM/tree.h; values of at most
 * 1e-35 are zero already when the row is copied (src/c_api.cpp).
 */
export function goesLeft(tree: Tree, node: number, value: number): boolean {
  const type = tree.decisionType[node]!;
  const threshold = tree.threshold[node]!;
  if ((type & CATEGORICAL) !== 0) return inCategories(value, tree, threshold);
  const missing = type & MISSING_MASK;
  const absent = Number.isNaN(value);
  if (
    absent ? missing === MISSING_NAN || missing === MISSING_ZERO : missing === MISSING_ZERO && isZero(value)
  )
    return (type & DEFAULT_LEFT) !== 0;
  return (absent || isZero(value) ? 0 : value) <= threshold;
}

/** Finds the leaf (0 … numLeaves − 1) that a row of raw feature values falls into. */
export function leafOf(tree: Tree, row: ArrayLike<number>): number {
  if (tree.numLeaves === 1) return 0;
  let node = 0;
  while (node >= 0) {
    const left = goesLeft(tree, node, row[tree.splitFeature[node]!]!);
    node = left ? tree.leftChild[node]! : tree.rightChild[node]!;
  }
  return ~node;
}

/**
 * Computes what a leaf adds to the raw score: its value or, in a linear tree, constant + Σ coefficient × feature,
 * where a missing feature brings the plain value back. Source: Tree::Predict in include/LightGBM/tree.h.
 */
export function leafOutput({leafValue, linear}: Tree, leaf: number, row: ArrayLike<number>): number {
  if (!linear) return leafValue[leaf]!;
  const features = linear.leafFeatures[leaf]!;
  const coefficients = linear.leafCoeff[leaf]!;
  let output = linear.leafConst[leaf]!;
  for (let i = 0; i < features.length; i++) {
    const value = row[features[i]!]!;
    if (Number.isNaN(value)) return leafValue[leaf]!;
    output += coefficients[i]! * (isZero(value) ? 0 : value);
  }
  return output;
}
