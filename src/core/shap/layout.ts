import type {Tree} from "../booster/types.ts";
import {gaussLegendre} from "./gaussLegendre.ts";
import type {Lanes} from "./lanes.ts";

/** One node takes 48 bytes: six float64 places, the last three of which hold six int32. */
export const NODE = {
  floats: 6,
  ints: 12,
  /** In float64 places. */
  threshold: 0,
  leftRatio: 1,
  rightRatio: 2,
  /** In int32 places. */
  lane: 6,
  /** Where the child's numbers start in the work space of a tree, in bytes; right follows left. */
  leftSlot: 7,
  rightSlot: 8,
  /** Index into the repeats, or −1 for the first split on its feature on the way down. */
  repeat: 9,
  column: 10
} as const;

/** A split on a feature that was split on before takes 16 bytes: one float64 and two int32. */
export const REPEAT = {
  floats: 2,
  ints: 4,
  /** In float64 places: the product of the feature's cover ratios above. */
  ratioAbove: 0,
  /** In int32 places: 2 × the tree's node that split before + 1 for its right side, and where 1/g starts. */
  before: 2,
  inverse: 3
} as const;

/** A tree takes four int32: first node, number of nodes, first leaf, pairs of quadrature points. */
export const TREE = {ints: 4, firstNode: 0, nodes: 1, firstLeaf: 2, pairs: 3} as const;

/** Where each table starts in the memory, in bytes. */
export interface Addresses {
  trees: number;
  nodes: number;
  repeats: number;
  inverses: number;
  leafValues: number;
  rules: number;
  lanes: number;
  rounding: number;
  contributions: number;
  out: number;
  down: number;
  up: number;
  state: number;
}

/** A model laid out for the kernels, in one block of memory that WebAssembly can own. */
export interface Layout {
  readonly numTrees: number;
  readonly numNodes: number;
  readonly addresses: Addresses;
  readonly byteLength: number;
  /** Fills a block of at least byteLength bytes. */
  writeTo(buffer: ArrayBufferLike): void;
  /** The first node of each tree, and the number of all nodes at the end. */
  readonly treeStart: Int32Array;
  /** Per node, class × numFeatures + feature. */
  readonly column: Int32Array;
  /** Per node, its lane and the greatest lane value that goes left. */
  readonly lane: Int32Array;
  readonly threshold: Float64Array;
}

interface Step {
  readonly node: number;
  readonly right: number;
  readonly ratio: number;
}

/**
 * Lays trees out in preorder. A tree whose leaves have at most D distinct features on their paths needs
 * ⌈D/2⌉ quadrature points; they are kept in pairs, for kernels that compute two at a time.
 * @param columnOf first column of each tree: class × numFeatures
 * @param rounding per column, the constant c of (x + c) − c
 */
