const Z_95 = 1.959963984540054;

/**
 * Bounds a share of k successes in n trials with 95 % confidence, 0–1; [0, 1] when n is 0.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
export function wilsonInterval(k: number, n: number, z = Z_95): [low: number, high: number] {
  if (n === 0) return [0, 1];
  const p = k / n;
  const denominator = 1 + (z * z) / n;
  const centre = (p + (z * z) / (2 * n)) / denominator;
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / denominator;
  return [k === 0 ? 0 : centre - half, k === n ? 1 : centre + half];
}
