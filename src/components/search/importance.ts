import type {StudyAnswer} from "../../core/schema/study.ts";
import {fanova, type Importance} from "../../core/search/fanova.ts";
import {completeTrials, positionOf, searchedParameters} from "./study.ts";

export interface ImportanceData {
  /** The largest first. */
  parameters: Importance[];
  /** What the parameters explain only together, 0–1. */
  together: number;
  trials: number;
}

/** Tells how much each parameter explains, by fANOVA of the complete trials; undefined when they are too few. */
export function importanceData(study: StudyAnswer): ImportanceData | undefined {
  const parameters = searchedParameters(study);
  const trials = completeTrials(study).filter(({params}) => parameters.every(({name}) => name in params));
  const found = fanova(
    parameters.map(({name}) => name),
    trials.map(({params}) => parameters.map((parameter) => positionOf(parameter, params[parameter.name]))),
    trials.map(({value}) => value)
  );
  if (!found) return undefined;
  const alone = found.reduce((sum, {share}) => sum + share, 0);
  return {parameters: found, together: Math.max(0, 1 - alone), trials: trials.length};
}
