import {quantiles} from "../../src/core/metrics/quantiles.ts";

/** Clients with a known outcome by value; see Distribution in the site's feature summaries. */
export interface Distribution {
  ends: [number, number] | null;
  categories: string[] | null;
  repaid: number[];
  defaulted: number[];
}

const BINS = 24;

/**
 * Counts repaid and defaulted clients in bins of equal width between the 1st and 99th percentile; values beyond
 * count in the outer bins, missing values nowhere. A constant feature has one bin of width 1 around its value.
 * @param values one per client, NaN = missing
 * @param targets 1 = default, 0 = repaid, −1 = not counted
 */
export function numericDistribution(values: Float32Array, targets: Int8Array): Distribution {
  const ends = quantiles(values, [0.01, 0.99]);
  if (!ends) return {ends: null, categories: null, repaid: [], defaulted: []};
  const [low, high] = ends as [number, number];
  const bins = high > low ? BINS : 1;
  const start = high > low ? low : low - 0.5;
  const width = high > low ? (high - low) / bins : 1;
  const repaid = new Array<number>(bins).fill(0);
  const defaulted = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    if (targets[i]! < 0 || Number.isNaN(values[i]!)) continue;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((values[i]! - start) / width)));
    if (targets[i] === 1) defaulted[bin]!++;
    else repaid[bin]!++;
  }
  const rounded = (value: number) => Number(value.toPrecision(6));
  return {ends: [rounded(start), rounded(start + bins * width)], categories: null, repaid, defaulted};
}

/** Counts repaid and defaulted clients by category; code i stands for categories[i], anything else is not counted. */
export function categoryDistribution(
  codes: Float32Array,
  targets: Int8Array,
  categories: readonly string[]
): Distribution {
  const repaid = categories.map(() => 0);
  const defaulted = categories.map(() => 0);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (targets[i]! < 0 || !(code in categories)) continue;
    if (targets[i] === 1) defaulted[code]!++;
    else repaid[code]!++;
  }
  return {ends: null, categories: [...categories], repaid, defaulted};
}
