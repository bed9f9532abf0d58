import {isZero} from "./decide.ts";
import type {Tree} from "./types.ts";

/** Words of transposed category sets that one feature may take; beyond it a set is looked up where it is met. */
const MAX_CATEGORY_WORDS = 1 << 20;

interface CategoricalFeature {
  feature: number;
  /** Tree and index of the category set, one per node on this feature. */
  sets: {tree: Tree; index: number}[];
  /** 32-bit words that the widest set has. */
  words: number;
}

/**
 * Hands out the inputs that packed nodes compare with their threshold, so that a row's missing values, zeros and
 * categories are looked at once per row and not at every node. Input 0 is NaN; then come values, negated values,
 * and one 0 or 1 per categorical node.
 */
export function createInputs(trees: readonly Tree[]) {
  const plain = new Map<number, number>();
  const zeroAsMissing = new Map<number, number>();
  const categorical = new Map<number, CategoricalFeature>();
  const places = new Map<Tree, Int32Array>();
  for (const tree of trees) {
    const place = new Int32Array(tree.numLeaves - 1);
    places.set(tree, place);
    tree.splitFeature.forEach((feature, node) => {
      const type = tree.decisionType[node]!;
      if ((type & 1) !== 0) {
        const index = tree.threshold[node]!;
        const of = categorical.get(feature) ?? {feature, sets: [], words: 0};
        categorical.set(feature, of);
        place[node] = of.sets.push({tree, index}) - 1;
        of.words = Math.max(of.words, tree.catBoundaries[index + 1]! - tree.catBoundaries[index]!);
      } else {
        const of = (type & 12) === 4 ? zeroAsMissing : plain;
        if (!of.has(feature)) of.set(feature, of.size);
        place[node] = of.get(feature)!;
      }
    });
  }

  const firstPlain = 1;
  const firstZero = firstPlain + 2 * plain.size;
  let next = firstZero + 2 * zeroAsMissing.size;
  const features = [...categorical.values()].map((of) => {
    const first = next;
    next += of.sets.length;
    return {...of, first, bits: transpose(of)};
  });
  const firstOf = new Map(features.map(({feature, first}) => [feature, first]));
  const inputs = new Float64Array(next);
  const plainFeatures = Int32Array.from(plain.keys());
  const zeroFeatures = Int32Array.from(zeroAsMissing.keys());

  /** The input of a node, negated if asked for (numerical nodes only). */
  function inputOf(tree: Tree, node: number, negated: boolean): number {
    const type = tree.decisionType[node]!;
    const place = places.get(tree)![node]!;
    if ((type & 1) !== 0) return firstOf.get(tree.splitFeature[node]!)! + place;
    const zero = (type & 12) === 4;
    const size = zero ? zeroAsMissing.size : plain.size;
    return (zero ? firstZero : firstPlain) + place + (negated ? size : 0);
  }

  /** Sets the inputs from a row of raw feature values. */
  function fill(row: ArrayLike<number>): void {
    inputs[0] = NaN;
    const count = plainFeatures.length;
    for (let i = 0; i < count; i++) {
      const value = row[plainFeatures[i]!]!;
      inputs[firstPlain + i] = value;
      inputs[firstPlain + count + i] = -value;
    }
    for (let i = 0; i < zeroFeatures.length; i++) {
      const value = row[zeroFeatures[i]!]!;
      const present = isZero(value) ? NaN : value;
      inputs[firstZero + i] = present;
      inputs[firstZero + zeroFeatures.length + i] = -present;
    }
    for (const {feature, first, sets, words, bits} of features) {
      const value = row[feature]!;
      const category = value > -1 && value < 2 ** 31 ? value | 0 : -1;
      const start = (category >>> 5) * sets.length;
      if (category < 0 || category >>> 5 >= words) inputs.fill(0, first, first + sets.length);
      else
        for (let i = 0; i < sets.length; i++) inputs[first + i] = (bits[start + i]! >>> (category & 31)) & 1;
    }
  }
  return {inputs, inputOf, fill};
}

/** Lays the category sets of a feature out word by word: word w of set i is at w × sets + i. */
function transpose({sets, words}: CategoricalFeature): Uint32Array {
  const bits = new Uint32Array(words * sets.length);
  sets.forEach(({tree, index}, i) => {
    const start = tree.catBoundaries[index]!;
    const end = tree.catBoundaries[index + 1]!;
    for (let word = start; word < end; word++)
      bits[(word - start) * sets.length + i] = tree.catThreshold[word]!;
  });
  return bits;
}

/** Says whether the sets of the categorical features stay small enough to be laid out for every node. */
export function fitsInputs(trees: readonly Tree[]): boolean {
  const sizes = new Map<number, {nodes: number; words: number}>();
  for (const {splitFeature, decisionType, threshold, catBoundaries} of trees)
    splitFeature.forEach((feature, node) => {
      if ((decisionType[node]! & 1) === 0) return;
      const index = threshold[node]!;
      const size = sizes.get(feature) ?? {nodes: 0, words: 0};
      sizes.set(feature, size);
      size.nodes++;
      size.words = Math.max(size.words, catBoundaries[index + 1]! - catBoundaries[index]!);
    });
  return [...sizes.values()].every(({nodes, words}) => nodes * words <= MAX_CATEGORY_WORDS);
}
