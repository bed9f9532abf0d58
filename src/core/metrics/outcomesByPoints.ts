/** Clients with a known outcome, counted by whole points. */
export interface OutcomesByPoints {
  /** Position k holds clients with from + k ≤ points < from + k + 1. */
  from: number;
  good: Float64Array;
  bad: Float64Array;
}

/**
 * Counts clients by whole points and outcome, as many positions as from the least to the greatest score. `target`
 * holds 1 = default, 0 = repaid, −1 = not known yet; clients whose outcome is not known are left out. `keep` tells
 * which positions count; all when absent.
 */
export function outcomesByPoints(
  points: ArrayLike<number>,
  target: ArrayLike<number>,
  keep: (i: number) => boolean = () => true
): OutcomesByPoints {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const isCounted = (i: number) => target[i]! >= 0 && keep(i);
  for (let i = 0; i < points.length; i++) {
    if (!isCounted(i)) continue;
    low = Math.min(low, points[i]!);
    high = Math.max(high, points[i]!);
  }
  const from = Number.isFinite(low) ? Math.floor(low) : 0;
  const steps = Number.isFinite(low) ? Math.floor(high) - from + 1 : 0;
  const outcomes = {from, good: new Float64Array(steps), bad: new Float64Array(steps)};
  for (let i = 0; i < points.length; i++)
    if (isCounted(i)) (target[i] === 1 ? outcomes.bad : outcomes.good)[Math.floor(points[i]!) - from]!++;
  return outcomes;
}

/** Clients, and how many of them defaulted. */
export interface Counted {
  clients: number;
  bads: number;
}

/** Counts the clients with low ≤ points < high; both are rounded up to whole points. */
export function countBetween(
  {from, good, bad}: OutcomesByPoints,
  low = Number.NEGATIVE_INFINITY,
  high = Number.POSITIVE_INFINITY
): Counted {
  const last = Math.min(good.length, Math.ceil(high) - from);
  let goods = 0;
  let bads = 0;
  for (let k = Math.max(0, Math.ceil(low) - from); k < last; k++) {
    goods += good[k]!;
    bads += bad[k]!;
  }
  return {clients: goods + bads, bads};
}
