import {type Cost, optimalProbability} from "../credit/cutoff.ts";
import {createRandom} from "../random.ts";

type Interval = [low: number, high: number];

/** What deciding by "decline when probability > cutoff" would have cost and earned. */
export interface CostBandPoint {
  /** Probability of default, 0–1. */
  cutoff: number;
  /** Share of clients accepted, 0–1. */
  approved: number;
  costPerClient: number;
  /** Of costPerClient, 95 %. */
  interval: Interval;
  /** What each good client accepted earns (a false positive's cost) less what each bad one loses; any sign. */
  profitPer1000: number;
}

export interface CostBand {
  /** One per cut-off asked for, in that order. */
  points: CostBandPoint[];
  /** Where these clients would have cost least, and where that lies when the clients are drawn again, 95 %. */
  empirical: {cutoff: number; costPerClient: number; interval: Interval};
  /** The cut-off that follows from the costs when probabilities are right, and what it cost. */
  theoretical: CostBandPoint;
  /**
   * Cost per client at the theoretical cut-off less that at the empirical one, ≥ 0. The empirical one was chosen on
   * these clients, so the difference flatters it.
   */
  difference: number;
  /** Of the difference, 95 %, both cut-offs held. */
  differenceInterval: Interval;
}

export interface CostBandOptions {
  /** Ascending, 0–1. */
  cutoffs?: readonly number[];
  seed?: number;
  resamples?: number;
}

/** Every half per cent up to 30 %, which holds the cut-offs of costs from 2.3:1 to 199:1. */
export const COST_CUTOFFS: readonly number[] = Array.from({length: 61}, (_, i) => i / 200);

/**
 * Computes cost and profit at some cut-offs, with intervals over the drawing of clients. `target` holds 0 or 1,
 * `probability` 0–1; at least one client. O(clients · (log clients + resamples)).
 *
 * Cost and profit tell the same: per client they add up to falsePositive × the share of good clients.
 * Source: B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993), percentile intervals.
 */
export function costBand(
  target: ArrayLike<number>,
  probability: ArrayLike<number>,
  cost: Cost,
  {cutoffs = COST_CUTOFFS, seed = 1, resamples = 400}: CostBandOptions = {}
): CostBand {
  const n = target.length;
  const sorted = sortByProbability(target, probability);
  const {risk} = sorted;
  const accepted = (cutoff: number) => countUpTo(risk, cutoff);
  const theory = optimalProbability(cost);
  const once = walk(sorted, new Uint32Array(n).fill(1), cost);
  const at = [...cutoffs, theory, once.cutoff].map(accepted);
  const drawn = at.map(() => new Float64Array(resamples));
  const bests = new Float64Array(resamples);
  const random = createRandom(seed);
  const weights = new Uint32Array(n);
  for (let b = 0; b < resamples; b++) {
    weights.fill(0);
    for (let i = 0; i < n; i++) weights[Math.floor(random() * n)]!++;
    const {costAfter, cutoff} = walk(sorted, weights, cost);
    bests[b] = cutoff;
    at.forEach((position, j) => {
      drawn[j]![b] = costAfter[position]!;
    });
  }
  const goods = sorted.bad.reduce((sum, bad) => sum + 1 - bad, 0);
  const points = [...cutoffs, theory].map((cutoff, j): CostBandPoint => {
    const costPerClient = once.costAfter[at[j]!]!;
    return {
      cutoff,
      approved: at[j]! / n,
      costPerClient,
      interval: percentiles(drawn[j]!),
      profitPer1000: 1000 * ((cost.falsePositive * goods) / n - costPerClient)
    };
  });
  const theoretical = points.pop()!;
  const [atTheory, atBest] = drawn.slice(-2);
  return {
    points,
    empirical: {cutoff: once.cutoff, costPerClient: once.best, interval: percentiles(bests)},
    theoretical,
    difference: theoretical.costPerClient - once.best,
    differenceInterval: percentiles(atTheory!.map((value, b) => value - atBest![b]!))
  };
}

interface Sorted {
  /** Ascending. */
  risk: Float64Array;
  bad: Uint8Array;
}

function sortByProbability(target: ArrayLike<number>, probability: ArrayLike<number>): Sorted {
  const order = Uint32Array.from({length: target.length}, (_, i) => i).sort(
    (a, b) => probability[a]! - probability[b]!
  );
  return {
    risk: Float64Array.from(order, (i) => probability[i]!),
    bad: Uint8Array.from(order, (i) => target[i]!)
  };
}

/** Accepts one client after the other, by rising risk; `costAfter[i]` is the cost per client with i accepted. */
function walk({risk, bad}: Sorted, weights: Uint32Array, {falseNegative, falsePositive}: Cost) {
  const n = risk.length;
  let total = 0;
  for (let i = 0; i < n; i++) total += bad[i] === 1 ? 0 : weights[i]! * falsePositive;
  const costAfter = new Float64Array(n + 1);
  costAfter[0] = total / n;
  let best = risk[0]! > 0 ? costAfter[0] : Number.POSITIVE_INFINITY;
  let cutoff = 0;
  for (let i = 0; i < n; i++) {
    total += weights[i]! * (bad[i] === 1 ? falseNegative : -falsePositive);
    costAfter[i + 1] = total / n;
    const isLastOfTie = i === n - 1 || risk[i + 1] !== risk[i];
    if (isLastOfTie && costAfter[i + 1]! < best) [best, cutoff] = [costAfter[i + 1]!, risk[i]!];
  }
  return {costAfter, best, cutoff};
}

/** Counts the values up to a limit; `ascending`. */
function countUpTo(ascending: Float64Array, limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function percentiles(values: Float64Array): Interval {
  const ascending = values.toSorted();
  const last = ascending.length - 1;
  return [ascending[Math.round(0.025 * last)]!, ascending[Math.round(0.975 * last)]!];
}
