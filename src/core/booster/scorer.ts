import {ScorebookError} from "../errors.ts";
import {leafOf, leafOutput} from "./decide.ts";
import {checkRow} from "./predict.ts";
import {createInputs, fitsInputs} from "./scorerInputs.ts";
import {createLayout, fitsLayout} from "./scorerLayout.ts";
import {MAX_INPUTS, walk} from "./scorerWalk.ts";
import type {Booster, Tree} from "./types.ts";

/** Computes the raw score of one class for a row of one value per feature, in model order. */
export type Scorer = (row: ArrayLike<number>) => number;

/**
 * Creates a fast scorer for one class (0 unless told otherwise): the same bits as `predictRaw(booster, row)[classIndex]`.
 * Eight trees walk in step without branches, which hides the wait for memory; trees that do not fit the packed form
 * (linear ones, thousands of leaves, very wide category sets) are walked one by one. The scorer keeps working memory,
 * so it is not to be shared between threads.
 * @throws REQUEST_INVALID when the class does not exist; from the scorer, when the row has another length.
 */
export function createScorer(booster: Booster, classIndex = 0): Scorer {
  const {numTreePerIteration} = booster;
  if (!(Number.isInteger(classIndex) && classIndex >= 0 && classIndex < numTreePerIteration))
    throw new ScorebookError(
      "REQUEST_INVALID",
      `Class ${classIndex} was asked for, but the model has the classes 0 to ${numTreePerIteration - 1}.`
    );
  const trees = booster.trees.filter((_, t) => t % numTreePerIteration === classIndex);
  const isPacked = choosePacked(booster, trees);
  const slow = trees.flatMap((tree, index) => (isPacked(tree) ? [] : [{tree, index}]));
  const packed = trees.flatMap((tree, index) => (isPacked(tree) ? [{tree, index}] : []));
  const {inputs, inputOf, fill} = createInputs(packed.map(({tree}) => tree));
  const layout = createLayout(packed, inputOf);
  const outputs = new Float64Array(trees.length);
  return (row) => {
    checkRow(booster, row);
    fill(row);
    walk(layout, inputs, outputs);
    for (const {tree, index} of slow) outputs[index] = leafOutput(tree, leafOf(tree, row), row);
    let sum = 0;
    for (let t = 0; t < outputs.length; t++) sum += outputs[t]!;
    return sum;
  };
}

/** Chooses the trees that take the packed form; categorical ones only if all their sets can be laid out. */
function choosePacked({maxFeatureIdx}: Booster, trees: readonly Tree[]): (tree: Tree) => boolean {
  const candidates = trees.filter((tree) => !tree.linear && fitsLayout(tree));
  const numericalInputs = 1 + 4 * (maxFeatureIdx + 1);
  const categoricalInputs = candidates.reduce((sum, {numCat}) => sum + numCat, 0);
  if (numericalInputs > MAX_INPUTS) return () => false;
  const all = numericalInputs + categoricalInputs <= MAX_INPUTS && fitsInputs(candidates);
  const packed = new Set(all ? candidates : candidates.filter(({numCat}) => numCat === 0));
  return (tree) => packed.has(tree);
}
