import type {Tree} from "../booster/types.ts";
import {coverRatios} from "./treeOrder.ts";

/** One leaf as a game: its value counts when the row meets the conditions of every feature on its path. */
export interface LeafGame {
  readonly value: number;
  /** The distinct features of the path. */
  readonly features: readonly number[];
  /** Per feature, the product of child ÷ parent row counts over its splits. */
  readonly coverRatios: readonly number[];
  /** Per feature, its splits: 2 × node, + 1 when the path goes right. */
  readonly turns: readonly (readonly number[])[];
}

interface Step {
  readonly coverRatio: number;
  readonly turns: readonly number[];
}

/** Lists a tree's leaves as games, from left to right; a tree of one leaf has none to play. */
export function listLeafGames(tree: Tree): LeafGame[] {
  const games: LeafGame[] = [];
  const pending: {node: number; path: ReadonlyMap<number, Step>}[] =
    tree.numLeaves > 1 ? [{node: 0, path: new Map()}] : [];
  for (let at = pending.pop(); at; at = pending.pop()) {
    const {node, path} = at;
    if (node < 0) {
      const steps = [...path.values()];
      games.push({
        value: tree.leafValue[~node]!,
        features: [...path.keys()],
        coverRatios: steps.map((step) => step.coverRatio),
        turns: steps.map((step) => step.turns)
      });
      continue;
    }
    const feature = tree.splitFeature[node]!;
    const before = path.get(feature);
    const ratios = coverRatios(tree, node);
    for (const right of [1, 0] as const) {
      const child = right ? tree.rightChild[node]! : tree.leftChild[node]!;
      const step = {
        coverRatio: ratios[right] * (before?.coverRatio ?? 1),
        turns: [...(before?.turns ?? []), 2 * node + right]
      };
      pending.push({node: child, path: new Map(path).set(feature, step)});
    }
  }
  return games;
}

/** Writes 1 for each feature of the game whose splits the row all takes, else 0. */
export function satisfy(game: LeafGame, goesRight: ArrayLike<number>, out: Float64Array): void {
  for (const [i, turns] of game.turns.entries())
    out[i] = turns.every((turn) => goesRight[turn >> 1] === (turn & 1)) ? 1 : 0;
}
