import {goesLeft} from "../booster/decide.ts";
import {checkRow} from "../booster/predict.ts";
import type {Tree} from "../booster/types.ts";
import {ScorebookError} from "../errors.ts";
import type {Explainer} from "./explainer.ts";
import {gaussLegendre} from "./gaussLegendre.ts";
import {type LeafGame, listLeafGames} from "./leafGames.ts";

/** The interactions among a row's strongest features. */
export interface TopInteractions {
  /** Feature indices, by |SHAP value| of the class, greatest first. */
  readonly features: readonly number[];
  /** features.length × features.length values, row by row: the corresponding part of the whole matrix. */
  readonly values: Float64Array;
}

export interface InteractionExplainer {
  /**
   * Computes the SHAP interaction values of a row: per class a symmetric matrix, numFeatures × numFeatures values
   * row by row, log-odds. Off the diagonal it holds half the Shapley interaction index of the pair, on it what
   * the feature does alone; each row adds up to the feature's SHAP value, the whole to rawScore − baseValue.
   * @param row numFeatures values in model order, NaN = missing
   * @param out numClasses × numFeatures × numFeatures values, written and given back when present
   * @throws REQUEST_INVALID when the row has another length
   */
  interactions(row: ArrayLike<number>, out?: Float64Array): Float64Array;
  /** Gives the part of that matrix that belongs to the k features with the greatest |SHAP value|. */
  topInteractions(row: ArrayLike<number>, k: number, classIndex?: number): TopInteractions;
}

/** As many float64 as fit in 2 GiB. */
const MAX_VALUES = 2 ** 28;

/**
 * Prepares exact SHAP interaction values for an explainer's model, categorical splits included.
 * @throws EXPLANATION_UNSUPPORTED when a row has more than 2²⁸ of them
 */
export function createInteractions(explainer: Explainer): InteractionExplainer {
  const {booster, numClasses, numFeatures, parts} = explainer;
  const size = numFeatures * numFeatures;
  if (numClasses * size > MAX_VALUES)
    throw new ScorebookError(
      "EXPLANATION_UNSUPPORTED",
      `${numClasses} × ${numFeatures}² interaction values were asked for, one per class and pair of features; at most ${MAX_VALUES} were expected.`
    );
  const trees = parts.trees.map((tree) => ({tree, games: flattenGames(listLeafGames(tree))}));
  const most = trees.reduce((most, {games}) => Math.max(most, games.most), 1);
  const addTree = createTreeAdder(numFeatures, most);

  const interactions = (row: ArrayLike<number>, out = new Float64Array(numClasses * size)) => {
    checkRow(booster, row);
    out.fill(0);
    for (const [index, {tree, games}] of trees.entries()) {
      if (tree.numLeaves > 1) addTree(tree, games, row, out, (index % numClasses) * size);
    }
    const values = explainer.explain(row);
    for (let c = 0; c < numClasses; c++) {
      const matrix = out.subarray(c * size, (c + 1) * size);
      completeMatrix(matrix, values.subarray(c * numFeatures, (c + 1) * numFeatures));
    }
    return out;
  };
  return {
    interactions,
    topInteractions(row, k, classIndex = 0) {
      const whole = interactions(row);
      const shap = explainer.explain(row).subarray(classIndex * numFeatures, (classIndex + 1) * numFeatures);
      const features = Array.from(shap.keys())
        .sort((a, b) => Math.abs(shap[b]!) - Math.abs(shap[a]!) || a - b)
        .slice(0, k);
      const values = features.flatMap((first) =>
        features.map((second) => whole[classIndex * size + first * numFeatures + second]!)
      );
      return {features, values: Float64Array.from(values)};
    }
  };
}

/** A tree's leaf games in flat arrays: game g has the conditions start[g] … start[g + 1] − 1. */
interface FlatGames {
  readonly value: Float64Array;
  readonly start: Int32Array;
  readonly feature: Int32Array;
  readonly coverRatio: Float64Array;
  /** Condition i has the turns turnStart[i] … turnStart[i + 1] − 1 (see LeafGame). */
  readonly turnStart: Int32Array;
  readonly turn: Int32Array;
  /** The most conditions of a game. */
  readonly most: number;
}

