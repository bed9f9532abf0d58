import {createRandom} from "../random.ts";

const TREES = 64;
const FEWEST = 10;

/** How much of the objective's variance a parameter explains. */
export interface Importance {
  name: string;
  /** By the parameter alone, averaged over all values of the others, 0–1. */
  share: number;
}

interface Leaf {
  low: Float64Array;
  high: Float64Array;
  value: number;
}

/**
 * Estimates how much of the variance of the objective over the whole space each parameter explains by itself: regression
 * trees are grown on the trials and their variance is decomposed exactly. What the shares leave of 1 is due to
 * parameters together. Undefined with fewer than 10 trials or when all are equally good.
 *
 * Source: F. Hutter, H. Hoos, K. Leyton-Brown, "An Efficient Approach for Assessing Hyperparameter Importance", ICML
 * 2014 (fANOVA); 64 trees, each on trials drawn with replacement.
 * @param points per trial one value per name, scaled to 0–1 over the parameter's range
 */
export function fanova(
  names: readonly string[],
  points: readonly (readonly number[])[],
  values: readonly number[]
): Importance[] | undefined {
  if (points.length < FEWEST) return undefined;
  const random = createRandom(1);
  const shares = names.map(() => 0);
  let counted = 0;
  for (let tree = 0; tree < TREES; tree++) {
    const drawn = points.map(() => Math.floor(random() * points.length));
    const leaves = growTree(names.length, points, values, drawn);
    const total = variance(leaves.map(({value, low, high}) => [value, volume(low, high)]));
    if (!(total > 0)) continue;
    counted++;
    for (let j = 0; j < names.length; j++) shares[j]! += marginalVariance(leaves, j) / total;
  }
  if (counted === 0) return undefined;
  return names.map((name, j) => ({name, share: shares[j]! / counted})).sort((a, b) => b.share - a.share);
}

function growTree(
  dimensions: number,
  points: readonly (readonly number[])[],
  values: readonly number[],
  drawn: readonly number[]
): Leaf[] {
  const leaves: Leaf[] = [];
  const grow = (rows: readonly number[], low: Float64Array, high: Float64Array) => {
    const split = bestSplit(dimensions, points, values, rows);
    if (!split) {
      leaves.push({low, high, value: rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length});
      return;
    }
    const {at, threshold} = split;
    const isLeft = (row: number) => points[row]![at]! <= threshold;
    grow(rows.filter(isLeft), low, high.with(at, threshold));
    grow(
      rows.filter((row) => !isLeft(row)),
      low.with(at, threshold),
      high
    );
  };
  grow(drawn, new Float64Array(dimensions), new Float64Array(dimensions).fill(1));
  return leaves;
}

/** The split that leaves the least sum of squares; undefined when no rows differ in both place and value. */
function bestSplit(
  dimensions: number,
  points: readonly (readonly number[])[],
  values: readonly number[],
  rows: readonly number[]
): {at: number; threshold: number} | undefined {
  const total = rows.reduce((sum, row) => sum + values[row]!, 0);
  if (rows.every((row) => values[row] === values[rows[0]!])) return undefined;
  let best: {at: number; threshold: number} | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < dimensions; at++) {
    const order = [...rows].sort((a, b) => points[a]![at]! - points[b]![at]!);
    let left = 0;
    for (let i = 1; i < order.length; i++) {
      left += values[order[i - 1]!]!;
      const [before, after] = [points[order[i - 1]!]![at]!, points[order[i]!]![at]!];
      if (before === after) continue;
      const gain = left ** 2 / i + (total - left) ** 2 / (order.length - i);
      if (gain > most) [most, best] = [gain, {at, threshold: (before + after) / 2}];
    }
  }
  return best;
}

const volume = (low: Float64Array, high: Float64Array, but = -1): number =>
  low.reduce((product, from, k) => (k === but ? product : product * (high[k]! - from)), 1);

/** The variance of values with weights that sum to 1. */
function variance(parts: readonly (readonly [value: number, weight: number])[]): number {
  const mean = parts.reduce((sum, [value, weight]) => sum + value * weight, 0);
  return parts.reduce((sum, [value, weight]) => sum + (value - mean) ** 2 * weight, 0);
}

/** The variance of what a tree predicts at a value of one parameter, on average over the others. */
function marginalVariance(leaves: readonly Leaf[], j: number): number {
  const cuts = [...new Set(leaves.flatMap(({low, high}) => [low[j]!, high[j]!]))].sort((a, b) => a - b);
  const sums = new Float64Array(cuts.length - 1);
  for (const {low, high, value} of leaves) {
    const weight = value * volume(low, high, j);
    for (let i = cuts.indexOf(low[j]!); cuts[i]! < high[j]!; i++) sums[i]! += weight;
  }
  return variance(Array.from(sums, (sum, i) => [sum, cuts[i + 1]! - cuts[i]!] as const));
}
