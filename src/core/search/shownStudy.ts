import type {StudyAnswer, StudyParameter, StudySummary, StudyTrial} from "../schema/study.ts";
import type {Distribution} from "./distributions.ts";
import type {FrozenStudy} from "./replay.ts";
import type {StudyComparison} from "./studyFiles.ts";
import {bestTrial, externalParams, type FrozenTrial} from "./trial.ts";

const finite = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

/** Shows a trial as it is answered. */
export function shownTrial(trial: FrozenTrial): StudyTrial {
  const {number, state, value, intermediateValues, userAttrs, systemAttrs} = trial;
  return {
    number,
    state,
    value: finite(value),
    params: externalParams(trial),
    reports: [...intermediateValues].map(([step, reported]) => ({step, value: finite(reported)})),
    fixed: systemAttrs["scorebook:fixed"] === true,
    auc: finite(userAttrs.auc),
    costPerClient: finite(userAttrs.cost_per_client),
    rounds: finite(userAttrs.rounds),
    seconds: finite(userAttrs.seconds)
  };
}

interface Settings {
  objective?: string;
  sampler?: string;
  pruner?: string;
  data?: {set?: string; clients?: number; heldOut?: number};
}
const settingsOf = ({userAttrs}: FrozenStudy) => (userAttrs["scorebook:settings"] ?? {}) as Settings;

/** Counts a study's trials and names its best. */
export function summariseStudy(study: FrozenStudy, updatedAt: string): StudySummary {
  const of = (state: FrozenTrial["state"]) => study.trials.filter((trial) => trial.state === state).length;
  const best = bestTrial(study.trials, study.direction);
  return {
    name: study.name,
    direction: study.direction,
    objective: settingsOf(study).objective ?? null,
    trials: study.trials.length,
    complete: of("complete"),
    pruned: of("pruned"),
    running: of("running"),
    best: best ? {number: best.number, value: best.value!} : null,
    updatedAt
  };
}

/** Shows a study as it is answered. */
export function shownStudy(
  study: FrozenStudy,
  updatedAt: string,
  comparison: StudyComparison | null
): StudyAnswer {
  const {sampler = null, pruner = null, data = {}} = settingsOf(study);
  const distributions = new Map<string, Distribution>();
  for (const trial of study.trials)
    for (const [name, distribution] of trial.distributions) distributions.set(name, distribution);
  return {
    ...summariseStudy(study, updatedAt),
    sampler,
    pruner,
    clients: data.clients ?? null,
    heldOut: data.heldOut ?? null,
    set: data.set ?? null,
    parameters: [...distributions].map(([name, distribution]) => shownParameter(name, distribution)),
    list: study.trials.map(shownTrial),
    comparison: comparison as Record<string, unknown> | null
  };
}

function shownParameter(name: string, distribution: Distribution): StudyParameter {
  if (distribution.name === "CategoricalDistribution")
    return {name, low: null, high: null, log: false, step: null, choices: [...distribution.choices]};
  const {low, high, log, step} = distribution;
  return {name, low, high, log, step, choices: null};
}