export function layoutTrees(
  trees: readonly Tree[],
  columnOf: readonly number[],
  lanes: Lanes,
  rounding: Float64Array
): Layout {
  const numNodes = trees.reduce((sum, tree) => sum + tree.numLeaves - 1, 0);
  const numLeaves = numNodes + trees.length;
  const nodeFloats = new Float64Array(numNodes * NODE.floats);
  const nodeInts = new Int32Array(nodeFloats.buffer);
  const treeInts = new Int32Array(trees.length * TREE.ints);
  const leafValues = new Float64Array(numLeaves);
  const treeStart = new Int32Array(trees.length + 1);
  const column = new Int32Array(numNodes);
  const lane = new Int32Array(numNodes);
  const threshold = new Float64Array(numNodes);
  const repeats: {above: number; before: number; inverse: number}[] = [];
  const inverses: number[] = [];
  let mostPairs = 1;
  let widest = 1;
  let first = 0;

  for (const [t, tree] of trees.entries()) {
    const count = tree.numLeaves - 1;
    const order = walk(tree);
    const pairs = Math.max(1, Math.ceil(order.mostFeatures / 4));
    const stride = pairs * 16;
    const {nodes: points} = gaussLegendre(2 * pairs);
    for (const [place, {node, before}] of order.nodes.entries()) {
      const f = (first + place) * NODE.floats;
      const i = (first + place) * NODE.ints;
      const slot = (child: number) => stride * (child < 0 ? count + ~child : order.placeOf[child]!);
      threshold[first + place] = nodeFloats[f + NODE.threshold] =
        tree.decisionType[node]! & 1 ? 0 : tree.threshold[node]!;
      const [leftRatio, rightRatio] = coverRatios(tree, node);
      nodeFloats[f + NODE.leftRatio] = leftRatio;
      nodeFloats[f + NODE.rightRatio] = rightRatio;
      nodeInts[i + NODE.leftSlot] = slot(tree.leftChild[node]!);
      nodeInts[i + NODE.rightSlot] = slot(tree.rightChild[node]!);
      nodeInts[i + NODE.repeat] = before ? repeats.length : -1;
      if (before) {
        repeats.push({
          above: before.ratio,
          before: 2 * order.placeOf[before.node]! + before.right,
          inverse: 8 * inverses.length
        });
        for (const t of points) inverses.push(1 / (before.ratio + t * (1 - before.ratio)));
      }
      lane[first + place] = nodeInts[i + NODE.lane] = lanes.laneOf(tree, node);
      column[first + place] = nodeInts[i + NODE.column] = columnOf[t]! + tree.splitFeature[node]!;
    }
    leafValues.set(tree.leafValue, first + t);
    treeInts.set([first, count, first + t, pairs], t * TREE.ints);
    treeStart[t] = first;
    first += count;
    mostPairs = Math.max(mostPairs, pairs);
    widest = Math.max(widest, (2 * count + 1) * stride);
  }
  treeStart[trees.length] = first;

  const rules: number[] = [];
  for (let pairs = 1; pairs <= mostPairs; pairs++) {
    const {nodes, weights} = gaussLegendre(2 * pairs);
    for (const t of nodes) rules.push(1 - t);
    rules.push(...weights);
  }
  let end = 0;
  const reserve = (bytes: number) => {
    const start = end;
    end += Math.ceil(bytes / 16) * 16;
    return start;
  };
  const addresses: Addresses = {
    trees: reserve(treeInts.byteLength),
    nodes: reserve(nodeFloats.byteLength),
    repeats: reserve(repeats.length * 8 * REPEAT.floats),
    inverses: reserve(inverses.length * 8),
    leafValues: reserve(leafValues.byteLength),
    rules: reserve(rules.length * 8),
    lanes: reserve(lanes.count * 8),
    rounding: reserve(rounding.byteLength),
    contributions: reserve(numNodes * 8),
    out: reserve(rounding.byteLength),
    down: reserve(widest),
    up: reserve(widest),
    state: reserve(widest)
  };
  return {
    numTrees: trees.length,
    numNodes,
    addresses,
    byteLength: end,
    treeStart,
    column,
    lane,
    threshold,
    writeTo(buffer) {
      new Int32Array(buffer, addresses.trees).set(treeInts);
      new Float64Array(buffer, addresses.nodes).set(nodeFloats);
      for (const [r, {above, before, inverse}] of repeats.entries()) {
        const at = addresses.repeats + 8 * REPEAT.floats * r;
        new Float64Array(buffer, at)[REPEAT.ratioAbove] = above;
        new Int32Array(buffer, at).set([before, inverse], REPEAT.before);
      }
      new Float64Array(buffer, addresses.inverses).set(inverses);
      new Float64Array(buffer, addresses.leafValues).set(leafValues);
      new Float64Array(buffer, addresses.rules).set(rules);
      new Float64Array(buffer, addresses.rounding).set(rounding);
    }
  };
}

export const countBelow = (tree: Tree, child: number) =>
  child < 0 ? tree.leafCount[~child]! : tree.internalCount[child]!;

/** Gives the shares of a node's training rows that go left and right; halves where there were none. */
export function coverRatios(tree: Tree, node: number): [left: number, right: number] {
  const total = tree.internalCount[node]!;
  if (total === 0) return [0.5, 0.5];
  return [countBelow(tree, tree.leftChild[node]!) / total, countBelow(tree, tree.rightChild[node]!) / total];
}

/** Lists a tree's nodes in preorder, each with the last split on its feature above it. */
function walk(tree: Tree) {
  const placeOf = new Int32Array(tree.numLeaves - 1);
  const nodes: {node: number; before?: Step}[] = [];
  let mostFeatures = 0;
  const pending: {node: number; path: ReadonlyMap<number, Step>}[] =
    tree.numLeaves > 1 ? [{node: 0, path: new Map()}] : [];
  for (let at = pending.pop(); at; at = pending.pop()) {
    const {node, path} = at;
    if (node < 0) {
      mostFeatures = Math.max(mostFeatures, path.size);
      continue;
    }
    const feature = tree.splitFeature[node]!;
    const before = path.get(feature);
    placeOf[node] = nodes.push({node, before}) - 1;
    const ratios = coverRatios(tree, node);
    for (const right of [1, 0] as const) {
      const child = right ? tree.rightChild[node]! : tree.leftChild[node]!;
      const step = {node, right, ratio: ratios[right] * (before?.ratio ?? 1)};
      pending.push({node: child, path: new Map(path).set(feature, step)});
    }
  }
  return {nodes, placeOf, mostFeatures};
}
