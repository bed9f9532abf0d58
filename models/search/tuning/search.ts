import type {Choice} from "../../../src/core/search/distributions.ts";
import {externalParams, type FrozenTrial} from "../../../src/core/search/trial.ts";
import type {Params} from "../../lightgbm/params.ts";
import type {Sampler} from "../samplers/sampler.ts";
import type {Study} from "../study/study.ts";
import {DRAWS, type Trial} from "../study/trial.ts";
import type {Evaluator} from "./evaluators.ts";
import type {Measured} from "./messages.ts";
import {roundsOf, type Settings} from "./settings.ts";
import {suggestParams} from "./space.ts";
import type {StudyFolder} from "./studyFolder.ts";

/** System attributes: of a trial that was killed and tried again, and of the one with the fixed parameters. */
export const RETRIED = "scorebook:retried";
export const FIXED = "scorebook:fixed";

export interface SearchOptions {
  study: Study;
  sampler: Sampler;
  evaluators: readonly Evaluator[];
  settings: Settings;
  /** LightGBM's parameters that are not searched. */
  base: Params;
  /** How many trials the study is to have, those that it has included. */
  trials: number;
  folder: StudyFolder;
  clock?: () => number;
  onRound?: (trial: number, fold: number, round: number) => void;
  onTrial?: (trial: FrozenTrial) => void;
}

/** Trials that count: not those that wait, and not those that a kill ended and that are tried again. */
export const countedTrials = (trials: readonly FrozenTrial[]): FrozenTrial[] =>
  trials.filter(({state, userAttrs}) => state !== "waiting" && userAttrs[RETRIED] !== true);

/**
 * Ends the trials that a killed search left running, and lets those whose parameters were all known wait to be
 * tried again with them.
 */
export function retryKilled(study: Study, setUserAttr: (trial: FrozenTrial, key: string) => void): number {
  const killed = study.trials.filter(({state}) => state === "running");
  for (const trial of killed) {
    setUserAttr(trial, RETRIED);
    study.tell(trial, "fail");
    if (!(DRAWS in trial.systemAttrs)) continue;
    const {fixed_params, [DRAWS]: _, ...attrs} = trial.systemAttrs;
    const kept = Object.fromEntries(
      Object.entries(attrs).filter(([key]) => !key.startsWith("completed_rung_"))
    );
    study.enqueueTrial(externalParams(trial), {...kept, failed_trial: trial.number});
  }
  return killed.length;
}

/** How far the generators of all trials have come together. */
export function drawsOf(trials: readonly FrozenTrial[]): number[] {
  const drawn = trials.map(({systemAttrs}) => (systemAttrs[DRAWS] ?? []) as number[]);
  const most: number[] = [];
  for (const draws of drawn)
    draws.forEach((count, i) => {
      most[i] = Math.max(most[i] ?? 0, count);
    });
  return most;
}

/** Runs trials on all evaluators until the study has as many as it is to have. */
export async function runSearch(options: SearchOptions): Promise<void> {
  const {study, sampler, evaluators, trials} = options;
  const isOver = () => {
    const waits = study.trials.some(({state}) => state === "waiting");
    if (countedTrials(study.trials).length >= trials) return true;
    return !waits && (sampler.isExhausted?.(study) ?? false);
  };
  await Promise.all(
    evaluators.map(async (evaluator) => {
      while (!isOver()) await runTrial(options, evaluator);
    })
  );
}

async function runTrial(options: SearchOptions, evaluator: Evaluator): Promise<void> {
  const {study, settings, base, folder, clock = () => performance.now(), onRound, onTrial} = options;
  const trial = study.ask();
  const params = {...base, ...suggestParams(trial)};
  trial.keepDraws();
  const started = clock();
  const objectiveOf = (measured: Measured) =>
    settings.objective === "cost" ? measured.costPerClient : measured.auc;
  const done = await evaluator.evaluate({
    params,
    seed: settings.seed,
    ...roundsOf(settings, isFixed(study, trial)),
    onRound: (fold, round) => onRound?.(trial.number, fold, round),
    onFolds(folds, measured) {
      trial.report(objectiveOf(measured), folds);
      return folds === settings.folds || !trial.shouldPrune();
    }
  });
  const attrs = {
    auc: done.auc,
    cost_per_client: done.costPerClient,
    rounds: done.rounds,
    rounds_per_fold: done.roundsPerFold,
    seconds: Math.round((clock() - started) / 100) / 10
  };
  for (const [key, value] of Object.entries(attrs)) trial.setUserAttr(key, value);
  if (done.rawScore) folder.writeScores(trial.number, done.rawScore);
  onTrial?.(study.tell(trial, done.rawScore ? objectiveOf(done) : "pruned"));
}

const isFixed = (study: Study, {number}: Trial): boolean => study.trials[number]?.systemAttrs[FIXED] === true;

/** Lets the fixed parameters be the first trial of a new study. */
export function enqueueFixed(study: Study, params: Readonly<Record<string, Choice>>): void {
  study.enqueueTrial(params, {[FIXED]: true});
}
