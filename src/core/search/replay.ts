import {type Distribution, distributionFromJson} from "./distributions.ts";
import type {JournalRecord} from "./operations.ts";
import {type Direction, type FrozenTrial, isFinished, STATE, type TrialState} from "./trial.ts";

export interface FrozenStudy {
  studyId: number;
  name: string;
  direction: Direction;
  userAttrs: Readonly<Record<string, unknown>>;
  systemAttrs: Readonly<Record<string, unknown>>;
  /** By number. */
  trials: FrozenTrial[];
}

/** What the operations of a journal have made so far. */
export interface Replay {
  /** By id; a deleted one is undefined. */
  readonly studies: readonly (FrozenStudy | undefined)[];
  /** The last trial that a worker created or took over from those that waited. */
  readonly ownTrial: ReadonlyMap<string, number>;
  apply(record: JournalRecord): void;
  trial(trialId: number): FrozenTrial | undefined;
}

const NAMES = Object.fromEntries(Object.entries(STATE).map(([name, code]) => [code, name])) as Record<
  number,
  TrialState
>;

/**
 * Creates an empty state that operations are applied to in their order. Ids are not written: they count up. What
 * comes too late (for a finished trial, a deleted study) or twice is passed over.
 * Source: Optuna's JournalStorage.
 */
export function createReplay(): Replay {
  const studies: (FrozenStudy | undefined)[] = [];
  const places: {study: FrozenStudy; number: number}[] = [];
  const ownTrial = new Map<string, number>();
  const trialOf = (id: number) => {
    const place = places[id];
    return place?.study.trials[place.number];
  };
  const change = (id: number, patch: (trial: FrozenTrial) => Partial<FrozenTrial>) => {
    const trial = trialOf(id);
    if (!trial || isFinished(trial)) return;
    places[id]!.study.trials[trial.number] = {...trial, ...patch(trial)};
  };

  return {
    studies,
    ownTrial,
    trial: trialOf,
    apply(record) {
      switch (record.op_code) {
        case 0:
          if (studies.some((study) => study?.name === record.study_name)) return;
          studies.push({
            studyId: studies.length,
            name: record.study_name,
            direction: record.directions[0] === 2 ? "maximize" : "minimize",
            userAttrs: {},
            systemAttrs: {},
            trials: []
          });
          return;
        case 1:
          studies[record.study_id] = undefined;
          return;
        case 2: {
          const study = studies[record.study_id];
          if (study) study.userAttrs = {...study.userAttrs, ...record.user_attr};
          return;
        }
        case 3: {
          const study = studies[record.study_id];
          if (study) study.systemAttrs = {...study.systemAttrs, ...record.system_attr};
          return;
        }
        case 4: {
          const study = studies[record.study_id];
          if (!study) return;
          const trial = newTrial(record, study.trials.length, places.length);
          places.push({study, number: trial.number});
          study.trials.push(trial);
          ownTrial.set(record.worker_id, trial.trialId);
          return;
        }
        case 5:
          change(record.trial_id, ({params, distributions}) => ({
            params: new Map(params).set(record.param_name, record.param_value_internal),
            distributions: new Map(distributions).set(
              record.param_name,
              distributionFromJson(record.distribution)
            )
          }));
          return;
        case 6: {
          const state = NAMES[record.state]!;
          const before = trialOf(record.trial_id);
          if (state === "running" && before?.state === "running") return;
          if (state === "running") ownTrial.set(record.worker_id, record.trial_id);
          change(record.trial_id, (trial) => ({
            state,
            value: record.values?.[0] ?? trial.value,
            ...(state === "running"
              ? {datetimeStart: record.datetime_start ?? null}
              : {datetimeComplete: record.datetime_complete ?? null})
          }));
          return;
        }
        case 7:
          change(record.trial_id, ({intermediateValues}) => ({
            intermediateValues: new Map(intermediateValues).set(record.step, record.intermediate_value)
          }));
          return;
        case 8:
          change(record.trial_id, ({userAttrs}) => ({userAttrs: {...userAttrs, ...record.user_attr}}));
          return;
        case 9:
          change(record.trial_id, ({systemAttrs}) => ({
            systemAttrs: {...systemAttrs, ...record.system_attr}
          }));
      }
    }
  };
}

function newTrial(
  record: Extract<JournalRecord, {op_code: 4}>,
  number: number,
  trialId: number
): FrozenTrial {
  const distributions = Object.entries(record.distributions ?? {}).map(
    ([name, text]): [string, Distribution] => [name, distributionFromJson(text)]
  );
  return {
    number,
    trialId,
    state: NAMES[record.state ?? STATE.running]!,
    value: record.value ?? record.values?.[0] ?? null,
    params: new Map(Object.entries(record.params ?? {})),
    distributions: new Map(distributions),
    intermediateValues: new Map(
      Object.entries(record.intermediate_values ?? {}).map(([step, value]) => [Number(step), value])
    ),
    userAttrs: record.user_attrs ?? {},
    systemAttrs: record.system_attrs ?? {},
    datetimeStart: record.datetime_start,
    datetimeComplete: record.datetime_complete ?? null
  };
}
