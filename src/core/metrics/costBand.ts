import {type Cost, optimalProbability} from "../credit/cutoff.ts";
import {createRandom} from "../random.ts";
import {type Resample, resampledCosts} from "./bootstrapCosts.ts";
import {type CostCurve, costCurve} from "./costCurve.ts";
import type {OutcomesByPoints} from "./outcomesByPoints.ts";
import {percentileInterval} from "./percentileInterval.ts";

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
  const ranked = rankClients(target, probability);
  const {risk, outcomes} = ranked;
  const n = target.length;
  const theory = optimalProbability(cost);
  const once = costCurve(outcomes, cost);
  const best = cheapestPosition(once, risk);
  const at = [...[...cutoffs, theory].map((cutoff) => firstAccepted(risk, cutoff)), best];
  const drawn = at.map(() => new Float64Array(resamples));
  const bests = new Float64Array(resamples);
  let b = 0;
  const random = createRandom(seed);
  for (const curve of resampledCosts(outcomes, cost, {
    replicates: resamples,
    random,
    resample: ranked.draw
  })) {
    bests[b] = cutoffOf(risk, cheapestPosition(curve, risk));
    for (const [j, position] of at.entries()) drawn[j]![b] = curve.totals[position]! / n;
    b++;
  }
  let goods = 0;
  for (const count of outcomes.good) goods += count;
  const accepted = countAccepted(outcomes);
  const points = [...cutoffs, theory].map((cutoff, j): CostBandPoint => {
    const costPerClient = once.totals[at[j]!]! / n;
    return {
      cutoff,
      approved: accepted[at[j]!]! / n,
      costPerClient,
      interval: percentileInterval(drawn[j]!),
      profitPer1000: 1000 * ((cost.falsePositive * goods) / n - costPerClient)
    };
  });
  const theoretical = points.pop()!;
  const [atTheory, atBest] = drawn.slice(-2);
  const lowest = once.totals[best]! / n;
  return {
    points,
    empirical: {cutoff: cutoffOf(risk, best), costPerClient: lowest, interval: percentileInterval(bests)},
    theoretical,
    difference: theoretical.costPerClient - lowest,
    differenceInterval: percentileInterval(atTheory!.map((value, i) => value - atBest![i]!))
  };
}

/** Clients by distinct probability. Position k of a cost curve declines the k riskiest values and accepts the others. */
interface Ranked {
  /** Descending. */
  risk: Float64Array;
  outcomes: OutcomesByPoints;
  /** Draws client by client, with replacement. */
  draw: Resample;
}

function rankClients(target: ArrayLike<number>, probability: ArrayLike<number>): Ranked {
  const n = target.length;
  const order = Uint32Array.from({length: n}, (_, i) => i).sort((a, b) => probability[a]! - probability[b]!);
  const distinct = Float64Array.from(order, (i) => probability[i]!).filter(
    (value, i, all) => i === 0 || value !== all[i - 1]
  );
  const risk = distinct.toReversed();
  const place = new Uint32Array(n);
  for (let i = 0, k = risk.length - 1; i < n; i++) {
    if (i > 0 && probability[order[i]!] !== probability[order[i - 1]!]) k--;
    place[i] = k;
  }
  const count = (client: () => number): OutcomesByPoints => {
    const outcomes = {from: 0, good: new Float64Array(risk.length), bad: new Float64Array(risk.length)};
    for (let drawn = 0; drawn < n; drawn++) {
      const i = client();
      (target[order[i]!] === 1 ? outcomes.bad : outcomes.good)[place[i]!]!++;
    }
    return outcomes;
  };
  let next = 0;
  return {
    risk,
    outcomes: count(() => next++),
    draw: (_, random) => count(() => Math.floor(random() * n))
  };
}

/** The position from which clients are accepted when those above a probability are declined; `risk` descends. */
function firstAccepted(risk: Float64Array, cutoff: number): number {
  let [low, high] = [0, risk.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (risk[middle]! > cutoff) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The probability above which a position declines: the greatest that is accepted, 0 when all are declined. */
const cutoffOf = (risk: Float64Array, position: number): number => risk[position] ?? 0;

/** Finds where a curve is lowest, the lowest cut-off of equal ones; a probability of 0 cannot be declined. */
function cheapestPosition({totals}: CostCurve, risk: Float64Array): number {
  let best = risk.at(-1)! > 0 ? risk.length : risk.length - 1;
  for (let k = best - 1; k >= 0; k--) if (totals[k]! < totals[best]!) best = k;
  return best;
}

/** Counts the clients that each position accepts. */
function countAccepted({good, bad}: OutcomesByPoints): Float64Array {
  const accepted = new Float64Array(good.length + 1);
  for (let k = good.length - 1; k >= 0; k--) accepted[k] = accepted[k + 1]! + good[k]! + bad[k]!;
  return accepted;
}
