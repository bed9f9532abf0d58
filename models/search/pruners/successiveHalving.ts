import {type Direction, type FrozenTrial, lastStep} from "../../../src/core/search/trial.ts";
import type {Pruner} from "./pruner.ts";

export interface SuccessiveHalvingOptions {
  /** The step of the first rung; by default a hundredth of the steps of the trials that completed, at least 1. */
  minResource?: number;
  /** One in so many goes on from a rung, and the next rung is so many times further (default 4). */
  reductionFactor?: number;
  /** Skips so many rungs (default 0). */
  minEarlyStoppingRate?: number;
}

const rungKey = (rung: number) => `completed_rung_${rung}`;

/**
 * Creates the asynchronous successive halving pruner: at each rung a trial goes on when its value is among the best
 * of all that have come so far, itself included.
 * Source: Optuna's SuccessiveHalvingPruner; L. Li et al., "A System for Massively Parallel Hyperparameter Tuning",
 * MLSys 2020.
 */
export function createSuccessiveHalvingPruner({
  minResource,
  reductionFactor = 4,
  minEarlyStoppingRate = 0
}: SuccessiveHalvingOptions = {}): Pruner {
  let first = minResource;
  return {
    prune({trials, direction}, trial, remember) {
      const step = lastStep(trial);
      if (step === undefined) return false;
      first ??= estimateMinResource(trials);
      if (first === undefined) return false;
      const value = trial.intermediateValues.get(step)!;
      let rung = 0;
      while (rungKey(rung) in trial.systemAttrs) rung++;
      for (; step >= first * reductionFactor ** (minEarlyStoppingRate + rung); rung++) {
        if (Number.isNaN(value)) return true;
        remember(rungKey(rung), value);
        const others = trials.filter(({number}) => number !== trial.number);
        if (!isPromoted(value, valuesAt(others, rung), reductionFactor, direction)) return true;
      }
      return false;
    }
  };
}

const valuesAt = (trials: readonly FrozenTrial[], rung: number): number[] =>
  trials.flatMap(({systemAttrs}) => {
    const value = systemAttrs[rungKey(rung)];
    return typeof value === "number" ? [value] : [];
  });

/** Tells whether a value is in the top 1/η, at least one, of the others and itself. */
function isPromoted(value: number, others: number[], factor: number, direction: Direction): boolean {
  const sign = direction === "minimize" ? 1 : -1;
  const all = [...others, value].map((each) => sign * each).sort((a, b) => a - b);
  return sign * value <= all[Math.max(Math.floor(all.length / factor) - 1, 0)]!;
}

function estimateMinResource(trials: readonly FrozenTrial[]): number | undefined {
  const steps = trials.flatMap((trial) => (trial.state === "complete" ? (lastStep(trial) ?? []) : []));
  return steps.length === 0 ? undefined : Math.max(Math.floor(Math.max(...steps) / 100), 1);
}
