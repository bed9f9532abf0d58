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
  /** Computes a client's inputs from catalogue values, those that are fitted included. */
  toInputs(values: Float32Array): ArrayLike<number>;
  /** How many of the inputs are catalogue values; they come first. */
  catalogue: number;
}

/**
 * Measures, for each group of columns, how much AUC is lost when their values are dealt to other clients of the fold,
 * all columns of a group by the same deal; what is fitted from them follows. Only the trees that look at what has
 * changed are walked again.
 * Source: L. Breiman, "Random Forests", Machine Learning 45 (2001), on clients that the model has not seen.
 */
export function permutationLosses(
  {modelText, matrix, target, toInputs, catalogue}: UnseenFold,
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
  const treesOf = new Map<number, number[]>();
  trees.forEach(({splitFeature}, t) => {
    for (const feature of new Set(splitFeature)) treesOf.set(feature, [...(treesOf.get(feature) ?? []), t]);
  });
  return Float64Array.from(groups, ({columns}) => {
    const deal = shuffle([...rows.keys()], random);
    const dealt = rows.map((row, i) => {
      const values = row.slice(0, catalogue);
      for (const column of columns) values[column] = rows[deal[i]!]![column]!;
      return Float32Array.from(toInputs(values));
    });
    const changed = changedColumns(rows, dealt, columns, catalogue);
    const touched = [...new Set(changed.flatMap((column) => treesOf.get(column) ?? []))];
    if (touched.length === 0) return 0;
    const score = rawScore.slice();
    for (const t of touched)
      dealt.forEach((row, i) => {
        score[i]! += outputOf(trees[t]!, row) - outputs[t]![i]!;
      });
    return whole - auc(target, score);
  });
}

const outputOf = (tree: Tree, row: ArrayLike<number>) => leafOutput(tree, leafOf(tree, row), row);

/** The group's own columns, and the fitted ones that any client has another value of. */
function changedColumns(
  rows: readonly Float32Array[],
  dealt: readonly Float32Array[],
  own: readonly number[],
  catalogue: number
): number[] {
  const width = rows[0]!.length;
  const fitted = Array.from({length: width - catalogue}, (_, k) => catalogue + k);
  return [...own, ...fitted.filter((j) => rows.some((row, i) => !Object.is(row[j], dealt[i]![j])))];
}
