import {goesLeft} from "../booster/decide.ts";
import {checkRow, type Iterations, iterationRange} from "../booster/predict.ts";
import type {Booster, Tree} from "../booster/types.ts";
import {ScorebookError} from "../errors.ts";
import {expectedValue} from "./expectedValue.ts";
import type {Kernel} from "./kernel.ts";
import {createLanes, type Lanes} from "./lanes.ts";
import type {Layout} from "./layout.ts";
import {layoutTrees} from "./layoutTrees.ts";
import {listLeafGames, satisfy} from "./leafGames.ts";
import {leafShap} from "./leafShap.ts";
import {createPlainKernel} from "./plainKernel.ts";
import {roundingConstants} from "./rounding.ts";
import {createSimdKernel} from "./simdKernel.ts";
import {countBelow} from "./treeOrder.ts";

export interface ExplainerOptions extends Iterations {
  /**
   * "simd" where the platform allows it, else "plain", by default; both give the same bits. A page whose content
   * policy lacks 'wasm-unsafe-eval' should ask for "plain", since browsers report the attempt.
   */
  kernel?: Kernel["name"];
}

/** Explains rows of one model exactly. Not to be shared between threads. */
export interface Explainer {
  readonly booster: Booster;
  readonly numFeatures: number;
  readonly numClasses: number;
  /** The expected raw score per class: baseValues[c] + Σ contributions of class c = raw score of class c. */
  readonly baseValues: Float64Array;
  /**
   * Computes the SHAP values of a row: numClasses × numFeatures values on the raw scale (log-odds), class by
   * class, features in booster.featureNames order, the base not among them.
   * @param row numFeatures values in model order, NaN = missing
   * @param out written and given back when present
   * @throws REQUEST_INVALID when the row has another length
   */
  explain(row: ArrayLike<number>, out?: Float64Array): Float64Array;
  /**
   * Explains rows one after the other, with the same bits as `explain`.
   * @param rows row-major, count × numFeatures values, or a list of rows
   * @returns count × numClasses × numFeatures values, row by row
   * @throws REQUEST_INVALID when the length is not a multiple of numFeatures, or that of a row is another
   */
  explainRows(rows: ArrayLike<number> | readonly ArrayLike<number>[], out?: Float64Array): Float64Array;
  /** Bytes that the model takes in the kernel. */
  readonly byteLength: number;
  /** The iterations that count. */
  readonly iterations: Iterations;
  readonly parts: ExplainerParts;
}

/** As many float64 as fit in 512 MiB: a layout has several tables with one per class and feature. */
const MAX_COLUMNS = 2 ** 26;

/** What what-if and interactions build on. */
export interface ExplainerParts {
  /** Iteration by iteration, class by class within it. */
  readonly trees: readonly Tree[];
  /** Per tree, its place in the kernel; −1 for a tree that the kernel leaves out. */
  readonly placeOf: Int32Array;
  readonly lanes: Lanes;
  readonly layout: Layout;
  readonly kernel: Kernel;
  /** Whether contributions may be subtracted and added without a change of bits. */
  readonly isExact: boolean;
}

/**
 * Prepares exact SHAP values (path-dependent: a feature outside the coalition splits the cover as the training
 * rows did), equal to LightGBM's predict_contrib but for rounding.
 * @throws EXPLANATION_UNSUPPORTED for linear trees, for trees without row counts, and for a model too large to lay out
 */
