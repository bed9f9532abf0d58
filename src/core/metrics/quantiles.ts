/**
 * Finds quantiles of the values that are not NaN, by the nearest rank below; null when there are none.
 * @param shares 0–1 each
 */
export function quantiles(values: ArrayLike<number>, shares: readonly number[]): number[] | null {
  const known = Float64Array.from(values).filter((value) => !Number.isNaN(value));
  if (known.length === 0) return null;
  known.sort();
  return shares.map((share) => known[Math.floor(share * (known.length - 1))]!);
}
