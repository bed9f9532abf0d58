import {leafOf} from "../booster/decide.ts";
import {checkRow, predictRaw} from "../booster/predict.ts";
import {ScorebookError} from "../errors.ts";
import type {Explainer} from "./explainer.ts";

/** A score and its explanation, of one row. */
export interface Assessment {
  /** One value per class, log-odds; equal to predictRaw's to the last bit. */
  readonly rawScores: Float64Array;
  /** numClasses × numFeatures contributions; equal to a fresh explanation's to the last bit. */
  readonly values: Float64Array;
}

export interface Change {
  /** Index in booster.featureNames. */
  readonly feature: number;
  /** The new value; NaN = missing. */
  readonly value: number;
}

/** A row that is changed step by step. */
export interface WhatIf {
  /** The row as it is now. */
  readonly row: Float64Array;
  /** The assessment of the row as it is now. The arrays are reused by the next change: copy what must last. */
  readonly current: Assessment;
  /**
   * Changes features of the row, evaluates the trees again in which a decision differs, and gives `current`.
   * @throws REQUEST_INVALID for a feature that the model does not have
   */
  change(changes: readonly Change[]): Assessment;
  /** How many trees the last change evaluated again. */
  readonly treesEvaluated: number;
}

/**
 * Begins from a row. Each change costs as much as the trees that it touches; the answers have the same bits
 * as starting afresh, since contributions are added without rounding (see rounding.ts). A model without that
 * property (very large leaf values) is explained anew each time.
 * @throws REQUEST_INVALID when the row has another length than the model
 */
export function createWhatIf(explainer: Explainer, start: ArrayLike<number>): WhatIf {
  const {booster, numClasses, numFeatures, parts} = explainer;
  const {trees, placeOf, lanes, layout, kernel, isExact} = parts;
  checkRow(booster, start);
  const row = Float64Array.from(start);
  const values = explainer.explain(row);
  const current = {rawScores: new Float64Array(numClasses), values};
  const own = {lanes: kernel.lanes.slice(), contributions: kernel.contributions.slice()};
  const leafValues = Float64Array.from(trees, (tree) => tree.leafValue[leafOf(tree, row)]!);
  const nodesOf = isExact ? listNodesByLane(layout.lane, lanes.count) : [];
  const treeOf = nodesToTrees(layout.treeStart);
  const treeAt = new Int32Array(layout.numTrees);
  for (const [tree, place] of placeOf.entries()) if (place >= 0) treeAt[place] = tree;
  const isTouched = new Uint8Array(layout.numTrees);
  const touched: number[] = [];
  let treesEvaluated = trees.length;

  const sumScores = () => {
    for (let c = 0; c < numClasses; c++) {
      let sum = 0;
      for (let t = c; t < leafValues.length; t += numClasses) sum += leafValues[t]!;
      current.rawScores[c] = sum;
    }
  };
  const findLeafValue = (place: number) => {
    let at = layout.treeStart[place]!;
    while (at >= 0)
      at = (own.lanes[layout.lane[at]!]! <= layout.threshold[at]! ? layout.left : layout.right)[at]!;
    return layout.leafValue[~at]!;
  };
  const touchTrees = (changes: readonly Change[]) => {
    for (const {feature} of changes) {
      for (const lane of lanes.lanesOf(feature)) {
        const before = kernel.lanes[lane]!;
        const after = own.lanes[lane]!;
        const nodes = nodesOf[lane]!;
        for (let i = 0; i < nodes.length; i++) {
          const node = nodes[i]!;
          const threshold = layout.threshold[node]!;
          if (before <= threshold === after <= threshold) continue;
          const place = treeOf[node]!;
          if (isTouched[place] === 1) continue;
          isTouched[place] = 1;
          touched.push(place);
        }
      }
    }
  };
  const evaluate = (place: number) => {
    const from = layout.treeStart[place]!;
    const to = layout.treeStart[place + 1]!;
    kernel.run(place, place + 1);
    for (let node = from; node < to; node++) {
      const contribution = kernel.contributions[node]!;
      values[layout.column[node]!]! += contribution - own.contributions[node]!;
      own.contributions[node] = contribution;
    }
    leafValues[treeAt[place]!] = findLeafValue(place);
    isTouched[place] = 0;
  };
  sumScores();

  return {
    row,
    current,
    get treesEvaluated() {
      return treesEvaluated;
    },
    change(changes) {
      for (const {feature} of changes) {
        if (Number.isInteger(feature) && feature >= 0 && feature < numFeatures) continue;
        throw new ScorebookError(
          "REQUEST_INVALID",
          `A feature index from 0 to ${numFeatures - 1} was expected, but ${feature} was to be changed.`
        );
      }
      kernel.lanes.set(own.lanes);
      for (const {feature, value} of changes) row[feature] = value;
      if (!isExact) {
        explainer.explain(row, values);
        current.rawScores.set(predictRaw(booster, row, explainer.iterations));
        treesEvaluated = trees.length;
        return current;
      }
      lanes.writeFeatures(
        row,
        changes.map(({feature}) => feature),
        own.lanes
      );
      touched.length = 0;
      touchTrees(changes);
      kernel.lanes.set(own.lanes);
      for (const place of touched) evaluate(place);
      sumScores();
      treesEvaluated = touched.length;
      return current;
    }
  };
}

function listNodesByLane(laneOfNode: Int32Array, lanes: number): Int32Array[] {
  const lists: number[][] = Array.from({length: lanes}, () => []);
  for (const [node, lane] of laneOfNode.entries()) lists[lane]!.push(node);
  return lists.map((list) => Int32Array.from(list));
}

function nodesToTrees(treeStart: Int32Array): Int32Array {
  const trees = new Int32Array(treeStart.at(-1)!);
  for (let place = 0; place + 1 < treeStart.length; place++)
    trees.fill(place, treeStart[place]!, treeStart[place + 1]!);
  return trees;
}
