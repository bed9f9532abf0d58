/** Bounds a statistic by the middle of its bootstrap values, 95 % unless told otherwise: the values nearest in rank. */
export function percentileInterval(values: ArrayLike<number>, share = 0.95): [low: number, high: number] {
  const ascending = Float64Array.from(values).sort();
  const at = (q: number) => ascending[Math.round(q * (ascending.length - 1))]!;
  return [at((1 - share) / 2), at((1 + share) / 2)];
}
