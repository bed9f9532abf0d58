import type {Cost} from "../credit/cutoff.ts";
import {type CostCurve, costAt, costCurve} from "./costCurve.ts";
import {drawBinomial} from "./drawBinomial.ts";
import type {OutcomesByPoints} from "./outcomesByPoints.ts";
import {percentileInterval} from "./percentileInterval.ts";

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

/** Draws clients anew: the same positions, other counts. */
export type Resample = (outcomes: OutcomesByPoints, random: () => number) => OutcomesByPoints;

/**
 * Gives the cost curves of `replicates` bootstrap samples of the clients, one after the other; scores and costs are
 * taken as given.
 * Source: B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979).
 */
export function* resampledCosts(
  outcomes: OutcomesByPoints,
  cost: Cost,
  {
    replicates,
    random,
    resample = resampleOutcomes
  }: {replicates: number; random: () => number; resample?: Resample}
): Generator<CostCurve> {
  for (let b = 0; b < replicates; b++) yield costCurve(resample(outcomes, random), cost);
}

/** Computes all of them. */
export const bootstrapCosts = (
  outcomes: OutcomesByPoints,
  cost: Cost,
  options: Parameters<typeof resampledCosts>[2]
): CostCurve[] => Array.from(resampledCosts(outcomes, cost, options));

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
