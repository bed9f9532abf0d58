import type {Tree} from "../booster/types.ts";

/** Gives the training rows of a child: an internal node, or a leaf when negative. */
export const countBelow = (tree: Tree, child: number) =>
  child < 0 ? tree.leafCount[~child]! : tree.internalCount[child]!;

/** Gives the shares of a node's training rows that go left and right; halves where there were none. */
export function coverRatios(tree: Tree, node: number): [left: number, right: number] {
  const total = tree.internalCount[node]!;
  if (total === 0) return [0.5, 0.5];
  return [countBelow(tree, tree.leftChild[node]!) / total, countBelow(tree, tree.rightChild[node]!) / total];
}

/** A split on the way to a node: which one, to which side (1 right), and its feature's cover ratio after it. */
export interface Step {
  readonly node: number;
  readonly right: 0 | 1;
  readonly ratio: number;
}

export interface OrderedNode {
  readonly node: number;
  /** The last split on the same feature above. */
  readonly before: Step | undefined;
}

/** A tree's nodes in an order in which parents come before their children. */
export interface TreeOrder {
  /** Nodes with a node below them, in preorder. */
  readonly inner: readonly OrderedNode[];
  /** Nodes over two leaves. */
  readonly outer: readonly OrderedNode[];
  /** The leaves below inner nodes. */
  readonly leaves: readonly number[];
  /** The most distinct features on the path of a leaf. */
  readonly mostFeatures: number;
}

export function orderTree(tree: Tree): TreeOrder {
  const inner: OrderedNode[] = [];
  const outer: OrderedNode[] = [];
  const leaves: number[] = [];
  let mostFeatures = 0;
  const pending: {node: number; path: ReadonlyMap<number, Step>}[] = [{node: 0, path: new Map()}];
  for (let at = pending.pop(); at; at = pending.pop()) {
    const {node, path} = at;
    const feature = tree.splitFeature[node]!;
    const before = path.get(feature);
    const children = [tree.leftChild[node]!, tree.rightChild[node]!] as const;
    const isOuter = children.every((child) => child < 0);
    (isOuter ? outer : inner).push({node, before});
    const ratios = coverRatios(tree, node);
    for (const right of [1, 0] as const) {
      const child = children[right];
      const step: Step = {node, right, ratio: ratios[right] * (before?.ratio ?? 1)};
      if (child >= 0) pending.push({node: child, path: new Map(path).set(feature, step)});
      else if (!isOuter) leaves.push(~child);
    }
    mostFeatures = Math.max(mostFeatures, path.size + (before ? 0 : 1));
  }
  return {inner, outer, leaves, mostFeatures};
}
