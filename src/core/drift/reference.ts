import {quantiles} from "../metrics/quantiles.ts";

/** Counts of one column in bins; bin i of a number holds values from above edges[i − 1] up to edges[i]. */
export interface BinnedColumn {
  name: string;
  /** Inner edges, ascending; null for a category. */
  edges: number[] | null;
  /** Words of the bins, most frequent first; null for a number. Another word than these counts as missing. */
  categories: string[] | null;
  /** One more than there are inner edges, or one per category, and last those without a value. */
  counts: number[];
}

/** reference.json beside a model: what its training clients looked like. */
export interface DriftReference {
  format: 1;
  clients: number;
  /** Probability of default out of fold, 0–1. */
  score: BinnedColumn;
  /** The inputs of the model, in its order. */
  features: BinnedColumn[];
}

const TENTHS = Array.from({length: 9}, (_, i) => (i + 1) / 10);

/** Cuts a column at its tenths; equal tenths are one edge. @param values one per client, NaN = missing */
export function binNumbers(name: string, values: ArrayLike<number>): BinnedColumn {
  const edges = [...new Set(quantiles(values, TENTHS) ?? [])];
  return {name, edges, categories: null, counts: countNumbers(edges, values)};
}

/** Counts a column by its words, most frequent first. @param codes code i stands for words[i], NaN = missing */
export function binCategories(
  name: string,
  codes: ArrayLike<number>,
  words: readonly string[]
): BinnedColumn {
  const counted = countCodes(words.length, codes);
  const order = [...words.keys()].sort((a, b) => counted[b]! - counted[a]!);
  return {
    name,
    edges: null,
    categories: order.map((code) => words[code]!),
    counts: [...order.map((code) => counted[code]!), counted.at(-1)!]
  };
}

/**
 * Counts other values of a column in the bins of a reference.
 * @param words what the codes of a category stand for; another order than the reference's is fine
 */
export function countInto(
  {edges, categories}: BinnedColumn,
  values: ArrayLike<number>,
  words: readonly string[] = []
): number[] {
  if (edges) return countNumbers(edges, values);
  const counted = countCodes(words.length, values);
  const known = categories!.map((word) => counted[words.indexOf(word)] ?? 0);
  return [...known, values.length - known.reduce((sum, count) => sum + count, 0)];
}

function countNumbers(edges: readonly number[], values: ArrayLike<number>): number[] {
  const counts = new Array<number>(edges.length + 2).fill(0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const bin = Number.isNaN(value) ? edges.length + 1 : binOf(edges, value);
    counts[bin]!++;
  }
  return counts;
}

/** The place of the first edge that is not below the value. */
function binOf(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Counts codes 0 to `words` − 1, and last everything else. */
function countCodes(words: number, codes: ArrayLike<number>): number[] {
  const counts = new Array<number>(words + 1).fill(0);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    const isKnown = code < words;
    counts[isKnown ? code : words]!++;
  }
  return counts;
}
