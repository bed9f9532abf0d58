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
  if (numLeaves === 1) return;
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
