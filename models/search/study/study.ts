import {ScorebookError} from "../../../src/core/errors.ts";
import type {Choice} from "../../../src/core/search/distributions.ts";
import {OPERATION} from "../../../src/core/search/operations.ts";
import {
  bestTrial,
  type Direction,
  type FrozenTrial,
  isFinished,
  lastStep,
  STATE
} from "../../../src/core/search/trial.ts";
import {nopPruner, type Pruner} from "../pruners/pruner.ts";
import type {Sampler} from "../samplers/sampler.ts";
import type {StudyStorage} from "../storage/storage.ts";
import {localTime} from "./localTime.ts";
import {createTrial, type Trial} from "./trial.ts";

export interface StudyOptions {
  storage: StudyStorage;
  name: string;
  direction?: Direction;
  sampler: Sampler;
  pruner?: Pruner;
  now?: () => Date;
}

/** A search that is asked for trials and told what came of them. */
export interface Study {
  readonly name: string;
  readonly studyId: number;
  readonly direction: Direction;
  readonly trials: readonly FrozenTrial[];
  readonly bestTrial: FrozenTrial | undefined;
  readonly userAttrs: Readonly<Record<string, unknown>>;
  /** Begins a trial: the first that waits, or a new one. */
  ask(): Trial;
  /**
   * Ends a trial. A value that is no number makes it a failure; a pruned one keeps the last value it reported.
   * @throws SEARCH_INVALID when it has ended already
   */
  tell(trial: {number: number}, outcome: number | "pruned" | "fail"): FrozenTrial;
  /** Lets a trial with these parameters wait; what is left open is suggested. */
  enqueueTrial(params: Readonly<Record<string, Choice>>, systemAttrs?: Record<string, unknown>): void;
  setUserAttr(key: string, value: unknown): void;
}

/** Creates a study in a storage, or goes on with the one of that name; a direction that is there stays. */
export function createStudy(options: StudyOptions): Study {
  const {storage, name, direction = "minimize", sampler, pruner = nopPruner} = options;
  const now = options.now ?? (() => new Date());
  const find = () => storage.replay.studies.find((study) => study?.name === name);
  storage.sync();
  if (!find())
    storage.write([{op_code: 0, study_name: name, directions: [direction === "maximize" ? 2 : 1]}]);
  const {studyId} = find()!;
  const own = () =>
    storage.replay.studies[studyId] ??
    (() => {
      throw new ScorebookError("SEARCH_INVALID", `The study ${name} was deleted from its storage.`);
    })();
  const view = () => {
    const {trials, direction} = own();
    return {name, direction, trials};
  };

  const begin = (): FrozenTrial => {
    for (const {trialId, state} of [...own().trials]) {
      if (state !== "waiting") continue;
      storage.write([
        {
          op_code: OPERATION.setTrialStateValues,
          trial_id: trialId,
          state: STATE.running,
          values: null,
          datetime_start: localTime(now())
        }
      ]);
      if (storage.replay.ownTrial.get(storage.workerId) === trialId) return storage.replay.trial(trialId)!;
    }
    storage.write([{op_code: OPERATION.createTrial, study_id: studyId, datetime_start: localTime(now())}]);
    return storage.replay.trial(storage.replay.ownTrial.get(storage.workerId)!)!;
  };

  return {
    name,
    studyId,
    get direction() {
      return own().direction;
    },
    get trials() {
      return own().trials;
    },
    get bestTrial() {
      return bestTrial(own().trials, own().direction);
    },
    get userAttrs() {
      return own().userAttrs;
    },
    ask() {
      storage.sync();
      return createTrial(begin(), {storage, sampler, pruner, view});
    },
    tell({number}, outcome) {
      const trial = own().trials[number];
      if (!trial || isFinished(trial))
        throw new ScorebookError(
          "SEARCH_INVALID",
          `Trial ${number} of ${name} ${trial ? "has ended" : "does not exist"}; one that runs was expected.`
        );
      const step = lastStep(trial);
      const reported = step === undefined ? Number.NaN : trial.intermediateValues.get(step)!;
      const value = typeof outcome === "number" ? outcome : outcome === "pruned" ? reported : Number.NaN;
      const state =
        outcome === "pruned" ? "pruned" : outcome === "fail" || Number.isNaN(outcome) ? "fail" : "complete";
      storage.write([
        {
          op_code: OPERATION.setTrialStateValues,
          trial_id: trial.trialId,
          state: STATE[state],
          values: Number.isNaN(value) ? null : [value],
          datetime_complete: localTime(now())
        }
      ]);
      return own().trials[number]!;
    },
    enqueueTrial(params, systemAttrs = {}) {
      storage.write([
        {
          op_code: OPERATION.createTrial,
          study_id: studyId,
          datetime_start: null,
          state: STATE.waiting,
          value: null,
          values: null,
          params: {},
          distributions: {},
          user_attrs: {},
          system_attrs: {fixed_params: params, ...systemAttrs},
          intermediate_values: {}
        }
      ]);
    },
    setUserAttr(key, value) {
      storage.write([{op_code: OPERATION.setStudyUserAttr, study_id: studyId, user_attr: {[key]: value}}]);
    }
  };
}
