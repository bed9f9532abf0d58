import type {Tree} from "../booster/types.ts";
import {ScorebookError} from "../errors.ts";
import {gaussLegendre} from "./gaussLegendre.ts";
import type {Lanes} from "./lanes.ts";
import {type Addresses, type Layout, NODE, REPEAT, STATE, TREE} from "./layout.ts";
import {coverRatios, type OrderedNode, orderTree} from "./treeOrder.ts";

/** Addresses are int32. */
const MAX_BYTES = 2 ** 31 - 16;

/**
 * Lays trees out for the kernels. A tree whose leaves have at most D distinct features on their paths needs
 * ⌈D/2⌉ quadrature points; they are kept in pairs, for kernels that compute two at a time.
 * @param trees of two leaves or more
 * @param columnOf first column of each tree: class × numFeatures
 * @param rounding per column, the constant c of (x + c) − c
 * @throws EXPLANATION_UNSUPPORTED when the layout takes 2 GiB or more
 */
export function layoutTrees(
  trees: readonly Tree[],
  columnOf: readonly number[],
  lanes: Lanes,
  rounding: Float64Array
): Layout {
  const numNodes = trees.reduce((sum, tree) => sum + tree.numLeaves - 1, 0);
  const nodeFloats = new Float64Array(numNodes * NODE.floats);
  const nodeInts = new Int32Array(nodeFloats.buffer);
  const treeInts = new Int32Array(trees.length * TREE.ints);
  const treeStart = new Int32Array(trees.length + 1);
  const column = new Int32Array(numNodes);
  const lane = new Int32Array(numNodes);
  const threshold = new Float64Array(numNodes);
  const children = {left: new Int32Array(numNodes), right: new Int32Array(numNodes)};
  const leafValue = new Float64Array(numNodes + trees.length);
  const repeats: {above: number; before: number; inverse: number}[] = [];
  const inverses: number[] = [];
  const leafValues: number[] = [];
  const outerValues: number[] = [];
  let mostPairs = 1;
  let most = {slots: 1, nodes: 1};
  let first = 0;

  for (const [t, tree] of trees.entries()) {
    const {inner, outer, leaves, mostFeatures} = orderTree(tree);
    const nodes = [...inner, ...outer];
    const placeOf = new Map(nodes.map(({node}, place) => [node, place]));
    const slotOfLeaf = new Map(leaves.map((leaf, index) => [leaf, nodes.length + index]));
    const pairs = Math.ceil(mostFeatures / 4);
    const points = gaussLegendre(2 * pairs).nodes;
    const slot = (child: number) => 16 * pairs * (child < 0 ? slotOfLeaf.get(~child)! : placeOf.get(child)!);
    const addRepeat = (before: OrderedNode["before"]) => {
      if (!before) return -1;
      const {node, right, ratio} = before;
      const inverse = 8 * inverses.length;
      for (const point of points) inverses.push(1 / (ratio + point * (1 - ratio)));
      return repeats.push({above: ratio, before: 2 * placeOf.get(node)! + right, inverse}) - 1;
    };
    treeInts.set(
      [first, inner.length, outer.length, leafValues.length, leaves.length, outerValues.length / 2, pairs],
      t * TREE.ints
    );
    for (const [place, {node, before}] of nodes.entries()) {
      const at = first + place;
      const f = at * NODE.floats;
      const i = at * NODE.ints;
      const [left, right] = [tree.leftChild[node]!, tree.rightChild[node]!];
      const [leftRatio, rightRatio] = coverRatios(tree, node);
      threshold[at] = tree.decisionType[node]! & 1 ? 0 : tree.threshold[node]!;
      lane[at] = lanes.laneOf(tree, node);
      const child = (node: number) => (node < 0 ? node - first - t : first + placeOf.get(node)!);
      children.left[at] = child(left);
      children.right[at] = child(right);
      column[at] = columnOf[t]! + tree.splitFeature[node]!;
      nodeFloats[f + NODE.threshold] = threshold[at];
      nodeFloats[f + NODE.leftRatio] = leftRatio;
      nodeFloats[f + NODE.minusRightRatio] = -rightRatio;
      nodeInts[i + NODE.lane] = lane[at];
      nodeInts[i + NODE.repeat] = addRepeat(before);
      nodeInts[i + NODE.column] = column[at];
      if (place < inner.length) {
        nodeInts[i + NODE.leftSlot] = slot(left);
        nodeInts[i + NODE.rightSlot] = slot(right);
      } else {
        const value = tree.leafValue[~right]!;
        outerValues.push(value, tree.leafValue[~left]! - value);
      }
    }
    leafValue.set(tree.leafValue, first + t);
    for (const leaf of leaves) leafValues.push(tree.leafValue[leaf]!);
    treeStart[t] = first;
    first += nodes.length;
    mostPairs = Math.max(mostPairs, pairs);
    most = {
      slots: Math.max(most.slots, (nodes.length + leaves.length) * 16 * pairs),
      nodes: Math.max(most.nodes, nodes.length)
    };
  }
  treeStart[trees.length] = first;

  const rules = listRules(mostPairs);
  const {addresses, byteLength} = placeTables({
    trees: treeInts.byteLength,
    nodes: nodeFloats.byteLength,
    repeats: 8 * REPEAT.floats * repeats.length,
    inverses: 8 * inverses.length,
    leafValues: 8 * leafValues.length,
    outerValues: 8 * outerValues.length,
    rules: 8 * rules.length,
    lanes: 8 * lanes.count,
    rounding: rounding.byteLength,
    contributions: 8 * numNodes,
    out: rounding.byteLength,
    down: most.slots,
    up: most.slots,
    state: 8 * STATE.floats * most.nodes
  });
  if (byteLength > MAX_BYTES)
    throw new ScorebookError(
      "EXPLANATION_UNSUPPORTED",
      `The model's ${trees.length} trees take ${byteLength} bytes when laid out for explanations; at most ${MAX_BYTES} were expected.`
    );
  return {
    numTrees: trees.length,
    numNodes,
    addresses,
    byteLength,
    treeStart,
    column,
    lane,
    threshold,
    ...children,
    leafValue,
    writeTo(buffer) {
      const floats = (address: number, values: ArrayLike<number>) =>
        new Float64Array(buffer, address).set(values);
      new Int32Array(buffer, addresses.trees).set(treeInts);
      floats(addresses.nodes, nodeFloats);
      for (const [r, {above, before, inverse}] of repeats.entries()) {
        const address = addresses.repeats + 8 * REPEAT.floats * r;
        floats(address + 8 * REPEAT.ratioAbove, [above]);
        new Int32Array(buffer, address).set([before, inverse], REPEAT.before);
      }
      floats(addresses.inverses, inverses);
      floats(addresses.leafValues, leafValues);
      floats(addresses.outerValues, outerValues);
      floats(addresses.rules, rules);
      floats(addresses.rounding, rounding);
    }
  };
}

function listRules(mostPairs: number): number[] {
  const rules: number[] = [];
  for (let pairs = 1; pairs <= mostPairs; pairs++) {
    const {nodes, weights} = gaussLegendre(2 * pairs);
    for (const t of nodes) rules.push(1 - t);
    for (const weight of weights) rules.push(weight);
  }
  return rules;
}

function placeTables(bytes: Record<keyof Addresses, number>): {addresses: Addresses; byteLength: number} {
  let end = 0;
  const addresses = Object.fromEntries(
    Object.entries(bytes).map(([name, length]) => {
      const address = end;
      end += Math.ceil(length / 16) * 16;
      return [name, address];
    })
  ) as Record<keyof Addresses, number>;
  return {addresses, byteLength: end};
}
