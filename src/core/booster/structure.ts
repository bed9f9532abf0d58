import {invalid, type Place} from "./invalid.ts";
import type {Tree} from "./types.ts";

/**
 * Checks that every node and every leaf is reached from the root exactly once: no cycle, no child out of range,
 * nothing shared and nothing left over.
 * @throws MODEL_INVALID
 */
export function checkStructure({numLeaves, leftChild, rightChild}: Tree, at: (key: string) => Place): void {
  const numNodes = numLeaves - 1;
  if (numNodes === 0) return;
  const seen = new Uint8Array(numNodes + numLeaves);
  seen[0] = 1;
  const waiting = [0];
  let reached = 1;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const [key, child] of [
      ["left_child", leftChild[node]!],
      ["right_child", rightChild[node]!]
    ] as const) {
      if (child >= numNodes || ~child >= numLeaves)
        throw invalid(
          at(key),
          `node ${node} has the child ${child}, outside the ${numNodes} nodes and ${numLeaves} leaves`
        );
      const slot = child >= 0 ? child : numNodes + ~child;
      if (seen[slot] === 1)
        throw invalid(at(key), `node ${node} has the child ${child}, which is reached twice`);
      seen[slot] = 1;
      reached++;
      if (child >= 0) waiting.push(child);
    }
  }
  if (reached !== seen.length)
    throw invalid(
      at("left_child"),
      `${seen.length - reached} nodes or leaves cannot be reached from the root`
    );
}

/**
 * Checks the categorical splits: offsets ascend from 0, each split points to its own bitset, none is left over, and a
 * tree without categories has no categorical node.
 * @throws MODEL_INVALID
 */
export function checkCategories(
  {numLeaves, numCat, decisionType, threshold, catBoundaries}: Tree,
  at: (key: string) => Place
): void {
  if (numLeaves === 1 || (numCat === 0 && decisionType.every((type) => (type & 1) === 0))) return;
  if (catBoundaries[0] !== 0) throw invalid(at("cat_boundaries"), "the first offset is not 0");
  for (let i = 1; i < catBoundaries.length; i++)
    if (catBoundaries[i]! < catBoundaries[i - 1]!)
      throw invalid(at("cat_boundaries"), "the offsets do not ascend");
  const used = new Set<number>();
  decisionType.forEach((type, node) => {
    if ((type & 1) === 0) return;
    const index = threshold[node]!;
    if (!(Number.isInteger(index) && index >= 0 && index < numCat))
      throw invalid(at("threshold"), `node ${node} points to category set ${index}, of ${numCat}`);
    if (used.has(index)) throw invalid(at("threshold"), `two nodes point to category set ${index}`);
    used.add(index);
  });
  if (used.size !== numCat)
    throw invalid(at("num_cat"), `${numCat} categorical splits were announced but ${used.size} were found`);
}

/**
 * Checks that numerical splits compare with a number: with NaN, a score and its explanation would go different ways.
 * @throws MODEL_INVALID
 */
export function checkThresholds({threshold, decisionType}: Tree, at: (key: string) => Place): void {
  for (let node = 0; node < threshold.length; node++)
    if (Number.isNaN(threshold[node]!) && (decisionType[node]! & 1) === 0)
      throw invalid(at("threshold"), `node ${node} compares with NaN, where a number was expected`);
}

/**
 * Checks that a node which counts no training rows has none below it either: contributions weigh the paths by shares
 * of a node's rows and would not add up to the score.
 * @throws MODEL_INVALID
 */
export function checkCounts(
  {internalCount, leafCount, leftChild, rightChild}: Tree,
  at: (key: string) => Place
): void {
  for (let node = 0; node < internalCount.length; node++) {
    if (internalCount[node] !== 0) continue;
    for (const child of [leftChild[node]!, rightChild[node]!])
      if ((child < 0 ? leafCount[~child]! : internalCount[child]!) > 0)
        throw invalid(at("internal_count"), `node ${node} counts no rows, but its child ${child} does`);
  }
}

/** Checks that values which enter the score are finite. @throws MODEL_INVALID */
export function checkFinite(values: ArrayLike<number>, place: Place): void {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]!))
      throw invalid(place, `the value ${i} is ${values[i]}, where a finite number was expected`);
}
