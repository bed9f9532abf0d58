import {availableParallelism} from "node:os";
import {basename, resolve} from "node:path";
import {openFeatureStore} from "../../../loaders/store.ts";
import {ScorebookError} from "../../../src/core/errors.ts";
import {OPERATION} from "../../../src/core/search/operations.ts";
import {COMPARISON_FILE, type StudyComparison} from "../../../src/core/search/studyFiles.ts";
import type {FrozenTrial} from "../../../src/core/search/trial.ts";
import {checkDeclarations, selectTrainingData} from "../../training/inputs/trainingData.ts";
import {defaultGrowth} from "../../training/params.ts";
import {openJournal} from "../storage/journalFile.ts";
import {exportSqlite} from "../storage/sqliteExport.ts";
import {createStudy, type Study} from "../study/study.ts";
import type {TuneArguments} from "./arguments.ts";
import {compareTrials} from "./compare.ts";
import {createEvaluator} from "./evaluators.ts";
import {confirmOnFreshFolds} from "./freshFolds.ts";
import {directionOf} from "./objective.ts";
import {countedTrials, drawsOf, enqueueFixed, FIXED, retryKilled, runSearch} from "./search.ts";
import {type SearchData, withoutHoldout} from "./searchData.ts";
import {checkSameData, createPruner, createSampler, SETTINGS, type Settings} from "./settings.ts";
import {fixedParams} from "./space.ts";
import {openStudyFolder} from "./studyFolder.ts";

export interface TuneProgress {
  onStart?: (study: {trials: number; done: number; retried: number; settings: Settings}) => void;
  onRound?: (trial: number, fold: number, round: number) => void;
  onTrial?: (trial: FrozenTrial, study: Study) => void;
  onFreshFolds?: () => void;
}

export interface Tuned {
  study: Study;
  settings: Settings;
  folder: string;
  /** Undefined when no trial but the fixed one ended, or not even that. */
  comparison: StudyComparison | undefined;
}

/**
 * Searches parameters, or goes on with a search, until the study has as many trials as asked for; then compares.
 * @throws USAGE, FEATURES_MISSING, SEARCH_INVALID, LIGHTGBM_MISSING, LIGHTGBM_FAILED
 */
export async function tune(
  given: TuneArguments,
  studies: string,
  progress: TuneProgress = {}
): Promise<Tuned> {
  const {name, resume, workers, trials} = given;
  const folder = openStudyFolder(resolve(studies), name);
  if (folder.exists() !== resume)
    throw new ScorebookError(
      "USAGE",
      resume
        ? `--resume goes on with ${folder.journal}, which is absent; leave it out to begin the study.`
        : `The study ${name} exists (${folder.journal}); --resume goes on with it, another --name begins one.`
    );
  const storage = resume ? openJournal(folder.journal) : undefined;
  const known = storage?.replay.studies.find((study) => study?.name === name)?.userAttrs[SETTINGS] as
    | Settings
    | undefined;
  if (resume && !known)
    throw new ScorebookError(
      "SEARCH_INVALID",
      `${folder.journal} holds no study ${name} that npm run tune began; one was expected.`
    );
  const {data, about} = readData(given.data, known ?? given);
  if (known) checkSameData(name, known.data, about);
  const growth = defaultGrowth(data.clients);
  const settings: Settings = known ?? {
    objective: given.objective,
    sampler: given.sampler,
    pruner: given.pruner,
    seed: given.seed,
    folds: given.folds,
    cost: given.cost,
    maxRounds: given.rounds ?? growth.maxRounds,
    fixedRounds: growth.maxRounds,
    patience: growth.patience,
    threads: Math.max(1, Math.floor(availableParallelism() / workers)),
    exclude: given.exclude,
    allowed: given.allowed,
    data: about
  };

  const opened = storage ?? openJournal(folder.journal);
  const past = opened.replay.studies.find((study) => study?.name === name)?.trials ?? [];
  const sampler = createSampler(settings, {draws: drawsOf(past), workers});
  const direction = directionOf(settings.objective);
  const study = createStudy({storage: opened, name, direction, sampler, pruner: createPruner(settings)});
  const setUserAttr = ({trialId}: FrozenTrial, key: string) =>
    opened.write([{op_code: OPERATION.setTrialUserAttr, trial_id: trialId, user_attr: {[key]: true}}]);
  const retried = retryKilled(study, setUserAttr);
  if (!known) {
    folder.writeClients(data.ids);
    study.setUserAttr(SETTINGS, settings);
    enqueueFixed(study, fixedParams(growth));
  }
  for (const params of given.enqueue) study.enqueueTrial(params);

  progress.onStart?.({trials, done: countedTrials(study.trials).length, retried, settings});
  const {folds, seed, cost, patience} = settings;
  const setup = {data, folds, seed, cost, patience};
  const evaluators = Array.from({length: Math.min(workers, trials)}, () => createEvaluator(setup));
  const base = {...growth.params, num_threads: settings.threads};
  try {
    await runSearch({
      study,
      sampler,
      evaluators,
      settings,
      base,
      trials,
      folder,
      onRound: progress.onRound,
      onTrial: (trial) => progress.onTrial?.(trial, study)
    });
    const fixed = study.trials.find(
      ({state, systemAttrs}) => state === "complete" && systemAttrs[FIXED] === true
    );
    const compared = fixed && compareTrials(study, data.target, settings, {fixed, scores: folder.readScores});
    let comparison: StudyComparison | undefined;
    if (compared) {
      progress.onFreshFolds?.();
      const freshFolds = await confirmOnFreshFolds({
        evaluator: evaluators[0]!,
        base,
        settings,
        target: data.target,
        fixed: fixed!,
        best: study.bestTrial!,
        few: compared.few.map(({number}) => study.trials[number]!)
      });
      comparison = {...compared, freshFolds};
      folder.write(COMPARISON_FILE, `${JSON.stringify(comparison, null, 1)}\n`);
    }
    if (given.sqlite) exportSqlite(`${folder.folder}/study.sqlite`, opened.replay.studies[study.studyId]!);
    return {study, settings, folder: folder.folder, comparison};
  } finally {
    await Promise.all(evaluators.map((evaluator) => evaluator.close()));
  }
}

function readData(
  dir: string,
  {exclude, allowed}: Pick<Settings, "exclude" | "allowed">
): {data: SearchData; about: Settings["data"]} {
  const path = resolve(dir);
  const store = openFeatureStore(path);
  try {
    checkDeclarations(store.catalogue.features);
    const labelled = selectTrainingData(store, {exclude, allowed});
    const data = withoutHoldout(labelled);
    const {fingerprint, planSha256} = store.meta;
    const heldOut = labelled.clients - data.clients;
    return {data, about: {set: basename(path), fingerprint, planSha256, clients: data.clients, heldOut}};
  } finally {
    store.close();
  }
}
