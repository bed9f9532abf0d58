import {invalid} from "./invalid.ts";
import {type Entry, type Lines, readEntries, required} from "./lines.ts";
import {parseFloat64, parseFloats, parseInteger, parseIntegers, splitTokens} from "./numbers.ts";
import {checkCategories, checkStructure} from "./structure.ts";
import type {Tree} from "./types.ts";

const MIN_INT32 = -(2 ** 31);
const MAX_INT32 = 2 ** 31 - 1;
const MAX_UINT32 = 2 ** 32 - 1;
const LINEAR = ["leaf_const", "num_features", "leaf_features", "leaf_coeff"];
const KNOWN = new Set([
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
]);

function parseLinear(
  entries: ReadonlyMap<string, Entry>,
  take: (key: string) => Entry,
  numLeaves: number,
  maxFeatureIdx: number
): Tree["linear"] {
  if (
    !entries.has("is_linear") ||
    parseInteger(take("is_linear").value, 0, 1, take("is_linear").place) === 0
  ) {
    for (const key of LINEAR)
      if (entries.has(key)) throw invalid(take(key).place, "a tree that is not linear has no such key");
    return undefined;
  }
  const leafConst = parseFloats(take("leaf_const").value, numLeaves, take("leaf_const").place);
  const sizes = parseIntegers(
    take("num_features").value,
    numLeaves,
    0,
    maxFeatureIdx + 1,
    take("num_features").place
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const features = parseIntegers(
    take("leaf_features").value,
    total,
    0,
    maxFeatureIdx,
    take("leaf_features").place
  );
  const coefficients = parseFloats(take("leaf_coeff").value, total, take("leaf_coeff").place);
  const starts = [0];
  for (const size of sizes) starts.push(starts.at(-1)! + size);
  return {
    leafConst,
    leafFeatures: sizes.map((size, leaf) =>
      Int32Array.from(features.slice(starts[leaf]!, starts[leaf]! + size))
    ),
    leafCoeff: sizes.map((size, leaf) => coefficients.slice(starts[leaf]!, starts[leaf]! + size))
  };
}

/**
 * Reads the tree whose line `Tree=<index>` is the current one, up to the blank line after it.
 * Keys that older versions do not write (leaf_weight, internal_weight, is_linear) may be absent: weights are then
 * zero. A tree of one leaf may leave out everything that describes nodes.
 * @throws MODEL_INVALID naming tree, key and line.
 * Source: LightGBM src/io/tree.cpp, Tree::Tree(const char*) and Tree::ToString.
 */
export function parseTree(lines: Lines, index: number, maxFeatureIdx: number): Tree {
  const head = {tree: index, line: lines.line};
  if (lines.peek() !== `Tree=${index}`) throw invalid(head, `the line "Tree=${index}" was expected`);
  lines.next();
  const entries = readEntries(lines, KNOWN, index);
  const take = (key: string) => required(entries, key, head);
  const numLeaves = parseInteger(take("num_leaves").value, 1, MAX_INT32, take("num_leaves").place);
  const numCat = parseInteger(take("num_cat").value, 0, MAX_INT32, take("num_cat").place);
  const numNodes = numLeaves - 1;

  const integers = (key: string, count: number, min: number, max: number) => {
    if (count === 0 && !entries.has(key)) return [];
    return parseIntegers(take(key).value, count, min, max, take(key).place);
  };
  const floats = (key: string, count: number, optional = false) => {
    if (!entries.has(key) && (optional || count === 0)) return new Float64Array(count);
    return parseFloats(take(key).value, count, take(key).place);
  };
  const aboutLeaves = (key: string, parse: (count: number) => ArrayLike<number>) => {
    const empty = numLeaves === 1 && splitTokens(entries.get(key)?.value ?? "").length === 0;
    return empty ? new Float64Array(1) : Float64Array.from(parse(numLeaves));
  };

  const linear = parseLinear(entries, take, numLeaves, maxFeatureIdx);
  const catBoundaries =
    numNodes > 0 && numCat > 0 ? integers("cat_boundaries", numCat + 1, 0, MAX_INT32) : [0];
  const words = catBoundaries.at(-1)!;
  const tree: Tree = {
    numLeaves,
    numCat,
    splitFeature: Int32Array.from(integers("split_feature", numNodes, 0, maxFeatureIdx)),
    splitGain: floats("split_gain", numNodes),
    threshold: floats("threshold", numNodes),
    decisionType: Uint8Array.from(integers("decision_type", numNodes, 0, 11)),
    leftChild: Int32Array.from(integers("left_child", numNodes, MIN_INT32, MAX_INT32)),
    rightChild: Int32Array.from(integers("right_child", numNodes, MIN_INT32, MAX_INT32)),
    internalValue: floats("internal_value", numNodes),
    internalWeight: floats("internal_weight", numNodes, true),
    internalCount: Float64Array.from(integers("internal_count", numNodes, 0, MAX_INT32)),
    leafValue: floats("leaf_value", numLeaves),
    leafWeight: aboutLeaves("leaf_weight", (count) => floats("leaf_weight", count, true)),
    leafCount: aboutLeaves("leaf_count", (count) => integers("leaf_count", count, 0, MAX_INT32)),
    catBoundaries: Int32Array.from(catBoundaries),
    catThreshold: Uint32Array.from(words > 0 ? integers("cat_threshold", words, 0, MAX_UINT32) : []),
    shrinkage: parseFloat64(take("shrinkage").value, take("shrinkage").place),
    ...(linear && {linear})
  };
  const at = (key: string) => entries.get(key)?.place ?? {...head, key};
  checkStructure(tree, at);
  checkCategories(tree, at);
  return tree;
}
