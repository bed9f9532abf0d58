export const largest = (values: Iterable<number>) => {
  let most = 0;
  for (const value of values)
    most = Number.isNaN(value) ? Number.POSITIVE_INFINITY : Math.max(most, Math.abs(value));
  return most;
};
export const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  a.length === b.length ? largest(Array.from(a, (value, i) => value - b[i]!)) : Number.POSITIVE_INFINITY;
export const sameBits = (a: Float64Array, b: Float64Array) =>
  a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
