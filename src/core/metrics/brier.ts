/** Computes the Brier score, the mean of (probability − target)². NaN without rows. */
export function brier(target: ArrayLike<number>, probability: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < target.length; i++) sum += (probability[i]! - target[i]!) ** 2;
  return sum / target.length;
}