export function createExplainer(booster: Booster, options: ExplainerOptions = {}): Explainer {
  const numFeatures = booster.maxFeatureIdx + 1;
  const numClasses = booster.numTreePerIteration;
  const {start, end} = iterationRange(booster, options);
  const trees = booster.trees.slice(start * numClasses, end * numClasses);
  const baseValues = new Float64Array(numClasses);
  for (const [index, tree] of trees.entries()) {
    checkTree(tree, index + start * numClasses);
    baseValues[index % numClasses]! += expectedValue(tree);
  }
  const columns = numClasses * numFeatures;
  if (columns > MAX_COLUMNS)
    throw new ScorebookError(
      "EXPLANATION_UNSUPPORTED",
      `${numClasses} classes × ${numFeatures} features were to be explained; at most ${MAX_COLUMNS} contributions per row were expected.`
    );
  const placeOf = new Int32Array(trees.length).fill(-1);
  const kernelTrees: Tree[] = [];
  const kernelColumns: number[] = [];
  const irregular: {tree: Tree; column: number}[] = [];
  for (const [index, tree] of trees.entries()) {
    const column = (index % numClasses) * numFeatures;
    if (tree.numLeaves === 1) continue;
    if (hasAdditiveCounts(tree)) {
      placeOf[index] = kernelTrees.push(tree) - 1;
      kernelColumns.push(column);
    } else irregular.push({tree, column});
  }
  const lanes = createLanes(kernelTrees);
  const rounding = roundingConstants(kernelTrees, kernelColumns, columns);
  const layout = layoutTrees(kernelTrees, kernelColumns, lanes, rounding);
  const simd = options.kernel === "plain" ? null : createSimdKernel(layout, lanes.count, columns);
  const kernel = simd ?? createPlainKernel(layout, lanes.count, columns);
  const explainIrregular = irregular.map(({tree, column}) => createLeafwise(tree, column));

  const explainInto = (row: ArrayLike<number>, out: Float64Array, at: number) => {
    lanes.write(row, kernel.lanes);
    kernel.out.fill(0);
    kernel.run(0, layout.numTrees);
    for (const explain of explainIrregular) explain(row, kernel.out);
    out.set(kernel.out, at);
  };
  return {
    booster,
    numFeatures,
    numClasses,
    baseValues,
    byteLength: kernel.byteLength,
    iterations: {startIteration: start, numIteration: end - start},
    parts: {trees, placeOf, lanes, layout, kernel, isExact: irregular.length === 0 && !rounding.includes(0)},
    explain(row, out = new Float64Array(columns)) {
      checkRow(booster, row);
      explainInto(row, out, 0);
      return out;
    },
    explainRows(given, out) {
      const rows = joinRows(booster, given);
      const count = rows.length / numFeatures;
      if (!Number.isInteger(count))
        throw new ScorebookError(
          "REQUEST_INVALID",
          `A table of rows with ${numFeatures} feature values each was expected, but ${rows.length} values were given.`
        );
      const all = out ?? new Float64Array(count * columns);
      for (let r = 0; r < count; r++)
        explainInto(rows.subarray(r * numFeatures, (r + 1) * numFeatures), all, r * columns);
      return all;
    }
  };
}

/** Puts rows one after the other; numbers alone are taken as they are. @throws REQUEST_INVALID */
function joinRows(
  booster: Booster,
  rows: ArrayLike<number> | readonly ArrayLike<number>[]
): Float64Array | Float32Array {
  if (rows instanceof Float64Array || rows instanceof Float32Array) return rows;
  if (rows.length === 0 || typeof rows[0] === "number") return Float64Array.from(rows as ArrayLike<number>);
  const list = rows as readonly ArrayLike<number>[];
  const width = booster.maxFeatureIdx + 1;
  const joined = new Float64Array(list.length * width);
  for (const [r, row] of list.entries()) {
    checkRow(booster, row);
    joined.set(row, r * width);
  }
  return joined;
}

function checkTree(tree: Tree, index: number): void {
  if (tree.linear)
    throw new ScorebookError(
      "EXPLANATION_UNSUPPORTED",
      `Tree ${index} has linear leaves, for which exact contributions are not defined; a model with constant leaves was expected.`
    );
  if (tree.numLeaves > 1 && !(tree.internalCount[0]! > 0))
    throw new ScorebookError(
      "EXPLANATION_UNSUPPORTED",
      `Tree ${index} has no row counts (internal_count), by which explanations weigh the paths; a model saved by LightGBM was expected.`
    );
}

/** Says whether each node counts as many rows as its children, as all trees that LightGBM grows do. */
function hasAdditiveCounts(tree: Tree): boolean {
  return tree.internalCount.every(
    (count, node) =>
      count === countBelow(tree, tree.leftChild[node]!) + countBelow(tree, tree.rightChild[node]!)
  );
}

/** Explains a tree leaf by leaf, whatever its counts. */
function createLeafwise(tree: Tree, column: number): (row: ArrayLike<number>, out: Float64Array) => void {
  const games = listLeafGames(tree);
  const most = games.reduce((most, game) => Math.max(most, game.features.length), 0);
  const satisfied = new Float64Array(most);
  const values = new Float64Array(most);
  return (row, out) => {
    const goesRight = Array.from(tree.splitFeature, (feature, node) =>
      goesLeft(tree, node, row[feature]!) ? 0 : 1
    );
    for (const game of games) {
      satisfy(game, goesRight, satisfied);
      leafShap(game.value, game.features.length, game.coverRatios, satisfied, values);
      for (const [i, feature] of game.features.entries()) out[column + feature]! += values[i]!;
    }
  };
}
