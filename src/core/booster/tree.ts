import {createEntries, type Entries, textOf} from "./entries.ts";
import {invalid} from "./invalid.ts";
import type {Lines} from "./lines.ts";
import {
  checkFloats,
  checkRoom,
  countTokens,
  parseFloat64,
  readFloats,
  readInteger,
  readIntegers
} from "./numbers.ts";
import {checkCategories, checkCounts, checkFinite, checkStructure, checkThresholds} from "./structure.ts";
import type {Tree} from "./types.ts";

const MIN_INT32 = -(2 ** 31);
const MAX_INT32 = 2 ** 31 - 1;
const MAX_UINT32 = 2 ** 32 - 1;
const LINEAR = ["leaf_const", "num_features", "leaf_features", "leaf_coeff"];
const KNOWN = [
  "num_leaves",
  "num_cat",
  "split_feature",
  "split_gain",
  "threshold",
  "decision_type",
  "left_child",
  "right_child",
  "leaf_value",
  "leaf_weight",
  "leaf_count",
  "internal_value",
  "internal_weight",
  "internal_count",
  "cat_boundaries",
  "cat_threshold",
  "is_linear",
  "shrinkage",
  ...LINEAR
];

const NODE_KEYS = [
  "split_feature",
  "split_gain",
  "threshold",
  "decision_type",
  "left_child",
  "right_child",
  "internal_value",
  "internal_weight",
  "internal_count"
];
const BLOCK = 2 ** 16;
const NO_BOUNDARIES = new Int32Array(1);
const NO_WORDS = new Uint32Array(0);

/** Reads the trees of a file one after the other. */
export interface TreeReader {
  /**
   * Reads the tree whose line `Tree=<index>` is the current one, up to the blank line after it.
   * Keys that older versions do not write (leaf_weight, internal_weight, is_linear) may be absent, and a tree of one
   * leaf may leave out everything that describes nodes. Weights and internal values are checked, but not kept.
   * @throws MODEL_INVALID naming tree, key and line.
   * Source: LightGBM src/io/tree.cpp, Tree::Tree(const char*) and Tree::ToString.
   */
  read(index: number): Tree;
}

/** Creates a reader for trees that split on the features 0 … maxFeatureIdx. */
export function createTreeReader(lines: Lines, maxFeatureIdx: number): TreeReader {
  const entries = createEntries(lines, KNOWN);
  const {take, placeOf} = entries;
  const memory = createMemory();
  return {
    read(index) {
      entries.begin(index);
      const title = `Tree=${index}`;
      if (!lines.begins(title) || lines.end - lines.start !== title.length)
        throw invalid({tree: index, line: lines.line}, `the line "${title}" was expected`);
      for (lines.next(); lines.start < lines.end; lines.next()) entries.add();
      const numLeaves = readInteger(take("num_leaves"), 1, MAX_INT32);
      const numCat = readInteger(take("num_cat"), 0, MAX_INT32);
      checkRoom(take("leaf_value"), numLeaves);
      if (numLeaves > 1) checkRoom(take("split_feature"), numLeaves - 1);
      const linear = readLinear(entries, numLeaves, maxFeatureIdx);
      const tree = allocate(memory, numLeaves, numCat);
      tree.shrinkage = readShrinkage(entries);
      if (numLeaves > 1) readNodes(entries, tree, maxFeatureIdx);
      else checkNoNodes(entries);
      readLeaves(entries, tree);
      if (numLeaves > 1 && numCat > 0) readCategories(entries, tree);
      if (linear) tree.linear = linear;
      checkThresholds(tree, placeOf);
      checkStructure(tree, placeOf);
      checkCategories(tree, placeOf);
      checkCounts(tree, placeOf);
      return tree;
    }
  };
}

/** Memory for the numbers of trees. */
type Memory = (bytes: number) => {buffer: ArrayBuffer; start: number};

/** Hands out memory from blocks that trees share, since a model has thousands of trees with a few kilobytes each. */
function createMemory(): Memory {
  let buffer = new ArrayBuffer(0);
  let used = 0;
  return (bytes) => {
    const size = 8 * Math.ceil(bytes / 8);
    if (used + size > buffer.byteLength) {
      buffer = new ArrayBuffer(Math.max(BLOCK, size));
      used = 0;
    }
    used += size;
    return {buffer, start: used - size};
  };
}

