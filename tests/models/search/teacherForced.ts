import type {Sampler, StudyView} from "../../../models/search/samplers/sampler.ts";
import {createTpeSampler} from "../../../models/search/samplers/tpe/tpeSampler.ts";
import {type Distribution, toExternal} from "../../../src/core/search/distributions.ts";
import type {FrozenTrial} from "../../../src/core/search/trial.ts";
import {FUNCTIONS} from "./functions.ts";

export interface Comparison {
  suggestions: number;
  /** One sentence per suggestion or value that differs. */
  differences: string[];
  /** Suggestions that differ only because two candidates have the same score to 1e-9. */
  ties: number;
}

const close = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1e-300);

/**
 * Gives a sampler the recorded history trial by trial and compares what it suggests next, and what the function gives.
 */
export function teacherForced(
  name: string,
  seed: number,
  trace: readonly [Record<string, number>, number][],
  create: (options: Parameters<typeof createTpeSampler>[0]) => Sampler = createTpeSampler
): Comparison {
  const result: Comparison = {suggestions: 0, differences: [], ties: 0};
  let choice: {names: string[]; points: readonly Float64Array[]; scores: Float64Array} | undefined;
  const sampler = create({
    seed,
    onChoice(space, points, scores) {
      choice = {names: [...space.keys()], points, scores};
    }
  });
  const trials: FrozenTrial[] = [];
  const study: StudyView = {name: "s", direction: "minimize", trials};
  trace.forEach(([recorded, value], number) => {
    const params = new Map<string, number>();
    const distributions = new Map<string, Distribution>();
    const trial = {...EMPTY, number, trialId: number, params, distributions};
    choice = undefined;
    const together = sampler.sampleRelative(study, trial);
    const jointly = choice;
    const computed = FUNCTIONS[name]!((parameter, distribution) => {
      const own = together.get(parameter) ?? sampler.sampleIndependent(study, trial, parameter, distribution);
      const expected = recorded[parameter]!;
      result.suggestions++;
      const same = distribution.name === "FloatDistribution" ? close(own, expected) : own === expected;
      const from = together.has(parameter) ? jointly : choice;
      if (!same && from && isTie(from, parameter, expected)) result.ties++;
      else if (!same)
        result.differences.push(
          `${name}, seed ${seed}, trial ${number}: ${parameter} is ${own}, ${expected} was recorded.`
        );
      params.set(parameter, expected);
      distributions.set(parameter, distribution);
      return toExternal(distribution, expected);
    });
    if (!close(computed, value))
      result.differences.push(
        `${name}, seed ${seed}, trial ${number}: the value is ${computed}, ${value} was recorded.`
      );
    trials.push({...trial, state: "complete", value});
  });
  return result;
}

/** Tells whether a candidate with the recorded value has the best score to 1e-9. */
function isTie(
  {names, points, scores}: {names: string[]; points: readonly Float64Array[]; scores: Float64Array},
  parameter: string,
  expected: number
): boolean {
  const j = names.indexOf(parameter);
  const best = Math.max(...scores);
  return points.some((point, i) => close(point[j]!, expected) && Math.abs(scores[i]! - best) <= 1e-9);
}

const EMPTY: FrozenTrial = {
  number: 0,
  trialId: 0,
  state: "running",
  value: null,
  params: new Map(),
  distributions: new Map(),
  intermediateValues: new Map(),
  userAttrs: {},
  systemAttrs: {},
  datetimeStart: null,
  datetimeComplete: null
};
