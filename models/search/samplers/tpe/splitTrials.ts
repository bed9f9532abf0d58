import {type Direction, type FrozenTrial, lastStep} from "../../../../src/core/search/trial.ts";

/** How many of n trials count as good: a tenth, at most 25. */
export const gamma = (n: number): number => Math.min(Math.ceil(0.1 * n), 25);

/**
 * Splits trials into the `size` best and the rest, both by number. Complete trials come first, by value; then pruned
 * ones, the furthest first, then by their last value; then trials that are still running, which are never good.
 * Source: Optuna's TPESampler.
 */
export function splitTrials(
  trials: readonly FrozenTrial[],
  direction: Direction,
  size: number
): {below: FrozenTrial[]; above: FrozenTrial[]} {
  const sign = direction === "minimize" ? 1 : -1;
  const of = (state: FrozenTrial["state"]) => trials.filter((trial) => trial.state === state);
  const complete = of("complete").sort((a, b) => sign * (a.value! - b.value!));
  const pruned = of("pruned")
    .map((trial) => ({trial, score: prunedScore(trial, sign)}))
    .sort((a, b) => a.score[0] - b.score[0] || compare(a.score[1], b.score[1]))
    .map(({trial}) => trial);
  const best = [...complete, ...pruned];
  const byNumber = (a: FrozenTrial, b: FrozenTrial) => a.number - b.number;
  return {
    below: best.slice(0, size).sort(byNumber),
    above: [...best.slice(size), ...of("running")].sort(byNumber)
  };
}

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Smaller is better: minus the last step, then the value there, a NaN last. */
function prunedScore(trial: FrozenTrial, sign: number): [number, number] {
  const step = lastStep(trial);
  if (step === undefined) return [1, 0];
  const value = trial.intermediateValues.get(step)!;
  return [-step, Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value];
}

/**
 * Weighs n observations from the oldest to the newest: the newest 25 by 1, the older ones by a ramp from 1/n to 1;
 * then the prior by 1. The sum is 1.
 */
export function kernelWeights(n: number): Float64Array {
  const ramp = Math.max(n - 25, 0);
  const weights = Float64Array.from({length: n + 1}, (_, i) =>
    i >= ramp ? 1 : ramp === 1 ? 1 / n : 1 / n + (i * (1 - 1 / n)) / (ramp - 1)
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}
