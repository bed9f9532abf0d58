import type {Pruner} from "../../../models/search/pruners/pruner.ts";
import type {Direction, FrozenTrial} from "../../../src/core/search/trial.ts";

/** Per trial what it reports (null is NaN) and whether it should stop after each report. */
export type Decisions = [(number | null)[], (0 | 1)[]][];

/** Lets a pruner decide on recorded curves and lists where it differs from what was recorded. */
export function replayDecisions(
  pruner: Pruner,
  cases: Decisions,
  {name, direction}: {name: string; direction: Direction}
): {decisions: number; differences: string[]} {
  const trials: FrozenTrial[] = [];
  const differences: string[] = [];
  let decisions = 0;
  cases.forEach(([curve, recorded], number) => {
    const intermediateValues = new Map<number, number>();
    const systemAttrs: Record<string, unknown> = {};
    const trial: FrozenTrial = {
      number,
      trialId: number,
      state: "running",
      value: null,
      params: new Map(),
      distributions: new Map(),
      intermediateValues,
      userAttrs: {},
      systemAttrs,
      datetimeStart: null,
      datetimeComplete: null
    };
    trials.push(trial);
    recorded.forEach((expected, step) => {
      intermediateValues.set(step, curve[step] ?? Number.NaN);
      const own = pruner.prune({name, direction, trials}, trial, (key, value) => {
        systemAttrs[key] = value;
      });
      decisions++;
      if (own !== (expected === 1))
        differences.push(`trial ${number}, step ${step}: ${own}, ${expected === 1} was recorded`);
    });
    const stopped = recorded.at(-1) === 1;
    const last = [...intermediateValues.values()].at(-1)!;
    trials[number] = {...trial, state: stopped ? "pruned" : "complete", value: last};
  });
  return {decisions, differences};
}
