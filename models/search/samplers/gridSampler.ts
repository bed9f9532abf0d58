import {type Choice, toInternal} from "../../../src/core/search/distributions.ts";
import {isFinished} from "../../../src/core/search/trial.ts";
import {createRandomState} from "../random/randomState.ts";
import type {Sampler, StudyView} from "./sampler.ts";

/**
 * Creates a sampler that tries each combination of the given values once, in an order shuffled by the seed.
 * Which one a trial tries is its attribute `grid_id`; the names vary slowest first, sorted.
 * Source: Optuna's GridSampler.
 */
export function createGridSampler(
  grid: Readonly<Record<string, readonly Choice[]>>,
  {seed = 0}: {seed?: number} = {}
): Sampler {
  const names = Object.keys(grid).sort();
  const searchSpace = Object.fromEntries(names.map((name) => [name, grid[name]!]));
  let points: Choice[][] = [[]];
  for (const name of names) points = points.flatMap((point) => grid[name]!.map((value) => [...point, value]));
  createRandomState(seed).shuffle(points);

  const open = ({trials}: StudyView, own?: number): number[] => {
    const taken = new Set(
      trials.flatMap((trial) =>
        trial.number !== own && (isFinished(trial) || trial.state === "running")
          ? [trial.systemAttrs.grid_id]
          : []
      )
    );
    return [...points.keys()].filter((id) => !taken.has(id));
  };

  return {
    attributesOf(study, {number, systemAttrs}) {
      if ("grid_id" in systemAttrs || "fixed_params" in systemAttrs) return {};
      const rest = open(study, number);
      const grid_id = rest.includes(number) ? number : (rest[0] ?? number % points.length);
      return {search_space: searchSpace, grid_id};
    },
    sampleRelative: () => new Map(),
    sampleIndependent(_study, {systemAttrs}, name, distribution) {
      const point = points[systemAttrs.grid_id as number];
      const at = names.indexOf(name);
      if (point && at >= 0) return toInternal(distribution, point[at]!);
      throw new Error(`The grid has no value of ${name} for a trial that was enqueued without it.`);
    },
    isExhausted: (study) => open(study).length === 0,
    draws: []
  };
}
