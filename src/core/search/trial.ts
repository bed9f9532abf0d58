import {type Choice, type Distribution, toExternal} from "./distributions.ts";

/** The states of a trial by Optuna's numbers. */
export const STATE = {running: 0, complete: 1, pruned: 2, fail: 3, waiting: 4} as const;
export type TrialState = keyof typeof STATE;
export type Direction = "minimize" | "maximize";

/** One trial of a study, as far as it has come. */
export interface FrozenTrial {
  /** 0, 1, 2, … within its study. */
  number: number;
  /** 0, 1, 2, … within its storage. */
  trialId: number;
  state: TrialState;
  /** What the objective gave; null before it did. */
  value: number | null;
  /** Values in internal form by the parameter's name, in the order of suggestion. */
  params: ReadonlyMap<string, number>;
  distributions: ReadonlyMap<string, Distribution>;
  /** What was reported by step, in the order of reporting; may be NaN. */
  intermediateValues: ReadonlyMap<number, number>;
  userAttrs: Readonly<Record<string, unknown>>;
  systemAttrs: Readonly<Record<string, unknown>>;
  /** Local time without a zone, YYYY-MM-DDTHH:MM:SS.ffffff. */
  datetimeStart: string | null;
  datetimeComplete: string | null;
}

export const isFinished = ({state}: {state: TrialState}): boolean =>
  state === "complete" || state === "pruned" || state === "fail";

/** The largest step that was reported; undefined when nothing was. */
export function lastStep({intermediateValues}: Pick<FrozenTrial, "intermediateValues">): number | undefined {
  let last: number | undefined;
  for (const step of intermediateValues.keys()) if (last === undefined || step > last) last = step;
  return last;
}

/** The parameters' own values by name. */
export const externalParams = ({
  params,
  distributions
}: Pick<FrozenTrial, "params" | "distributions">): Record<string, Choice> =>
  Object.fromEntries([...params].map(([name, value]) => [name, toExternal(distributions.get(name)!, value)]));

/** The finished trial with the best value, the earliest of equals; undefined when none is complete. */
export function bestTrial(trials: readonly FrozenTrial[], direction: Direction): FrozenTrial | undefined {
  const sign = direction === "minimize" ? 1 : -1;
  let best: FrozenTrial | undefined;
  for (const trial of trials)
    if (trial.state === "complete" && (!best || sign * trial.value! < sign * best.value!)) best = trial;
  return best;
}
