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
function stepsOf({numLeaves, leftChild, rightChild, leafCount}: Tree): number {
  const rowsAtDepth: number[] = [];
  const waiting = [{child: numLeaves > 1 ? 0 : -1, depth: 0}];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const {child, depth} = at;
    rowsAtDepth[depth] ??= 0;
    if (child < 0) rowsAtDepth[depth]! += leafCount[~child]!;
    else
      for (const next of [leftChild[child]!, rightChild[child]!])
        waiting.push({child: next, depth: depth + 1});
  }
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

/**
 * Packs trees breadth first, siblings side by side, and the trees themselves in the order of their steps, in which they
 * are walked; `index` is where a tree's output goes.
 */
export function createLayout(
  trees: readonly {tree: Tree; index: number}[],
  inputOf: ReturnType<typeof createInputs>["inputOf"]
): Layout {
  const ordered = trees
    .map(({tree, index}) => ({tree, index, steps: stepsOf(tree)}))
    .sort((a, b) => a.steps - b.steps);
  const size = trees.reduce((sum, {tree}) => sum + 2 * tree.numLeaves, 1);
  const thresholds = new Float64Array(size);
  const words = new Int32Array(size);
  const roots = new Int32Array(trees.length);
  // Roots stand at odd places, so that pairs of siblings begin at even ones and share a cache line.
  let root = 1;
  for (const [t, {tree}] of ordered.entries()) {
    roots[t] = root;
    const queue = [tree.numLeaves > 1 ? 0 : -1];
    for (const [i, child] of queue.entries()) {
      if (child < 0) thresholds[root + i] = tree.leafValue[~child]!;
      else {
        const {input, threshold, first, second} = ruleOf(tree, child, inputOf);
        thresholds[root + i] = threshold;
        words[root + i] = (input << DISTANCE_BITS) | (queue.length + 1 - i);
        queue.push(first, second);
      }
    }
    root += 2 * tree.numLeaves;
  }
  return {
    thresholds,
    words,
    roots,
    steps: Int32Array.from(ordered, ({steps}) => steps),
    places: Int32Array.from(ordered, ({index}) => index),
    ends: new Int32Array(trees.length)
  };
}
