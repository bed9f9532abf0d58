import {leafOf, leafOutput} from "../../src/core/booster/decide.ts";
import {parseModel} from "../../src/core/booster/parse.ts";
import type {Tree} from "../../src/core/booster/types.ts";
import {auc} from "../../src/core/metrics/auc.ts";
import {createRandom, shuffle} from "../training/random.ts";

/** One fold's model, and the clients that it has not seen. */
export interface UnseenFold {
  modelText: string;
  /** Inputs of the clients, row-major. */
  matrix: Float32Array;
  /** 0 or 1 per client. */
  target: Uint8Array;
  /** How many of the inputs are catalogue values; they come first, then those that are fitted. */
  catalogue: number;
  /** The columns that fitted inputs are made from. */
  sources: ReadonlySet<number>;
  /** Computes a client's fitted inputs from catalogue values. */
  applyFitted(values: Float32Array): Float32Array;
}

/**
 * Measures, for each group of columns, how much AUC is lost when their values are dealt to other clients of the fold,
 * all columns of a group by the same deal; what is fitted from them follows. Only the trees that look at what has
 * changed are walked again.
 * Source: L. Breiman, "Random Forests", Machine Learning 45 (2001), on clients that the model has not seen.
 */
export function permutationLosses(
  {modelText, matrix, target, catalogue, sources, applyFitted}: UnseenFold,
  groups: readonly {columns: readonly number[]}[],
  seed: number
): Float64Array {
  const {trees} = parseModel(modelText);
  const clients = target.length;
  const width = matrix.length / clients;
  const rows = Array.from({length: clients}, (_, i) => matrix.subarray(i * width, (i + 1) * width));
  const outputs = trees.map((tree) => Float64Array.from(rows, (row) => outputOf(tree, row)));
  const rawScore = new Float64Array(clients);
  for (const output of outputs) for (let i = 0; i < clients; i++) rawScore[i]! += output[i]!;
  const whole = auc(target, rawScore);
  const random = createRandom(seed);
  const treesOf = treesByInput(trees);
  const fitted = Array.from({length: width - catalogue}, (_, k) => catalogue + k);
  return Float64Array.from(groups, ({columns}) => {
    const deal = shuffle([...rows.keys()], random);
    const isRefitted = columns.some((column) => sources.has(column));
    const looked = isRefitted ? [...columns, ...fitted] : columns;
    const touched = [...new Set(looked.flatMap((column) => treesOf.get(column) ?? []))];
    if (touched.length === 0) return 0;
    const score = rawScore.slice();
    rows.forEach((row, i) => {
      const dealt = row.slice();
      for (const column of columns) dealt[column] = rows[deal[i]!]![column]!;
      if (isRefitted) dealt.set(applyFitted(dealt.subarray(0, catalogue)), catalogue);
      for (const t of touched) score[i]! += outputOf(trees[t]!, dealt) - outputs[t]![i]!;
    });
    return whole - auc(target, score);
  });
}

const outputOf = (tree: Tree, row: ArrayLike<number>) => leafOutput(tree, leafOf(tree, row), row);

/** Lists the trees that look at each input. */
function treesByInput(trees: readonly Tree[]): Map<number, number[]> {
  const treesOf = new Map<number, number[]>();
  trees.forEach(({splitFeature}, t) => {
    for (const input of new Set(splitFeature)) {
      const own = treesOf.get(input);
      if (own) own.push(t);
      else treesOf.set(input, [t]);
    }
  });
  return treesOf;
}
