import {checkRow, type Iterations, iterationRange} from "../booster/predict.ts";
import type {Booster} from "../booster/types.ts";
import {type CompiledModel, compileModel} from "./compile.ts";
import {expectedValue} from "./expectedValue.ts";
import {PatternTables} from "./patternTables.ts";

export interface ExplainerOptions extends Iterations {
  /** Bytes that remembered contributions may take; speed falls, the answers stay, when they do not fit. */
  tableBytes?: number;
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
   * @throws REQUEST_INVALID
   */
  explain(row: ArrayLike<number>, out?: Float64Array): Float64Array;
  /** The model in pieces, for what-if and interactions. */
  readonly compiled: CompiledModel;
  readonly tables: PatternTables;
}

/** Tests per group: 2⁸ patterns at most. */
const MAX_TESTS = 8;
const TABLE_BYTES = 128 * 2 ** 20;

/**
 * Prepares exact SHAP values (path-dependent: a feature outside the coalition splits the cover as the
 * training rows did), equal to LightGBM's predict_contrib but for rounding.
 * @throws EXPLANATION_UNSUPPORTED for linear trees
 */
export function createExplainer(booster: Booster, options: ExplainerOptions = {}): Explainer {
  const numFeatures = booster.maxFeatureIdx + 1;
  const numClasses = booster.numTreePerIteration;
  const {start, end} = iterationRange(booster, options);
  const trees = booster.trees.slice(start * numClasses, end * numClasses);
  const compiled = compileModel(booster, trees, MAX_TESTS);
  const tables = new PatternTables(compiled, MAX_TESTS, (options.tableBytes ?? TABLE_BYTES) / 8);
  const baseValues = new Float64Array(numClasses);
  for (const [index, tree] of trees.entries()) baseValues[index % numClasses]! += expectedValue(tree);
  const ranks = new Int32Array(compiled.lanes.count);

  return {
    booster,
    numFeatures,
    numClasses,
    baseValues,
    compiled,
    tables,
    explain(row, out = new Float64Array(numClasses * numFeatures)) {
      checkRow(booster, row);
      out.fill(0);
      compiled.lanes.rank(row, ranks);
      addGroups(compiled, tables, ranks, out);
      return out;
    }
  };
}

function addGroups(compiled: CompiledModel, tables: PatternTables, ranks: Int32Array, out: Float64Array) {
  const {count, testStart, columnStart, column, tests} = compiled.groups;
  const {lane, lo, hi} = tests;
  const {rowOf, patternStart} = tables;
  let slab = tables.slab;
  for (let g = 0; g < count; g++) {
    const patterns = patternStart[g]!;
    let place = 0;
    if (patterns < 0) {
      place = tables.compute(g, -1, ranks);
      slab = tables.slab;
    } else {
      let pattern = 0;
      for (let i = testStart[g]!; i < testStart[g + 1]!; i++) {
        const rank = ranks[lane[i]!]!;
        pattern = (pattern << 1) | (((hi[i]! - rank) | (rank - lo[i]!)) >>> 31);
      }
      place = rowOf[patterns + pattern]!;
      if (place === 0) {
        place = tables.compute(g, patterns + pattern, ranks);
        slab = tables.slab;
      }
    }
    for (let j = columnStart[g]!; j < columnStart[g + 1]!; j++) out[column[j]!]! += slab[place++]!;
  }
}
