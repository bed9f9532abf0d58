import {inCategories, isZero, MISSING_NAN, MISSING_ZERO} from "../booster/decide.ts";
import type {Tree} from "../booster/types.ts";

/** Asks one thing of a row: does its rank in a lane lie in lo … hi (both included)? */
export interface Test {
  readonly lane: number;
  readonly lo: number;
  readonly hi: number;
}

/**
 * Reads a row once for a whole model. A lane is an integer per row such that every split is a test of one
 * lane: for numbers the count of the model's thresholds below the value, for a categorical split 0 (in the
 * set, left) or 1. Lanes come in three runs: numeric pairs (missing goes right, missing goes left),
 * categorical splits, and conjunctions of tests on several lanes (0 when all hold, else 1).
 */
export interface Lanes {
  readonly count: number;
  /** The feature that lane i reads. */
  readonly feature: Int32Array;
  /** Writes the rank of every lane for a row of model features (NaN = missing). */
  rank(row: ArrayLike<number>, ranks: Int32Array): void;
  /** The same for the lanes listed only, which must be ascending. */
  rankSome(row: ArrayLike<number>, lanes: Int32Array, ranks: Int32Array): void;
}

export interface LaneBuilder {
  /** Gives the test that a row passes exactly when it goes to that side of the node. */
  side(tree: Tree, node: number, left: boolean): Test;
  /** Gives one test that holds exactly when all the given ones do. */
  all(tests: readonly Test[], feature: number): Test;
  finish(): Lanes;
}

const MISSING_MASK = MISSING_ZERO | MISSING_NAN;
/** Above every rank. */
const FAR = 0x3fffffff;

interface NumericSource {
  readonly feature: number;
  readonly missing: number;
  readonly thresholds: Float64Array;
  readonly rankOf: Map<number, number>;
  readonly lane: number;
}

interface CategoricalSource {
  readonly feature: number;
  readonly tree: Tree;
  /** Index of the set in the tree. */
  readonly set: number;
}

/** Collects the thresholds of the given trees and answers with the lanes that their splits need. */
export function createLaneBuilder(trees: Iterable<Tree>): LaneBuilder {
  const numeric = collectNumeric(trees);
  const firstCategorical = 2 * numeric.size;
  const categorical: CategoricalSource[] = [];
  const categoricalLane = new Map<Tree, Map<number, number>>();
  for (const tree of trees) {
    const lanes = new Map<number, number>();
    for (let node = 0; node < tree.numLeaves - 1; node++) {
      if ((tree.decisionType[node]! & 1) === 0) continue;
      lanes.set(node, firstCategorical + categorical.length);
      categorical.push({feature: tree.splitFeature[node]!, tree, set: tree.threshold[node]!});
    }
    categoricalLane.set(tree, lanes);
  }
  const firstConjunction = firstCategorical + categorical.length;
  const conjunctions: Test[][] = [];
  const conjunctionFeature: number[] = [];
  const conjunctionByKey = new Map<string, number>();

  return {
    side(tree, node, left) {
      const type = tree.decisionType[node]!;
      if (type & 1) {
        const lane = categoricalLane.get(tree)!.get(node)!;
        return left ? {lane, lo: 0, hi: 0} : {lane, lo: 1, hi: 1};
      }
      const source = numeric.get(numericKey(tree.splitFeature[node]!, type))!;
      const lane = source.lane + ((type >> 1) & 1);
      const rank = source.rankOf.get(tree.threshold[node]! + 0)!;
      return left ? {lane, lo: -1, hi: rank} : {lane, lo: rank + 1, hi: FAR};
    },
    all(tests, feature) {
      const byLane = new Map<number, Test>();
      for (const test of tests) {
        const other = byLane.get(test.lane);
        byLane.set(
          test.lane,
          other ? {lane: test.lane, lo: Math.max(test.lo, other.lo), hi: Math.min(test.hi, other.hi)} : test
        );
      }
      if (byLane.size === 1) return byLane.values().next().value!;
      const parts = [...byLane.values()].sort((a, b) => a.lane - b.lane);
      const key = parts.map((part) => `${part.lane}:${part.lo}:${part.hi}`).join(" ");
      let index = conjunctionByKey.get(key);
      if (index === undefined) {
        index = conjunctions.push(parts) - 1;
        conjunctionFeature.push(feature);
        conjunctionByKey.set(key, index);
      }
      return {lane: firstConjunction + index, lo: 0, hi: 0};
    },
    finish: () => createLanes([...numeric.values()], categorical, conjunctions, conjunctionFeature)
  };
}

