const LEAST = 1e-15;

/**
 * Computes the mean negative log-likelihood in nats, −mean(y·ln p + (1−y)·ln(1−p)).
 * Probabilities are kept 1e-15 away from 0 and 1. NaN without rows.
 */
export function logLoss(target: ArrayLike<number>, probability: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < target.length; i++) {
    const p = Math.min(1 - LEAST, Math.max(LEAST, probability[i]!));
    sum -= target[i] === 1 ? Math.log(p) : Math.log1p(-p);
  }
  return sum / target.length;
}
