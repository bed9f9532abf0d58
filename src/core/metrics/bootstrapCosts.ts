import {type CostCurve, costAt, costCurve} from "./costCurve.ts";
import {drawBinomial} from "./drawBinomial.ts";
import type {OutcomesByPoints} from "./outcomesByPoints.ts";

/**
 * Draws as many clients as there are, with replacement. Clients of the same points and outcome are alike, so that
 * what is drawn is how often each kind comes up: a multinomial draw, made of binomial ones.
 */
export function resampleOutcomes(outcomes: OutcomesByPoints, random: () => number): OutcomesByPoints {
  const kinds = [outcomes.good, outcomes.bad];
  let left = 0;
  for (const kind of kinds) for (const count of kind) left += count;
  let toDraw = left;
  const [good, bad] = kinds.map((kind) =>
    kind.map((count) => {
      const drawn = drawBinomial(toDraw, count / left, random);
      toDraw -= drawn;
      left -= count;
      return drawn;
    })
  );
  return {from: outcomes.from, good: good!, bad: bad!};
}

/**
 * Computes the cost curves of `replicates` bootstrap samples of the clients; scores and costs are taken as given.
 * Source: B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979).
 */
export function bootstrapCosts(
  outcomes: OutcomesByPoints,
  cost: {falseNegative: number; falsePositive: number},
  {replicates, random}: {replicates: number; random: () => number}
): CostCurve[] {
  return Array.from({length: replicates}, () => costCurve(resampleOutcomes(outcomes, random), cost));
}

/** Bounds what a statistic of the clients is, by the middle 95 % of its bootstrap values (percentile interval). */
export function percentileInterval(values: ArrayLike<number>, share = 0.95): [low: number, high: number] {
  const sorted = Float64Array.from(values).sort();
  const at = (q: number) => {
    const place = q * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    return below + (above - below) * (place - Math.floor(place));
  };
  return [at((1 - share) / 2), at((1 + share) / 2)];
}

/** Bounds the cost per 1,000 at a cut-off, or what it costs more than another one of the same clients. */
export function costInterval(
  curves: readonly CostCurve[],
  cutoff: number,
  lessThat?: number
): [low: number, high: number] {
  return percentileInterval(
    curves.map((curve) => costAt(curve, cutoff) - (lessThat === undefined ? 0 : costAt(curve, lessThat)))
  );
}
