import type {Booster, Tree} from "../booster/types.ts";
import {ScorebookError} from "../errors.ts";
import {createLaneBuilder, type LaneBuilder, type Lanes, type Test} from "./lanes.ts";

/** One feature on the way to a leaf: how much of the cover passes its splits, and which splits they are. */
interface PathFeature {
  readonly feature: number;
  readonly coverRatio: number;
  readonly tests: readonly Test[];
}

/** A run of tests in flat arrays; test i holds when lo[i] ≤ rank of lane[i] ≤ hi[i]. */
export interface Tests {
  readonly lane: Int32Array;
  readonly lo: Int32Array;
  readonly hi: Int32Array;
}

/**
 * A model cut up for explanation. Leaf l is a game of the conditions start[l] … start[l + 1] − 1, one per
 * distinct feature on its path. A group is a subtree whose outcome depends on few tests: which of them fail,
 * read as a binary number with the first test as the highest bit, decides all that its leaves contribute.
 */
export interface CompiledModel {
  readonly numFeatures: number;
  readonly numClasses: number;
  readonly lanes: Lanes;
  readonly leaves: {
    readonly count: number;
    readonly value: Float64Array;
    readonly start: Int32Array;
    readonly tests: Tests;
    readonly coverRatio: Float64Array;
    /** class × numFeatures + feature. */
    readonly column: Int32Array;
  };
  readonly groups: {
    readonly count: number;
    /** Leaves firstLeaf[g] … firstLeaf[g + 1] − 1. */
    readonly firstLeaf: Int32Array;
    readonly testStart: Int32Array;
    readonly tests: Tests;
    readonly columnStart: Int32Array;
    readonly column: Int32Array;
  };
  /** Per column, a bound on the sum of what all groups contribute in absolute value. */
  readonly bound: Float64Array;
}

interface Group {
  readonly tests: readonly Test[];
  readonly columns: readonly number[];
  readonly leaves: readonly Leaf[];
}
interface Leaf {
  readonly value: number;
  readonly tests: readonly Test[];
  readonly coverRatios: readonly number[];
  readonly columns: readonly number[];
}

/**
 * Cuts the trees into groups of at most maxTests tests each; a leaf with a longer path is a group of its own.
 * @param trees iteration by iteration, class by class within it
 * @throws EXPLANATION_UNSUPPORTED for linear trees and for trees without row counts
 */
export function compileModel(booster: Booster, trees: readonly Tree[], maxTests: number): CompiledModel {
  const numFeatures = booster.maxFeatureIdx + 1;
  const numClasses = booster.numTreePerIteration;
  const builder = createLaneBuilder(trees);
  const bound = new Float64Array(numClasses * numFeatures);
  const groups: Group[] = [];
  for (const [index, tree] of trees.entries()) {
    checkTree(tree, index);
    const firstColumn = (index % numClasses) * numFeatures;
    groups.push(...cutTree(tree, builder, firstColumn, maxTests));
    const largest = tree.leafValue.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (const feature of new Set(tree.splitFeature)) bound[firstColumn + feature]! += 2 * largest;
  }
  // Loops over tests and columns then keep their length for many groups in a row, which processors predict.
  groups.sort((a, b) => a.tests.length - b.tests.length || a.columns.length - b.columns.length);
  const leaves = groups.flatMap((group) => group.leaves);
  return {
    numFeatures,
    numClasses,
    lanes: builder.finish(),
    leaves: {
      count: leaves.length,
      value: Float64Array.from(leaves, (leaf) => leaf.value),
      start: offsets(leaves.map((leaf) => leaf.tests.length)),
      tests: flattenTests(leaves),
      coverRatio: Float64Array.from(leaves.flatMap((leaf) => leaf.coverRatios)),
      column: Int32Array.from(leaves.flatMap((leaf) => leaf.columns))
    },
    groups: {
      count: groups.length,
      firstLeaf: offsets(groups.map((group) => group.leaves.length)),
      testStart: offsets(groups.map((group) => group.tests.length)),
      tests: flattenTests(groups),
      columnStart: offsets(groups.map((group) => group.columns.length)),
      column: Int32Array.from(groups.flatMap((group) => group.columns))
    },
    bound
  };
}

