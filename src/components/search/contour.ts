import type {StudyAnswer, StudyParameter} from "../../core/schema/study.ts";
import {completeTrials} from "./study.ts";

export interface ContourPoint {
  number: number;
  x: number;
  y: number;
  value: number;
}

/** The parameters that a contour can have as its axes. */
export const numericParameters = ({parameters}: StudyAnswer): StudyParameter[] =>
  parameters.filter(({choices, low, high}) => !choices && low !== high);

/** Lays the complete trials out over two numeric parameters. */
export const contourData = (study: StudyAnswer, x: StudyParameter, y: StudyParameter): ContourPoint[] =>
  completeTrials(study).flatMap(({number, params, value}) => {
    const [atX, atY] = [params[x.name], params[y.name]];
    return typeof atX === "number" && typeof atY === "number" ? [{number, x: atX, y: atY, value}] : [];
  });
