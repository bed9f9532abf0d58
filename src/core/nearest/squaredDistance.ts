/** Dimensions after which it is looked whether the distance is too great already. */
const STRIDE = 8;

/**
 * Computes the squared Euclidean distance of two rows, at `a` of one list and `b` of another. Once it is greater than
 * `most` it may stop, and what it answers then is greater than `most` too.
 */
export function squaredDistance(
  first: ArrayLike<number>,
  a: number,
  second: ArrayLike<number>,
  b: number,
  dims: number,
  most = Number.POSITIVE_INFINITY
): number {
  let sum = 0;
  for (let d = 0; d < dims; ) {
    for (const end = Math.min(dims, d + STRIDE); d < end; d++) {
      const difference = first[a + d]! - second[b + d]!;
      sum += difference * difference;
    }
    if (sum > most) return sum;
  }
  return sum;
}