const numericKey = (feature: number, decisionType: number) => feature * 16 + (decisionType & MISSING_MASK);

function collectNumeric(trees: Iterable<Tree>): Map<number, NumericSource> {
  const found = new Map<number, Set<number>>();
  for (const tree of trees) {
    for (let node = 0; node < tree.numLeaves - 1; node++) {
      const type = tree.decisionType[node]!;
      if (type & 1) continue;
      const key = numericKey(tree.splitFeature[node]!, type);
      const set = found.get(key) ?? new Set();
      found.set(key, set.add(tree.threshold[node]! + 0));
    }
  }
  const sources = new Map<number, NumericSource>();
  for (const key of [...found.keys()].sort((a, b) => a - b)) {
    const thresholds = Float64Array.from(found.get(key)!).sort();
    const rankOf = new Map(Array.from(thresholds, (threshold, rank) => [threshold, rank] as const));
    sources.set(key, {
      feature: key >> 4,
      missing: key & MISSING_MASK,
      thresholds,
      rankOf,
      lane: 2 * sources.size
    });
  }
  return sources;
}

function createLanes(
  numeric: readonly NumericSource[],
  categorical: readonly CategoricalSource[],
  conjunctions: readonly (readonly Test[])[],
  conjunctionFeature: readonly number[]
): Lanes {
  const firstCategorical = 2 * numeric.length;
  const firstConjunction = firstCategorical + categorical.length;
  const count = firstConjunction + conjunctions.length;

  const rankNumeric = (row: ArrayLike<number>, index: number, ranks: Int32Array) => {
    const {feature, missing, thresholds} = numeric[index]!;
    let value = row[feature]!;
    const absent = Number.isNaN(value);
    if (absent || isZero(value)) {
      if (missing === MISSING_ZERO || (absent && missing === MISSING_NAN)) {
        ranks[2 * index] = FAR;
        ranks[2 * index + 1] = -1;
        return;
      }
      value = 0;
    }
    let low = 0;
    let high = thresholds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (thresholds[middle]! < value) low = middle + 1;
      else high = middle;
    }
    ranks[2 * index] = low;
    ranks[2 * index + 1] = low;
  };
  const rankCategorical = (row: ArrayLike<number>, index: number, ranks: Int32Array) => {
    const {feature, tree, set} = categorical[index]!;
    ranks[firstCategorical + index] = inCategories(row[feature]!, tree, set) ? 0 : 1;
  };
  const rankConjunction = (index: number, ranks: Int32Array) => {
    let failed = 0;
    for (const {lane, lo, hi} of conjunctions[index]!) {
      const rank = ranks[lane]!;
      failed |= (hi - rank) | (rank - lo);
    }
    ranks[firstConjunction + index] = failed >>> 31;
  };

  return {
    count,
    feature: Int32Array.from([
      ...numeric.flatMap(({feature}) => [feature, feature]),
      ...categorical.map(({feature}) => feature),
      ...conjunctionFeature
    ]),
    rank(row, ranks) {
      for (let i = 0; i < numeric.length; i++) rankNumeric(row, i, ranks);
      for (let i = 0; i < categorical.length; i++) rankCategorical(row, i, ranks);
      for (let i = 0; i < conjunctions.length; i++) rankConjunction(i, ranks);
    },
    rankSome(row, lanes, ranks) {
      for (const lane of lanes) {
        if (lane >= firstConjunction) rankConjunction(lane - firstConjunction, ranks);
        else if (lane >= firstCategorical) rankCategorical(row, lane - firstCategorical, ranks);
        else rankNumeric(row, lane >> 1, ranks);
      }
    }
  };
}
