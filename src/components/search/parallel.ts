import type {StudyAnswer} from "../../core/schema/study.ts";
import {bestNumbers, completeTrials, positionOf, searchedParameters} from "./study.ts";

/** A trial as a line over axes, each 0–1 from its lower to its upper end. */
export interface ParallelLine {
  number: number;
  value: number;
  isBest: boolean;
  positions: number[];
}

export interface ParallelData {
  /** The parameters by name, the objective last. */
  axes: {name: string; low: string | number; high: string | number}[];
  lines: ParallelLine[];
}

/** Lays the complete trials out over parameters and objective; the best tenth comes last, to be drawn on top. */
export function parallelData(study: StudyAnswer): ParallelData {
  const parameters = searchedParameters(study);
  const trials = completeTrials(study);
  const best = bestNumbers(study);
  const values = trials.map(({value}) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const place = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  const lines = trials.map(({number, value, params}) => ({
    number,
    value,
    isBest: best.has(number),
    positions: [...parameters.map((parameter) => positionOf(parameter, params[parameter.name])), place(value)]
  }));
  return {
    axes: [
      ...parameters.map(({name, low: from, high: to, choices}) => ({
        name,
        low: choices ? String(choices[0]) : from!,
        high: choices ? String(choices.at(-1)) : to!
      })),
      {name: "", low, high}
    ],
    lines: lines.sort((a, b) => Number(a.isBest) - Number(b.isBest))
  };
}
