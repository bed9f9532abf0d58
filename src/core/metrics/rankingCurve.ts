/** What declining the riskiest clients up to a score catches; shares are 0–1. */
export interface RankingPoint {
  /** Of all clients. */
  declined: number;
  /** Of the bad clients: the true positive rate. */
  bads: number;
  /** Of the good clients: the false positive rate. */
  goods: number;
  /** The lowest score that is still declined; null at the beginning, where nobody is. */
  score: number | null;
}

/**
 * Walks through the clients from the highest score down, and tells at about `points` places what is behind. ROC, gains
 * and the Kolmogorov–Smirnov distance are three views of it. Equal scores are never parted. `target` holds 0 or 1;
 * `score` is higher for riskier clients. Empty when one class is absent.
 */
export function rankingCurve(
  target: ArrayLike<number>,
  score: ArrayLike<number>,
  points = 100
): RankingPoint[] {
  const n = target.length;
  const order = Uint32Array.from({length: n}, (_, i) => i).sort((a, b) => score[b]! - score[a]!);
  let bad = 0;
  for (let i = 0; i < n; i++) bad += target[i]!;
  if (bad === 0 || bad === n) return [];
  const curve: RankingPoint[] = [{declined: 0, bads: 0, goods: 0, score: null}];
  let caught = 0;
  for (let at = 0; at < n; at++) {
    const here = score[order[at]!]!;
    caught += target[order[at]!]!;
    const isLastOfTie = at === n - 1 || score[order[at + 1]!] !== here;
    const behind = at + 1;
    if (!isLastOfTie || behind < (curve.length * n) / points) continue;
    curve.push({declined: behind / n, bads: caught / bad, goods: (behind - caught) / (n - bad), score: here});
  }
  return curve;
}
