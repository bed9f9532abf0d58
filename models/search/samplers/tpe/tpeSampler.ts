import type {FrozenTrial} from "../../../../src/core/search/trial.ts";
import {createRandomState} from "../../random/randomState.ts";
import {drawEvenly} from "../randomSampler.ts";
import type {Sampler, SearchSpace, StudyView} from "../sampler.ts";
import {jointSpace} from "./jointSpace.ts";
import type {Bandwidth} from "./kernels.ts";
import {createParzenEstimator} from "./parzenEstimator.ts";
import {gamma, splitTrials} from "./splitTrials.ts";

export interface TpeOptions {
  seed: number;
  /** Trials that are drawn evenly before the first that is learned (default 10). */
  startupTrials?: number;
  /** Points that are drawn from the good trials' density for each suggestion (default 24). */
  candidates?: number;
  /** Of the kernels: Optuna 4's for many parameters at once, or the gaps to the neighbours (Optuna 5). */
  bandwidth?: Bandwidth;
  /** Counts running trials as bad ones, so that parallel workers try different things (default false). */
  constantLiar?: boolean;
  /** What the generators (start-up, learned) have drawn already. */
  draws?: readonly number[];
  /** Is shown every choice: the candidates and their scores. */
  onChoice?: (space: SearchSpace, points: readonly Float64Array[], scores: Float64Array) => void;
}

/**
 * Creates the tree-structured Parzen estimator over all common parameters together: what is suggested has, of some
 * points that are drawn from the density of the good trials, the largest ratio to the density of the others.
 * Source: Optuna 4.9, TPESampler(multivariate=True); J. Bergstra et al., NIPS 24 (2011).
 */
export function createTpeSampler({
  seed,
  startupTrials = 10,
  candidates = 24,
  bandwidth = "multivariate",
  constantLiar = false,
  draws = [],
  onChoice
}: TpeOptions): Sampler {
  const startup = createRandomState(seed, draws[0]);
  const random = createRandomState(seed, draws[1]);
  const finished = ({trials}: StudyView) =>
    trials.filter(({state}) => state === "complete" || state === "pruned");

  const sample = (study: StudyView, trial: FrozenTrial, space: SearchSpace): Map<string, number> => {
    const known = finished(study);
    const running = constantLiar
      ? study.trials.filter(({state, number}) => state === "running" && number !== trial.number)
      : [];
    const {below, above} = splitTrials([...known, ...running], study.direction, gamma(known.length));
    const good = createParzenEstimator(space, below, bandwidth);
    const bad = createParzenEstimator(space, above, bandwidth);
    const points = good.sample(random, candidates);
    const scores = Float64Array.from(points, (point) => good.logDensity(point) - bad.logDensity(point));
    onChoice?.(space, points, scores);
    const best = points[scores.indexOf(scores.reduce((a, b) => Math.max(a, b)))]!;
    return new Map([...space.keys()].map((name, j) => [name, best[j]!]));
  };

  return {
    sampleRelative(study, trial) {
      const known = finished(study);
      if (known.length < startupTrials) return new Map();
      const space = jointSpace(known);
      return space.size === 0 ? new Map() : sample(study, trial, space);
    },
    sampleIndependent(study, trial, name, distribution) {
      if (finished(study).length < startupTrials) return drawEvenly(distribution, startup);
      return sample(study, trial, new Map([[name, distribution]])).get(name)!;
    },
    get draws() {
      return [startup.draws, random.draws];
    }
  };
}
