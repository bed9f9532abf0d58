/**
 * Finds the clients nearest the cut-off: a twentieth of all, but at least 200 and at most 2,000, in row order.
 * `logOdds` are calibrated and out of fold.
 */
export function nearestToCutoff(logOdds: ArrayLike<number>, cutoffLogOdds: number): Uint32Array {
  const n = logOdds.length;
  const wanted = Math.min(n, 2000, Math.max(200, Math.round(n / 20)));
  const distance = (i: number) => Math.abs(logOdds[i]! - cutoffLogOdds);
  return Uint32Array.from({length: n}, (_, i) => i)
    .sort((a, b) => distance(a) - distance(b) || a - b)
    .slice(0, wanted)
    .sort();
}

/** Averages SHAP values per feature over rows of (features + 1) values whose last is the expected value. */
export function meanContributions(contributions: Float64Array, features: number): number[] {
  const width = features + 1;
  const rows = contributions.length / width;
  return Array.from({length: features}, (_, j) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += contributions[i * width + j]!;
    return sum / rows;
  });
}
