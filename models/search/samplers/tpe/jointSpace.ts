import {type Distribution, isSame, isSingle} from "../../../../src/core/search/distributions.ts";
import type {FrozenTrial} from "../../../../src/core/search/trial.ts";
import type {SearchSpace} from "../sampler.ts";

/** Finds the parameters that all of the trials have, with the same distribution and more than one value, by name. */
export function jointSpace(trials: readonly FrozenTrial[]): SearchSpace {
  const [first, ...others] = trials;
  const common = [...(first?.distributions ?? [])].filter(
    ([name, distribution]) =>
      !isSingle(distribution) && others.every((trial) => has(trial, name, distribution))
  );
  return new Map(common.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function has({distributions}: FrozenTrial, name: string, distribution: Distribution): boolean {
  const own = distributions.get(name);
  return own !== undefined && isSame(own, distribution);
}
