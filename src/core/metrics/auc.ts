/**
 * Computes the area under the ROC curve: the chance that a bad client has the higher score, ties counting half.
 * `target` holds 0 or 1; `score` is higher for riskier clients. NaN when one class is absent.
 * Source: Mann–Whitney U with mid-ranks, AUC = (R₁ − n₁(n₁+1)/2) / (n₁·n₀).
 */
export function auc(target: ArrayLike<number>, score: ArrayLike<number>): number {
  const n = target.length;
  const order = Uint32Array.from({length: n}, (_, i) => i).sort((a, b) => score[a]! - score[b]!);
  let bad = 0;
  let rankSum = 0;
  for (let first = 0; first < n; ) {
    let last = first;
    let badHere = 0;
    while (last < n && score[order[last]!] === score[order[first]!]) badHere += target[order[last++]!]!;
    rankSum += badHere * ((first + 1 + last) / 2);
    bad += badHere;
    first = last;
  }
  const good = n - bad;
  return bad === 0 || good === 0 ? Number.NaN : (rankSum - (bad * (bad + 1)) / 2) / (bad * good);
}
