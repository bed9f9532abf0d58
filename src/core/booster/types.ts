/**
 * A LightGBM model as its text file declares it, in flat arrays. Node i of a tree has a left and a right
 * child: a child c ≥ 0 is the internal node c, a child c < 0 is the leaf ~c. A tree of one leaf has no
 * internal nodes. Source: LightGBM include/LightGBM/tree.h and src/io/tree.cpp.
 */
export interface Tree {
  numLeaves: number;
  numCat: number;
  /** numLeaves − 1 values each. */
  splitFeature: Int32Array;
  splitGain: Float64Array;
  /** Numerical: rows with value ≤ threshold go left. Categorical: index into catBoundaries. */
  threshold: Float64Array;
  /** Bit 0 categorical, bit 1 default left, bits 2–3 missing type (0 None, 1 Zero, 2 NaN). */
  decisionType: Uint8Array;
  leftChild: Int32Array;
  rightChild: Int32Array;
  internalCount: Float64Array;
  /** numLeaves values each. */
  leafValue: Float64Array;
  leafCount: Float64Array;
  /** numCat + 1 offsets into catThreshold, a bitset of 32-bit words per categorical split. */
  catBoundaries: Int32Array;
  catThreshold: Uint32Array;
  shrinkage: number;
  /** Present when the leaves are linear models. */
  linear?: {leafConst: Float64Array; leafFeatures: Int32Array[]; leafCoeff: Float64Array[]};
}

/** A category as pandas holds it. */
export type Category = string | number | boolean | null;

export interface Booster {
  version: string;
  numClass: number;
  numTreePerIteration: number;
  maxFeatureIdx: number;
  /** As written, e.g. name "binary" with params {sigmoid: "1"}. */
  objective: {name: string; params: Record<string, string>} | null;
  averageOutput: boolean;
  /** maxFeatureIdx + 1 names, in model order. */
  featureNames: string[];
  featureInfos: string[];
  /** numIterations × numTreePerIteration, iteration by iteration. */
  trees: Tree[];
  /**
   * Present when Python trained on a data frame: the categories of each of its category columns, in the order of the
   * columns. A category's place in its list is its code, the number that trees compare with.
   */
  pandasCategorical?: Category[][];
}
