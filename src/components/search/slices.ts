import type {StudyAnswer, StudyParameter} from "../../core/schema/study.ts";
import {bestNumbers, completeTrials} from "./study.ts";

export interface SlicePoint {
  number: number;
  /** The parameter's own value. */
  x: number | string;
  value: number;
  isBest: boolean;
}

/** Lays the complete trials out over one parameter. */
export function sliceData(study: StudyAnswer, {name, choices}: StudyParameter): SlicePoint[] {
  const best = bestNumbers(study);
  return completeTrials(study).flatMap(({number, params, value}) => {
    const own = params[name];
    if (own === undefined) return [];
    const x = choices ? String(own) : typeof own === "number" ? own : null;
    return x === null ? [] : [{number, x, value, isBest: best.has(number)}];
  });
}