function checkTree(tree: Tree, index: number): void {
  if (tree.linear)
    throw new ScorebookError(
      "EXPLANATION_UNSUPPORTED",
      `Tree ${index} has linear leaves, for which exact contributions are not defined; a model with constant leaves was expected.`
    );
  if (tree.numLeaves > 1 && !(tree.internalCount[0]! > 0))
    throw new ScorebookError(
      "EXPLANATION_UNSUPPORTED",
      `Tree ${index} has no row counts (internal_count), which explanations weigh the paths by; a model saved by LightGBM was expected.`
    );
}

function cutTree(tree: Tree, builder: LaneBuilder, firstColumn: number, maxTests: number): Group[] {
  if (tree.numLeaves === 1) return [];
  const sizes = subtreeSizes(tree);
  const groups: Group[] = [];
  const pending: {node: number; path: readonly PathFeature[]}[] = [{node: 0, path: []}];
  for (let at = pending.pop(); at; at = pending.pop()) {
    const {node, path} = at;
    if (node < 0 || path.length + sizes[node]! <= maxTests) {
      groups.push(collectGroup(tree, builder, node, path, firstColumn));
      continue;
    }
    pending.push({node: tree.rightChild[node]!, path: extendPath(tree, builder, path, node, false)});
    pending.push({node: tree.leftChild[node]!, path: extendPath(tree, builder, path, node, true)});
  }
  return groups;
}

function collectGroup(
  tree: Tree,
  builder: LaneBuilder,
  root: number,
  rootPath: readonly PathFeature[],
  firstColumn: number
): Group {
  const tests = rootPath.map(({tests, feature}) => builder.all(tests, feature));
  const columns = new Set<number>();
  const leaves: Leaf[] = [];
  const pending: {node: number; path: readonly PathFeature[]}[] = [{node: root, path: rootPath}];
  for (let at = pending.pop(); at; at = pending.pop()) {
    const {node, path} = at;
    if (node < 0) {
      const leafColumns = path.map(({feature}) => firstColumn + feature);
      for (const column of leafColumns) columns.add(column);
      leaves.push({
        value: tree.leafValue[~node]!,
        tests: path.map(({tests, feature}) => builder.all(tests, feature)),
        coverRatios: path.map(({coverRatio}) => coverRatio),
        columns: leafColumns
      });
      continue;
    }
    tests.push(builder.side(tree, node, true));
    pending.push({node: tree.rightChild[node]!, path: extendPath(tree, builder, path, node, false)});
    pending.push({node: tree.leftChild[node]!, path: extendPath(tree, builder, path, node, true)});
  }
  return {tests, columns: [...columns].sort((a, b) => a - b), leaves};
}

function extendPath(
  tree: Tree,
  builder: LaneBuilder,
  path: readonly PathFeature[],
  node: number,
  left: boolean
): readonly PathFeature[] {
  const feature = tree.splitFeature[node]!;
  const child = left ? tree.leftChild[node]! : tree.rightChild[node]!;
  const count = child < 0 ? tree.leafCount[~child]! : tree.internalCount[child]!;
  const parentCount = tree.internalCount[node]!;
  const ratio = parentCount === 0 ? 0 : count / parentCount;
  const test = builder.side(tree, node, left);
  const before = path.find((step) => step.feature === feature);
  return [
    ...path.filter((step) => step !== before),
    {feature, coverRatio: ratio * (before?.coverRatio ?? 1), tests: [...(before?.tests ?? []), test]}
  ];
}

/** Counts the internal nodes of each node's subtree. LightGBM does not promise that children follow parents. */
function subtreeSizes(tree: Tree): Int32Array {
  const sizes = new Int32Array(tree.numLeaves - 1);
  const order = [0];
  for (let i = 0; i < order.length; i++) {
    for (const child of [tree.leftChild[order[i]!]!, tree.rightChild[order[i]!]!]) {
      if (child >= 0) order.push(child);
    }
  }
  for (const node of order.reverse()) {
    const [left, right] = [tree.leftChild[node]!, tree.rightChild[node]!];
    sizes[node] = 1 + (left < 0 ? 0 : sizes[left]!) + (right < 0 ? 0 : sizes[right]!);
  }
  return sizes;
}

function offsets(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1);
  for (const [i, length] of lengths.entries()) starts[i + 1] = starts[i]! + length;
  return starts;
}

function flattenTests(owners: readonly {readonly tests: readonly Test[]}[]): Tests {
  const all = owners.flatMap(({tests}) => tests);
  return {
    lane: Int32Array.from(all, (test) => test.lane),
    lo: Int32Array.from(all, (test) => test.lo),
    hi: Int32Array.from(all, (test) => test.hi)
  };
}
