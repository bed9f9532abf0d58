/**
 * Computes the upper tail of the χ² distribution, P(X > x), for whole degrees of freedom from 1; 0–1.
 * Values below 1e-15 are not told from 0.
 * Source: the series of the lower incomplete gamma function, P(a, y) = yᵃ e⁻ʸ / Γ(a+1) · Σ yⁿ / ((a+1)…(a+n)), with
 * a = degrees / 2, y = x / 2.
 */
export function chiSquareTail(x: number, degrees: number): number {
  if (!(x > 0)) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const [a, y] = [degrees / 2, x / 2];
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= y / (a + n);
    sum += term;
  }
  const below = Math.exp(a * Math.log(y) - y - logGammaOfHalf(degrees + 2) + Math.log(sum));
  return Math.max(0, 1 - below);
}

/** Finds the value that a χ² variable exceeds with probability `share`, 0 < share < 1, by bisection. */
export function chiSquareCritical(share: number, degrees: number): number {
  let low = 0;
  let high = degrees + 10;
  while (chiSquareTail(high, degrees) > share) high *= 2;
  for (let i = 0; i < 100 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2;
    if (chiSquareTail(middle, degrees) > share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** ln Γ(twice / 2) for a whole number from 1, by Γ(z+1) = z·Γ(z) from Γ(1) = 1 or Γ(1/2) = √π. */
function logGammaOfHalf(twice: number): number {
  let sum = twice % 2 === 0 ? 0 : Math.log(Math.PI) / 2;
  for (let z = twice / 2 - 1; z > 0; z--) sum += Math.log(z);
  return sum;
}
