/** Shares of two sets of scores in bins of equal width; a bin holds x0 ≤ score < x1. */
export interface ScoreBin {
  x0: number;
  x1: number;
  /** Number of the selection's scores in the bin. */
  count: number;
  /** Share of the selection and of everything, 0–1. */
  share: number;
  shareOfAll: number;
}

/** Steps that look well on an axis, for about `target` bins over `extent`. */
export function binWidth(extent: number, target = 40): number {
  const raw = Math.max(extent, 1) / target;
  return [1, 2, 5, 10, 20, 25, 50, 100].find((step) => step >= raw) ?? 200;
}

/**
 * Counts scores in bins that cover `all`, for `all` and for the selected indices.
 * Bins are ascending, without gaps, and aligned to multiples of their width.
 */
export function scoreBinsData(all: ArrayLike<number>, selected: ArrayLike<number>): ScoreBin[] {
  if (all.length === 0) return [];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < all.length; i++) {
    low = Math.min(low, all[i]!);
    high = Math.max(high, all[i]!);
  }
  const width = binWidth(high - low);
  const start = Math.floor(low / width) * width;
  const length = Math.floor((high - start) / width) + 1;
  const countAll = new Uint32Array(length);
  const count = new Uint32Array(length);
  for (let i = 0; i < all.length; i++) countAll[Math.floor((all[i]! - start) / width)]!++;
  for (let i = 0; i < selected.length; i++) count[Math.floor((all[selected[i]!]! - start) / width)]!++;
  return Array.from({length}, (_, i) => ({
    x0: start + i * width,
    x1: start + (i + 1) * width,
    count: count[i]!,
    share: selected.length ? count[i]! / selected.length : 0,
    shareOfAll: countAll[i]! / all.length
  }));
}

/** Widens a stretch to the bins it touches, as scores that are both included. */
export function wholeBins(
  [a, b]: readonly [number, number],
  [least, most]: readonly [number, number],
  step: number
): [number, number] {
  const inside = (x: number) => Math.min(most, Math.max(least, x));
  const low = Math.min(most - 1, Math.floor(inside(Math.min(a, b)) / step) * step);
  const high = Math.ceil(inside(Math.max(a, b)) / step) * step - 1;
  return [low, Math.max(low, high)];
}
