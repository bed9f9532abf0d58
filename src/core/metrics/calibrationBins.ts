/** Clients of neighbouring probability: what was predicted for them, and how many defaulted. */
export interface CalibrationBin {
  clients: number;
  bad: number;
  meanProbability: number;
}

/**
 * Divides the clients into `bins` parts of equal number (± 1) by ascending probability; equal probabilities in row
 * order. Parts without a client are left out. `target` holds 0 or 1.
 */
export function calibrationBins(
  target: ArrayLike<number>,
  probability: ArrayLike<number>,
  bins = 10
): CalibrationBin[] {
  const n = target.length;
  const order = Uint32Array.from({length: n}, (_, i) => i).sort(
    (a, b) => probability[a]! - probability[b]! || a - b
  );
  return Array.from({length: bins}, (_, k) => {
    const rows = order.subarray(Math.round((k * n) / bins), Math.round(((k + 1) * n) / bins));
    let bad = 0;
    let sum = 0;
    for (const row of rows) {
      bad += target[row]!;
      sum += probability[row]!;
    }
    return {clients: rows.length, bad, meanProbability: sum / rows.length};
  }).filter(({clients}) => clients > 0);
}
