import {isZero} from "./decide.ts";
import type {Tree} from "./types.ts";

/** 32-bit words that the category sets of one feature may take when laid out for every node. */
const MAX_CATEGORY_WORDS = 2 ** 20;

/** The different category sets of one feature, laid out word by word: word w of set i is at w × count + i. */
interface CategorySets {
  feature: number;
  count: number;
  /** Words that the widest set has. */
  words: number;
  bits: Int32Array;
  /** The first of `count` inputs. */
  first: number;
}

const isCategorical = ({decisionType}: Tree, node: number) => (decisionType[node]! & 1) !== 0;
const hasZeroMissing = ({decisionType}: Tree, node: number) => (decisionType[node]! & 12) === 4;

function setOf({threshold, catBoundaries, catThreshold}: Tree, node: number): Uint32Array {
  const index = threshold[node]!;
  return catThreshold.subarray(catBoundaries[index]!, catBoundaries[index + 1]!);
}

/**
 * Hands out the inputs that packed nodes compare with their threshold, so that a row's missing values, zeros and
 * categories are looked at once per row and not at every node. Input 0 is NaN; then come the values of the features
 * in use and the values negated (twice: zeros as they are, and zeros as NaN), then 1 or 0 per different category set.
 */
export function createInputs(trees: readonly Tree[]) {
  const plain = new Map<number, number>();
  const zeroAsMissing = new Map<number, number>();
  const sets = new Map<number, Map<string, Uint32Array>>();
  for (const tree of trees)
    tree.splitFeature.forEach((feature, node) => {
      if (isCategorical(tree, node)) {
        const set = setOf(tree, node);
        const known = sets.get(feature) ?? new Map<string, Uint32Array>();
        sets.set(feature, known.set(set.join(), set));
      } else {
        const slots = hasZeroMissing(tree, node) ? zeroAsMissing : plain;
        if (!slots.has(feature)) slots.set(feature, slots.size);
      }
    });

  const firstZero = 1 + 2 * plain.size;
  let next = firstZero + 2 * zeroAsMissing.size;
  const inputOfSet = new Map<string, number>();
  const categorical = [...sets].map(([feature, known]) => {
    const first = next;
    next += known.size;
    for (const [i, key] of [...known.keys()].entries()) inputOfSet.set(`${feature}:${key}`, first + i);
    return {feature, first, ...layOut([...known.values()])};
  });
  const inputs = new Float64Array(next);
  inputs[0] = NaN;
  const plainFeatures = Int32Array.from(plain.keys());
  const zeroFeatures = Int32Array.from(zeroAsMissing.keys());

  /** Finds the input of a node: of its value (negated if asked for) or of its category set. */
  function inputOf(tree: Tree, node: number, negated: boolean): number {
    const feature = tree.splitFeature[node]!;
    if (isCategorical(tree, node)) return inputOfSet.get(`${feature}:${setOf(tree, node).join()}`)!;
    return hasZeroMissing(tree, node)
      ? firstZero + zeroAsMissing.get(feature)! + (negated ? zeroAsMissing.size : 0)
      : 1 + plain.get(feature)! + (negated ? plain.size : 0);
  }

  /** Sets the inputs from a row of raw feature values. */
  function fill(row: ArrayLike<number>): void {
    fillValues(row, plainFeatures, inputs, 1);
    if (zeroFeatures.length > 0) fillNonZero(row, zeroFeatures, inputs, firstZero);
    for (const sets of categorical) fillCategories(row[sets.feature]!, sets, inputs);
  }
  return {inputs, inputOf, fill};
}

function fillValues(row: ArrayLike<number>, features: Int32Array, inputs: Float64Array, first: number): void {
  const count = features.length;
  for (let i = 0; i < count; i++) {
    const value = row[features[i]!]!;
    inputs[first + i] = value;
    inputs[first + count + i] = -value;
  }
}

function fillNonZero(
  row: ArrayLike<number>,
  features: Int32Array,
  inputs: Float64Array,
  first: number
): void {
  const count = features.length;
  for (let i = 0; i < count; i++) {
    const value = row[features[i]!]!;
    const present = isZero(value) ? NaN : value;
    inputs[first + i] = present;
    inputs[first + count + i] = -present;
  }
}

function fillCategories(
  value: number,
  {bits, words, count, first}: CategorySets,
  inputs: Float64Array
): void {
  const category = value > -1 && value < 2 ** 31 ? value | 0 : -1;
  if (category < 0 || category >>> 5 >= words) {
    inputs.fill(0, first, first + count);
    return;
  }
  const start = (category >>> 5) * count;
  const shift = category & 31;
  for (let i = 0; i < count; i++) inputs[first + i] = (bits[start + i]! >>> shift) & 1;
}

function layOut(sets: readonly Uint32Array[]): Pick<CategorySets, "bits" | "words" | "count"> {
  const count = sets.length;
  const words = sets.reduce((most, {length}) => Math.max(most, length), 0);
  const bits = new Int32Array(words * count);
  sets.forEach((set, i) => {
    set.forEach((word, w) => {
      bits[w * count + i] = word;
    });
  });
  return {bits, words, count};
}

/** Says whether the category sets stay small enough to be laid out for every node. */
export function fitsInputs(trees: readonly Tree[]): boolean {
  const sizes = new Map<number, {nodes: number; words: number}>();
  for (const tree of trees)
    tree.splitFeature.forEach((feature, node) => {
      if (!isCategorical(tree, node)) return;
      const {nodes, words} = sizes.get(feature) ?? {nodes: 0, words: 0};
      sizes.set(feature, {nodes: nodes + 1, words: Math.max(words, setOf(tree, node).length)});
    });
  return [...sizes.values()].every(({nodes, words}) => nodes * words <= MAX_CATEGORY_WORDS);
}
