const SQRT_2 = Math.sqrt(2);
const SQRT_PI = Math.sqrt(Math.PI);
const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);
/** From here on the continued fraction of erfc is used, below it the series of erf. */
const SERIES_UP_TO = 1.5;

/** Computes erf for 0 ≤ x ≤ 1.5. Source: Abramowitz & Stegun, 7.1.6; all terms are positive. */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / SQRT_PI) * Math.exp(-x * x) * sum;
}

/** Computes √π·e^(x²)·erfc(x) for x ≥ 1.5. Source: Abramowitz & Stegun, 7.1.14, by Lentz's method. */
function scaledErfc(x: number): number {
  let value = x;
  let c = x;
  let d = 0;
  for (let n = 1; n < 500; n++) {
    const a = n / 2;
    d = 1 / (x + a * d);
    c = x + a / c;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return 1 / value;
}

/** Computes ln Φ(x), the logarithm of the standard normal distribution function, also far in the tails. */
export function logNdtr(x: number): number {
  if (x === Number.NEGATIVE_INFINITY) return x;
  const t = -x / SQRT_2;
  if (t >= SERIES_UP_TO) return -(x * x) / 2 + Math.log(scaledErfc(t) / SQRT_PI / 2);
  if (t >= 0) return Math.log(0.5 * (1 - erfSeries(t)));
  return Math.log1p(-ndtr(-x));
}

/** Computes Φ(x), the standard normal distribution function. */
export function ndtr(x: number): number {
  const t = Math.abs(x) / SQRT_2;
  const tail =
    t < SERIES_UP_TO
      ? 0.5 * (1 - erfSeries(t))
      : ((0.5 / SQRT_PI) * Math.exp(-(x * x) / 2)) / (1 / scaledErfc(t));
  return x < 0 ? tail : 1 - tail;
}

/** Computes ln φ(x), the logarithm of the standard normal density. */
export const logNormalDensity = (x: number): number => -(x * x) / 2 - LOG_SQRT_2PI;

/** Computes ln(eᵃ + eᵇ). */
const logSum = (a: number, b: number): number => {
  const [high, low] = a > b ? [a, b] : [b, a];
  return high === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
};

/** Computes ln(eᵃ − eᵇ) for a ≥ b. */
const logDifference = (a: number, b: number): number => a + Math.log1p(-Math.exp(b - a));

/** Computes ln(Φ(b) − Φ(a)) for a ≤ b, each side of zero where nothing cancels. */
export function logGaussMass(a: number, b: number): number {
  if (b <= 0) return logDifference(logNdtr(b), logNdtr(a));
  if (a > 0) return logDifference(logNdtr(-a), logNdtr(-b));
  return Math.log1p(-ndtr(a) - ndtr(-b));
}

/**
 * Computes the quantile q of the standard normal cut to [a, b].
 * The mass up to it is taken from the nearer tail, so that it is exact there too.
 */
export function truncatedNormalQuantile(q: number, a: number, b: number): number {
  if (q <= 0) return a;
  if (q >= 1) return b;
  const mass = logGaussMass(a, b);
  const x =
    a < 0
      ? inverseLogNdtr(logSum(logNdtr(a), Math.log(q) + mass))
      : -inverseLogNdtr(logSum(logNdtr(-b), Math.log1p(-q) + mass));
  return Math.min(Math.max(x, a), b);
}

/** Solves ln Φ(x) = y for y < 0 by Newton's method, to the last bits. */
export function inverseLogNdtr(y: number): number {
  if (y > Math.log(0.5)) return -inverseLogNdtr(Math.log(-Math.expm1(y)));
  // In the lower half ln Φ is concave, so that steps from the left never leave it; the start is the tail's bound.
  let x = y < -2 ? -Math.sqrt(Math.max(-2 * (y + 0.5 * Math.log(-2 * y) + LOG_SQRT_2PI), 0.25)) : -1;
  for (let i = 0; i < 100; i++) {
    const log = logNdtr(x);
    const step = (log - y) * Math.exp(log - logNormalDensity(x));
    x -= step;
    if (Math.abs(step) <= 1e-15 * Math.max(Math.abs(x), 1e-3)) break;
  }
  return x;
}
