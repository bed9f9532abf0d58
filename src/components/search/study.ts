import type {ServerToClient} from "../../core/protocol.ts";
import type {StudyAnswer, StudyParameter, StudyTrial} from "../../core/schema/study.ts";
import {getJson} from "../api.ts";

export type Progress = Parameters<ServerToClient["search:progress"]>[0];
/** A trial that ended with a value. */
export type EndedTrial = StudyTrial & {value: number};

export const fetchStudy = (name: string): Promise<StudyAnswer> =>
  getJson<StudyAnswer>(`/v1/search/studies/${encodeURIComponent(name)}`);

/** Takes over what a study has come to; the trials are those told, in the place of what they were. */
export function mergeProgress(study: StudyAnswer, {study: summary, trials}: Progress): StudyAnswer {
  const list = [...study.list];
  for (const trial of trials) list[trial.number] = trial;
  return {...study, ...summary, list};
}

export const completeTrials = ({list}: StudyAnswer): EndedTrial[] =>
  list.filter((trial): trial is EndedTrial => trial.state === "complete" && trial.value !== null);

/** Sorts the better one first. */
export const byValue =
  ({direction}: Pick<StudyAnswer, "direction">) =>
  (a: EndedTrial, b: EndedTrial): number =>
    (direction === "minimize" ? a.value - b.value : b.value - a.value) || a.number - b.number;

/** The numbers of the best tenth of the trials, at least one. */
export function bestNumbers(study: StudyAnswer): Set<number> {
  const ended = completeTrials(study).sort(byValue(study));
  return new Set(ended.slice(0, Math.ceil(ended.length / 10)).map(({number}) => number));
}

/** Where a value lies in a parameter's range, 0–1, in the logarithm where the parameter is searched in it. */
export function positionOf({low, high, log, choices}: StudyParameter, value: unknown): number {
  if (choices) return choices.length < 2 ? 0.5 : choices.indexOf(value as never) / (choices.length - 1);
  if (typeof value !== "number" || low === null || high === null || low === high) return 0.5;
  return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/** Lays out a numeric parameter's axis; a category's by its choices. */
export const scaleOf = ({low, high, log, choices}: StudyParameter) =>
  choices
    ? {type: "point" as const, domain: choices.map(String)}
    : {type: log ? ("log" as const) : ("linear" as const), domain: [low!, high!]};

/** The parameters that have more than one value. */
export const searchedParameters = ({parameters}: StudyAnswer): StudyParameter[] =>
  parameters.filter(({low, high, choices}) => (choices ? choices.length > 1 : low !== high));
