/**
 * Computes each client's placement: for a bad client (`target` 1) the share of good clients with a lower score, for
 * a good one the share of bad clients with a higher score, ties counting half. The mean over the clients of either
 * class is the AUC.
 * Source: X. Sun, W. Xu, "Fast implementation of DeLong's algorithm", IEEE Signal Processing Letters 21 (2014): a
 * placement is the difference of the mid-rank among all and that among one's own class.
 */
export function placements(target: ArrayLike<number>, score: ArrayLike<number>): Float64Array {
  const n = target.length;
  const order = Uint32Array.from({length: n}, (_, i) => i).sort((a, b) => score[a]! - score[b]!);
  let bad = 0;
  for (let i = 0; i < n; i++) bad += target[i]!;
  const good = n - bad;
  const placed = new Float64Array(n);
  let badBelow = 0;
  for (let first = 0; first < n; ) {
    let last = first;
    let badHere = 0;
    while (last < n && score[order[last]!] === score[order[first]!]) badHere += target[order[last++]!]!;
    const goodBelow = first - badBelow;
    const goodHere = last - first - badHere;
    for (let at = first; at < last; at++) {
      const i = order[at]!;
      placed[i] =
        target[i] === 1 ? (goodBelow + goodHere / 2) / good : (bad - badBelow - badHere + badHere / 2) / bad;
    }
    badBelow += badHere;
    first = last;
  }
  return placed;
}

/**
 * Computes the standard error of the AUC over the drawing of clients; the scores are taken as given. NaN with fewer
 * than two clients of a class.
 * Source: E. DeLong, D. DeLong, D. Clarke-Pearson, "Comparing the areas under two or more correlated receiver
 * operating characteristic curves", Biometrics 44 (1988).
 */
export function aucStandardError(target: ArrayLike<number>, score: ArrayLike<number>): number {
  return componentError(target, placements(target, score));
}

/**
 * Compares two scores of the same clients: the AUC of `score` less that of `other`, with the standard error of that
 * difference, which is small when the scores agree. Source: the same; the components of the difference are the
 * differences of the components.
 */
export function aucDifference(
  target: ArrayLike<number>,
  score: ArrayLike<number>,
  other: ArrayLike<number>
): {difference: number; standardError: number} {
  const [a, b] = [placements(target, score), placements(target, other)];
  const components = a.map((value, i) => value - b[i]!);
  let sum = 0;
  let bad = 0;
  for (let i = 0; i < target.length; i++) {
    if (target[i] !== 1) continue;
    sum += components[i]!;
    bad++;
  }
  return {difference: sum / bad, standardError: componentError(target, components)};
}

/** √(S₁/n₁ + S₀/n₀), with the sample variances of the components of bad and of good clients. */
function componentError(target: ArrayLike<number>, components: Float64Array): number {
  const variance = (kind: number): number => {
    const own = components.filter((_, i) => target[i] === kind);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    return own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (own.length - 1) / own.length;
  };
  return Math.sqrt(variance(1) + variance(0));
}
