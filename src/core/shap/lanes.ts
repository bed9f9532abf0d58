import {createCategorySets} from "../booster/categorySets.ts";
import {isZero, MISSING_NAN, MISSING_ZERO} from "../booster/decide.ts";
import type {Tree} from "../booster/types.ts";

/**
 * Reads a row once for a whole model, so that every split becomes one comparison: a row goes left at a node
 * exactly when lane value ≤ threshold. A number has a lane per missing type and default direction, in which
 * missing is −∞ (left) or NaN (right); a set of categories has its own, −∞ for those in it.
 */
export interface Lanes {
  readonly count: number;
  /** The lanes that read a feature. */
  lanesOf(feature: number): readonly number[];
  /** Finds the lane of an internal node. */
  laneOf(tree: Tree, node: number): number;
  /** Writes all lanes of a row of model features (NaN = missing). */
  write(row: ArrayLike<number>, lanes: Float64Array): void;
  /** Writes the lanes of some features; other places in `lanes` stay. */
  writeFeatures(row: ArrayLike<number>, features: Iterable<number>, lanes: Float64Array): void;
}

const MISSING_MASK = MISSING_ZERO | MISSING_NAN;
const DEFAULT_LEFT = 2;
const CATEGORICAL = 1;
const NUMERIC = -1;

interface Lane {
  readonly feature: number;
  /** The split's decision type for numbers. */
  readonly type: number;
  /** The number of a categorical split's set, NUMERIC for numbers. */
  readonly set: number;
}

/** Collects the lanes that the splits of the given trees need. */
export function createLanes(trees: readonly Tree[]): Lanes {
  const lanes: Lane[] = [];
  const sets = createCategorySets();
  const known = new Map<string | number, number>();
  const nodeLanes = new Map<Tree, Int32Array>();
  const addLane = (tree: Tree, node: number): number => {
    const feature = tree.splitFeature[node]!;
    const type = tree.decisionType[node]!;
    if ((type & CATEGORICAL) === 0) {
      const missing = type & MISSING_MASK;
      const key = feature * 16 + (missing ? missing | (type & DEFAULT_LEFT) : 0);
      const lane = known.get(key) ?? lanes.push({feature, type, set: NUMERIC}) - 1;
      known.set(key, lane);
      return lane;
    }
    const index = tree.threshold[node]!;
    const set = sets.add(
      tree.catThreshold.subarray(tree.catBoundaries[index]!, tree.catBoundaries[index + 1]!)
    );
    const key = `${feature}:${set}`;
    const lane = known.get(key) ?? lanes.push({feature, type, set}) - 1;
    known.set(key, lane);
    return lane;
  };
  for (const tree of trees)
    nodeLanes.set(
      tree,
      Int32Array.from({length: tree.numLeaves - 1}, (_, node) => addLane(tree, node))
    );

  const byFeature = new Map<number, number[]>();
  for (const [index, {feature}] of lanes.entries()) {
    const own = byFeature.get(feature);
    if (own) own.push(index);
    else byFeature.set(feature, [index]);
  }
  // Flat columns: this runs for every row.
  const features = Int32Array.from(lanes, (lane) => lane.feature);
  const types = Int32Array.from(lanes, (lane) => lane.type);
  const setOf = Int32Array.from(lanes, (lane) => lane.set);

  /** Mirrors goesLeft of booster/decide.ts; the tests hold one against the other. */
  const read = (lane: number, value: number): number => {
    const set = setOf[lane]!;
    if (set !== NUMERIC) {
      const words = sets.all[set]!;
      if (!(value > -1 && value < Math.min(32 * words.length, 2 ** 31))) return Number.NaN;
      const category = value | 0;
      return (words[category >>> 5]! >>> (category & 31)) & 1 ? Number.NEGATIVE_INFINITY : Number.NaN;
    }
    const absent = Number.isNaN(value);
    if (!absent && !isZero(value)) return value;
    const missing = types[lane]! & MISSING_MASK;
    if (missing === MISSING_ZERO || (absent && missing === MISSING_NAN))
      return types[lane]! & DEFAULT_LEFT ? Number.NEGATIVE_INFINITY : Number.NaN;
    return 0;
  };
  return {
    count: lanes.length,
    lanesOf: (feature) => byFeature.get(feature) ?? [],
    laneOf: (tree, node) => nodeLanes.get(tree)![node]!,
    write(row, out) {
      for (let lane = 0; lane < features.length; lane++) out[lane] = read(lane, row[features[lane]!]!);
    },
    writeFeatures(row, changed, out) {
      for (const feature of changed)
        for (const lane of byFeature.get(feature) ?? []) out[lane] = read(lane, row[feature]!);
    }
  };
}