function allocate(memory: Memory, numLeaves: number, numCat: number): Tree {
  const nodes = numLeaves - 1;
  const {buffer, start} = memory(16 * numLeaves + 37 * nodes);
  const floats = start + 16 * numLeaves;
  const ints = floats + 24 * nodes;
  return {
    numLeaves,
    numCat,
    splitFeature: new Int32Array(buffer, ints, nodes),
    splitGain: new Float64Array(buffer, floats, nodes),
    threshold: new Float64Array(buffer, floats + 8 * nodes, nodes),
    decisionType: new Uint8Array(buffer, ints + 12 * nodes, nodes),
    leftChild: new Int32Array(buffer, ints + 4 * nodes, nodes),
    rightChild: new Int32Array(buffer, ints + 8 * nodes, nodes),
    internalCount: new Float64Array(buffer, floats + 16 * nodes, nodes),
    leafValue: new Float64Array(buffer, start, numLeaves),
    leafCount: new Float64Array(buffer, start + 8 * numLeaves, numLeaves),
    catBoundaries: NO_BOUNDARIES,
    catThreshold: NO_WORDS,
    shrinkage: 1
  };
}

function readShrinkage({take}: Entries): number {
  const shrinkage = parseFloat64(textOf(take("shrinkage")), take("shrinkage"));
  checkFinite([shrinkage], take("shrinkage"));
  return shrinkage;
}

function readNodes({take, get}: Entries, tree: Tree, maxFeatureIdx: number): void {
  const nodes = tree.numLeaves - 1;
  readIntegers(take("split_feature"), tree.splitFeature, 0, maxFeatureIdx);
  readFloats(take("split_gain"), tree.splitGain);
  readFloats(take("threshold"), tree.threshold);
  readIntegers(take("decision_type"), tree.decisionType, 0, 11);
  readIntegers(take("left_child"), tree.leftChild, MIN_INT32, MAX_INT32);
  readIntegers(take("right_child"), tree.rightChild, MIN_INT32, MAX_INT32);
  readIntegers(take("internal_count"), tree.internalCount, 0, MAX_INT32);
  checkFloats(take("internal_value"), nodes);
  const weights = get("internal_weight");
  if (weights) checkFloats(weights, nodes);
}

/** Refuses values of nodes in a tree that has none. */
function checkNoNodes({get}: Entries): void {
  for (const key of NODE_KEYS) {
    const entry = get(key);
    if (entry) checkFloats(entry, 0);
  }
}

function readLeaves({take, get}: Entries, tree: Tree): void {
  readFloats(take("leaf_value"), tree.leafValue);
  checkFinite(tree.leafValue, take("leaf_value"));
  const isLeftOut = (key: string) => {
    const entry = get(key);
    return tree.numLeaves === 1 && (entry === undefined || countTokens(entry) === 0);
  };
  if (!isLeftOut("leaf_count")) readIntegers(take("leaf_count"), tree.leafCount, 0, MAX_INT32);
  const weights = get("leaf_weight");
  if (weights && !isLeftOut("leaf_weight")) checkFloats(weights, tree.numLeaves);
}

/** Reads the bitsets of a tree's categorical splits. */
function readCategories({take}: Entries, tree: Tree): void {
  const count = tree.numCat;
  checkRoom(take("cat_boundaries"), count + 1);
  tree.catBoundaries = readIntegers(take("cat_boundaries"), new Int32Array(count + 1), 0, MAX_INT32);
  const words = tree.catBoundaries[count]!;
  if (words === 0) return;
  checkRoom(take("cat_threshold"), words);
  tree.catThreshold = readIntegers(take("cat_threshold"), new Uint32Array(words), 0, MAX_UINT32);
}

function readLinear({take, has}: Entries, numLeaves: number, maxFeatureIdx: number): Tree["linear"] {
  if (!has("is_linear") || readInteger(take("is_linear"), 0, 1) === 0) {
    for (const key of LINEAR)
      if (has(key)) throw invalid(take(key), "a tree that is not linear has no such key");
    return undefined;
  }
  for (const key of ["leaf_const", "num_features"]) checkRoom(take(key), numLeaves);
  const leafConst = readFloats(take("leaf_const"), new Float64Array(numLeaves));
  const sizes = readIntegers(take("num_features"), new Int32Array(numLeaves), 0, maxFeatureIdx + 1);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  for (const key of ["leaf_features", "leaf_coeff"]) checkRoom(take(key), total);
  const features = readIntegers(take("leaf_features"), new Int32Array(total), 0, maxFeatureIdx);
  const coefficients = readFloats(take("leaf_coeff"), new Float64Array(total));
  checkFinite(leafConst, take("leaf_const"));
  checkFinite(coefficients, take("leaf_coeff"));
  let at = 0;
  const starts = Array.from(sizes, (size) => {
    at += size;
    return at - size;
  });
  return {
    leafConst,
    leafFeatures: starts.map((start, leaf) => features.slice(start, start + sizes[leaf]!)),
    leafCoeff: starts.map((start, leaf) => coefficients.slice(start, start + sizes[leaf]!))
  };
}