function flattenGames(games: readonly LeafGame[]): FlatGames {
  const turns = games.flatMap((game) => game.turns);
  return {
    value: Float64Array.from(games, (game) => game.value),
    start: runningTotal(games.map((game) => game.features.length)),
    feature: Int32Array.from(games.flatMap((game) => game.features)),
    coverRatio: Float64Array.from(games.flatMap((game) => game.coverRatios)),
    turnStart: runningTotal(turns.map((list) => list.length)),
    turn: Int32Array.from(turns.flat()),
    most: games.reduce((most, game) => Math.max(most, game.features.length), 0)
  };
}

function runningTotal(lengths: readonly number[]): Int32Array {
  const totals = new Int32Array(lengths.length + 1);
  for (const [i, length] of lengths.entries()) totals[i + 1] = totals[i]! + length;
  return totals;
}

/**
 * Makes the function that adds a tree's interactions to the upper triangle (first feature < second).
 *
 * A leaf's game has the pair interaction Φ_ij = ½ ∫₀¹ W(t) R_i(t) R_j(t) dt with W = value · ∏_k f_k,
 * f_k = z_k + t (o_k − z_k) and R_k = (o_k − z_k) / f_k, which is −1/(1 − t) for every condition that the row
 * fails. A failed condition without cover makes the leaf's game zero. The integrand has degree n − 2.
 */
function createTreeAdder(numFeatures: number, most: number) {
  const ratios = new Float64Array(most * (most + 1));
  const weight = new Float64Array(most + 1);
  const met = new Int32Array(most);
  const failed = new Int32Array(most);

  return (tree: Tree, games: FlatGames, row: ArrayLike<number>, out: Float64Array, offset: number) => {
    const {value, start, feature, coverRatio, turnStart, turn} = games;
    const goesRight = new Uint8Array(tree.numLeaves - 1);
    for (let node = 0; node < goesRight.length; node++)
      goesRight[node] = goesLeft(tree, node, row[tree.splitFeature[node]!]!) ? 0 : 1;

    const add = (first: number, second: number, amount: number) => {
      const [a, b] = [feature[first]!, feature[second]!];
      out[offset + (a < b ? a * numFeatures + b : b * numFeatures + a)]! += amount;
    };
    for (let g = 0; g < value.length; g++) {
      const from = start[g]!;
      const to = start[g + 1]!;
      if (to - from < 2) continue;
      let mets = 0;
      let fails = 0;
      let covered = value[g]! / 2;
      for (let i = from; i < to; i++) {
        let isMet = true;
        for (let k = turnStart[i]!; k < turnStart[i + 1]!; k++)
          if (goesRight[turn[k]! >> 1] !== (turn[k]! & 1)) isMet = false;
        if (isMet) met[mets++] = i;
        else {
          failed[fails++] = i;
          covered *= coverRatio[i]!;
        }
      }
      if (covered === 0) continue;
      const {nodes, weights} = gaussLegendre((to - from) >> 1);
      const points = nodes.length;
      let both = 0;
      for (let q = 0; q < points; q++) {
        const t = nodes[q]!;
        let product = weights[q]! * covered;
        for (let k = 0; k < fails; k++) product *= 1 - t;
        for (let k = 0; k < mets; k++) {
          const z = coverRatio[met[k]!]!;
          const factor = z + t * (1 - z);
          product *= factor;
          ratios[k * points + q] = (1 - z) / factor;
        }
        weight[q] = product;
        both += product / ((1 - t) * (1 - t));
      }
      for (let a = 0; a < fails; a++) for (let b = a + 1; b < fails; b++) add(failed[a]!, failed[b]!, both);
      for (let a = 0; a < mets; a++) {
        let mixed = 0;
        for (let q = 0; q < points; q++) mixed -= (weight[q]! * ratios[a * points + q]!) / (1 - nodes[q]!);
        for (let b = 0; b < fails; b++) add(met[a]!, failed[b]!, mixed);
        for (let b = a + 1; b < mets; b++) {
          let sum = 0;
          for (let q = 0; q < points; q++)
            sum += weight[q]! * ratios[a * points + q]! * ratios[b * points + q]!;
          add(met[a]!, met[b]!, sum);
        }
      }
    }
  };
}

/** Mirrors the upper triangle and puts on the diagonal what is left of the SHAP values. */
function completeMatrix(matrix: Float64Array, values: Float64Array): void {
  const n = values.length;
  for (let i = 0; i < n; i++) {
    let others = 0;
    for (let j = 0; j < n; j++) {
      if (j < i) matrix[i * n + j] = matrix[j * n + i]!;
      if (j !== i) others += matrix[i * n + j]!;
    }
    matrix[i * n + i] = values[i]! - others;
  }
}
