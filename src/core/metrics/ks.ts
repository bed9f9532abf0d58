/**
 * Computes the Kolmogorov–Smirnov statistic: the greatest distance between the cumulative score distributions
 * of bad (`target` 1) and good clients, 0–1. Equal scores move together. NaN when one class is absent.
 */
export function ks(target: ArrayLike<number>, score: ArrayLike<number>): number {
  const n = target.length;
  const order = Uint32Array.from({length: n}, (_, i) => i).sort((a, b) => score[a]! - score[b]!);
  let bad = 0;
  for (let i = 0; i < n; i++) bad += target[i]!;
  const good = n - bad;
  if (bad === 0 || good === 0) return Number.NaN;
  let badSoFar = 0;
  let greatest = 0;
  for (let i = 0; i < n; i++) {
    badSoFar += target[order[i]!]!;
    const isLastOfTie = i === n - 1 || score[order[i]!] !== score[order[i + 1]!];
    if (!isLastOfTie) continue;
    greatest = Math.max(greatest, Math.abs(badSoFar / bad - (i + 1 - badSoFar) / good));
  }
  return greatest;
}
