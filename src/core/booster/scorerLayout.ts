import {ZERO_THRESHOLD} from "./decide.ts";
import {nextDown} from "./nextDown.ts";
import type {createInputs} from "./scorerInputs.ts";
import {DISTANCE_BITS, type Layout, MAX_DISTANCE} from "./scorerWalk.ts";
import type {Tree} from "./types.ts";

/** Share of the training rows whose leaf is reached when the steps of a tree are done; the rest walks on. */
const COVERAGE = 0.9;

/** The rule of a numerical or categorical node as "input ≤ threshold goes to the first child, all else to the second". */
function ruleOf(tree: Tree, node: number, inputOf: ReturnType<typeof createInputs>["inputOf"]) {
  const type = tree.decisionType[node]!;
  const left = tree.leftChild[node]!;
  const right = tree.rightChild[node]!;
  if ((type & 1) !== 0) return {input: inputOf(tree, node, false), threshold: 0, first: right, second: left};
  let threshold = tree.threshold[node]!;
  // Tiny values count as zero: move a threshold among them to the edge, so that the values can stay as they are.
  const missingGoesLeft = (type & 12) === 0 ? 0 <= threshold : (type & 2) !== 0;
  if (threshold >= -ZERO_THRESHOLD && threshold < ZERO_THRESHOLD)
    threshold = threshold >= 0 ? ZERO_THRESHOLD : nextDown(-ZERO_THRESHOLD);
  if (!missingGoesLeft) return {input: inputOf(tree, node, false), threshold, first: left, second: right};
  // x > t is −x ≤ the double below −t: with the children swapped, a missing value falls to the second one again.
  const negated = Number.isNaN(threshold) ? Infinity : nextDown(-threshold);
  return {input: inputOf(tree, node, true), threshold: negated, first: right, second: left};
}

/** Counts the steps after which COVERAGE of the training rows have reached their leaf (all, if counts are unknown). */
function stepsFor(rowsAtDepth: readonly number[]): number {
  const total = rowsAtDepth.reduce((sum, rows) => sum + rows, 0);
  let reached = 0;
  for (const [depth, rows] of rowsAtDepth.entries()) {
    reached += rows;
    if (total > 0 && reached >= COVERAGE * total) return depth;
  }
  return rowsAtDepth.length - 1;
}

/** Says whether the distances of a tree fit into a word. */
export const fitsLayout = ({numLeaves}: Tree) => 2 * numLeaves <= MAX_DISTANCE;

/** Packs trees breadth first, siblings side by side; `index` is where a tree's output goes. */
export function createLayout(
  trees: readonly {tree: Tree; index: number}[],
  inputOf: ReturnType<typeof createInputs>["inputOf"]
): Layout {
  const size = trees.reduce((sum, {tree}) => sum + 2 * tree.numLeaves, 1);
  const thresholds = new Float64Array(size);
  const words = new Int32Array(size);
  // Roots stand at odd places, so that pairs of siblings begin at even ones and share a cache line.
  let next = 1;
  const packed = trees.map(({tree, index}) => {
    const root = next;
    next += 2 * tree.numLeaves;
    const queue = [{child: tree.numLeaves > 1 ? 0 : -1, depth: 0}];
    const rowsAtDepth: number[] = [];
    for (let i = 0; i < queue.length; i++) {
      const {child, depth} = queue[i]!;
      rowsAtDepth[depth] ??= 0;
      if (child < 0) {
        thresholds[root + i] = tree.leafValue[~child]!;
        rowsAtDepth[depth]! += tree.leafCount[~child]!;
        continue;
      }
      const {input, threshold, first, second} = ruleOf(tree, child, inputOf);
      thresholds[root + i] = threshold;
      words[root + i] = (input << DISTANCE_BITS) | (queue.length + 1 - i);
      queue.push({child: first, depth: depth + 1}, {child: second, depth: depth + 1});
    }
    return {root, index, steps: stepsFor(rowsAtDepth)};
  });
  packed.sort((a, b) => a.steps - b.steps);
  return {
    thresholds,
    words,
    roots: Int32Array.from(packed, ({root}) => root),
    steps: Int32Array.from(packed, ({steps}) => steps),
    places: Int32Array.from(packed, ({index}) => index),
    ends: new Int32Array(packed.length)
  };
}
