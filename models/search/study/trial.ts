import {
  type Choice,
  categorical,
  contains,
  type Distribution,
  distributionToJson,
  float,
  int,
  isSingle,
  toExternal,
  toInternal
} from "../../../src/core/search/distributions.ts";
import {OPERATION, type Operation} from "../../../src/core/search/operations.ts";
import type {FrozenTrial} from "../../../src/core/search/trial.ts";
import type {Pruner} from "../pruners/pruner.ts";
import type {Sampler, StudyView} from "../samplers/sampler.ts";
import type {StudyStorage} from "../storage/storage.ts";

type Shape = {log?: boolean; step?: number};

/** One trial while it runs. A parameter that is asked for again has the same value. */
export interface Trial {
  readonly number: number;
  suggest(name: string, distribution: Distribution): Choice;
  suggestFloat(name: string, low: number, high: number, shape?: Shape): number;
  suggestInt(name: string, low: number, high: number, shape?: Shape): number;
  suggestCategorical<T extends Choice>(name: string, choices: readonly T[]): T;
  /** Reports how good the trial is after a step, 0, 1, …; the first report of a step stays. */
  report(value: number, step: number): void;
  shouldPrune(): boolean;
  setUserAttr(key: string, value: unknown): void;
  /** Keeps how far the sampler's generators have come, so that a resumed search goes on from there. */
  keepDraws(): void;
}

/** The system attribute that `keepDraws` writes. */
export const DRAWS = "scorebook:draws";

/** Wraps a trial that has just begun. */
export function createTrial(
  begun: FrozenTrial,
  {
    storage,
    sampler,
    pruner,
    view
  }: {storage: StudyStorage; sampler: Sampler; pruner: Pruner; view: () => StudyView}
): Trial {
  const {trialId, number} = begun;
  const now = () => storage.replay.trial(trialId)!;
  const write = (operation: Operation) => storage.write([operation]);
  const setSystemAttr = (key: string, value: unknown) =>
    write({op_code: OPERATION.setTrialSystemAttr, trial_id: trialId, system_attr: {[key]: value}});
  const learned = () => pruner.viewFor?.(view(), begun) ?? view();
  for (const [key, value] of Object.entries(sampler.attributesOf?.(view(), begun) ?? {}))
    setSystemAttr(key, value);
  const together = sampler.sampleRelative(learned(), now());
  const fixed = (begun.systemAttrs.fixed_params ?? {}) as Record<string, Choice>;

  const choose = (name: string, distribution: Distribution): number => {
    if (name in fixed) return toInternal(distribution, fixed[name]!);
    if (isSingle(distribution)) return distribution.name === "CategoricalDistribution" ? 0 : distribution.low;
    const joint = together.get(name);
    return joint !== undefined && contains(distribution, joint)
      ? joint
      : sampler.sampleIndependent(learned(), now(), name, distribution);
  };

  const suggest = (name: string, distribution: Distribution): Choice => {
    const known = now().params.get(name);
    if (known !== undefined) return toExternal(distribution, known);
    const internal = choose(name, distribution);
    write({
      op_code: OPERATION.setTrialParam,
      trial_id: trialId,
      param_name: name,
      param_value_internal: internal,
      distribution: distributionToJson(distribution)
    });
    return toExternal(distribution, internal);
  };

  return {
    number,
    suggest,
    suggestFloat: (name, low, high, shape) => suggest(name, float(low, high, shape)) as number,
    suggestInt: (name, low, high, shape) => suggest(name, int(low, high, shape)) as number,
    suggestCategorical: <T extends Choice>(name: string, choices: readonly T[]) =>
      suggest(name, categorical(choices)) as T,
    report(value, step) {
      if (now().intermediateValues.has(step)) return;
      write({
        op_code: OPERATION.setTrialIntermediateValue,
        trial_id: trialId,
        step,
        intermediate_value: value
      });
    },
    shouldPrune: () => pruner.prune(view(), now(), setSystemAttr),
    setUserAttr(key, value) {
      write({op_code: OPERATION.setTrialUserAttr, trial_id: trialId, user_attr: {[key]: value}});
    },
    keepDraws() {
      setSystemAttr(DRAWS, sampler.draws);
    }
  };
}
