import {type FrozenTrial, lastStep} from "../../../src/core/search/trial.ts";
import type {Pruner} from "./pruner.ts";

export interface MedianOptions {
  /** Complete trials before the first decision (default 5). */
  startupTrials?: number;
  /** Steps before the first decision (default 0). */
  warmupSteps?: number;
  /** Decides once in so many steps (default 1). */
  intervalSteps?: number;
}

/**
 * Creates a pruner that stops a trial whose best value so far is worse than the median, at the same step, of the
 * trials that completed. Source: Optuna's MedianPruner; D. Golovin et al., "Google Vizier", KDD 2017.
 */
export function createMedianPruner({
  startupTrials = 5,
  warmupSteps = 0,
  intervalSteps = 1
}: MedianOptions = {}): Pruner {
  return {
    prune({trials, direction}, trial) {
      const complete = trials.filter(({state}) => state === "complete");
      const step = lastStep(trial);
      if (complete.length === 0 || complete.length < startupTrials) return false;
      if (step === undefined || step < warmupSteps) return false;
      if (!isFirstInInterval(trial, step, warmupSteps, intervalSteps)) return false;
      const sign = direction === "minimize" ? 1 : -1;
      const own = [...trial.intermediateValues.values()].filter((value) => !Number.isNaN(value));
      if (own.length === 0) return true;
      const best = Math.min(...own.map((value) => sign * value));
      const others = complete.flatMap(({intermediateValues}) => {
        const value = intermediateValues.get(step);
        return value === undefined || Number.isNaN(value) ? [] : [sign * value];
      });
      return others.length > 0 && best > median(others);
    }
  };
}

/** Tells whether nothing was reported before in the interval that the last step lies in. */
function isFirstInInterval(
  {intermediateValues}: FrozenTrial,
  step: number,
  warmup: number,
  interval: number
): boolean {
  const start = Math.floor((step - warmup) / interval) * interval + warmup;
  return [...intermediateValues.keys()].every((other) => other === step || other < start);
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  const middle = (values.length - 1) / 2;
  const [low, high] = [values[Math.floor(middle)]!, values[Math.ceil(middle)]!];
  return low + (high - low) * 0.5;
}
