import type {Cost} from "../../../src/core/credit/cutoff.ts";
import {aucDifference} from "../../../src/core/metrics/delong.ts";
import {percentileInterval} from "../../../src/core/metrics/percentileInterval.ts";
import type {
  Estimate,
  PairedDifference,
  ScoredTrial,
  StudyComparison
} from "../../../src/core/search/studyFiles.ts";
import {bestTrial, type FrozenTrial} from "../../../src/core/search/trial.ts";
import {createRandom} from "../../training/random.ts";
import type {Study} from "../study/study.ts";
import {clientCosts, measure} from "./objective.ts";
import type {Settings} from "./settings.ts";

const Z_95 = 1.959963984540054;
const DRAWS = 2000;
const FEW = 3;

/**
 * Estimates the mean of one value per client by drawing clients with replacement, seeded; 95 % percentile interval.
 * Source: B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993).
 */
export function bootstrapMean(values: ArrayLike<number>, seed = 1, draws = DRAWS): Estimate {
  const random = createRandom(seed);
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const means = Float64Array.from({length: draws}, () => {
    let drawn = 0;
    for (let i = 0; i < n; i++) drawn += values[Math.floor(random() * n)]!;
    return drawn / n;
  });
  return {value: sum / n, interval: percentileInterval(means)};
}

/** Compares two scores of the same clients: `score` less `other`. */
export function compareScores(
  target: ArrayLike<number>,
  score: ArrayLike<number>,
  other: ArrayLike<number>,
  cost: Cost
): PairedDifference {
  const {difference, standardError} = aucDifference(target, score, other);
  const [a, b] = [clientCosts(target, score, cost), clientCosts(target, other, cost)];
  return {
    auc: {
      value: difference,
      interval: [difference - Z_95 * standardError, difference + Z_95 * standardError]
    },
    cost: bootstrapMean(a.map((value, i) => value - b[i]!))
  };
}

/** Averages several scores of the same clients. */
export const meanScores = (scores: readonly Float32Array[]): Float32Array =>
  scores[0]!.map((_, i) => scores.reduce((sum, score) => sum + score[i]!, 0) / scores.length);

/** Compares the best trials with the fixed parameters, with each other and with their mean; undefined without both. */
export function compareTrials(
  study: Study,
  target: Uint8Array,
  settings: Settings,
  {fixed, scores}: {fixed: FrozenTrial; scores: (number: number) => Float32Array | undefined}
): Omit<StudyComparison, "freshFolds"> | undefined {
  const {cost, objective} = settings;
  const best = bestTrial(study.trials, study.direction);
  const [ofFixed, ofBest] = [scores(fixed.number), best && scores(best.number)];
  if (!best || !ofFixed || !ofBest) return undefined;
  const scored = (trials: number[], rawScore: Float32Array): ScoredTrial => ({
    trials,
    ...measure(target, rawScore, cost)
  });
  const sign = study.direction === "minimize" ? 1 : -1;
  const few = study.trials
    .filter(({state, number}) => state === "complete" && scores(number))
    .sort((a, b) => sign * (a.value! - b.value!) || a.number - b.number)
    .slice(0, FEW);
  const mean = meanScores(few.map(({number}) => scores(number)!));
  return {
    objective,
    clients: target.length,
    heldOut: settings.data.heldOut,
    fixed: scored([fixed.number], ofFixed),
    best: scored([best.number], ofBest),
    difference: compareScores(target, ofBest, ofFixed, cost),
    few: few.map(({number}) => ({
      number,
      ...scored([number], scores(number)!),
      difference: compareScores(target, scores(number)!, ofBest, cost),
      lessFixed: compareScores(target, scores(number)!, ofFixed, cost)
    })),
    average:
      few.length < 2
        ? null
        : {
            ...scored(
              few.map(({number}) => number),
              mean
            ),
            difference: compareScores(target, mean, ofBest, cost),
            lessFixed: compareScores(target, mean, ofFixed, cost)
          }
  };
}
