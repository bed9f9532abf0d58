import type {Distribution} from "../../../src/core/search/distributions.ts";
import {createRandomState, type RandomState} from "../random/randomState.ts";
import type {Sampler} from "./sampler.ts";

/** Creates a sampler that draws each parameter alone and evenly. Source: Optuna's RandomSampler. */
export function createRandomSampler({seed, draws = []}: {seed: number; draws?: readonly number[]}): Sampler {
  const random = createRandomState(seed, draws[0]);
  return {
    sampleRelative: () => new Map(),
    sampleIndependent: (_study, _trial, _name, distribution) => drawEvenly(distribution, random),
    get draws() {
      return [random.draws];
    }
  };
}

/**
 * Draws a value in internal form. A category is the largest of one draw per choice; a stepped number is drawn from a
 * range that is half a step wider on both sides, then rounded.
 */
export function drawEvenly(distribution: Distribution, random: RandomState): number {
  if (distribution.name === "CategoricalDistribution") {
    const drawn = distribution.choices.map(() => random.uniform(0, 1));
    return drawn.indexOf(Math.max(...drawn));
  }
  const {low, high, log, step} = distribution;
  const half = step === null ? 0 : step / 2;
  const drawn = log
    ? Math.exp(random.uniform(Math.log(low - half), Math.log(high + half)))
    : random.uniform(low - half, high + half);
  return step === null ? Math.min(drawn, high) : roundToStep(drawn, low, high, step);
}

/** Rounds to the nearest of low, low + step, …, an exact half to the even one, and clips. */
export function roundToStep(value: number, low: number, high: number, step: number): number {
  const steps = (value - low) / step;
  const below = Math.floor(steps);
  const rounded = steps - below === 0.5 ? below + (below % 2 === 0 ? 0 : 1) : Math.round(steps);
  return Math.min(Math.max(low + rounded * step, low), high);
}
