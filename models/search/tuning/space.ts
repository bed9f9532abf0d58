import {type Choice, type Distribution, float, int} from "../../../src/core/search/distributions.ts";
import type {Params} from "../../lightgbm/params.ts";
import type {Growth} from "../../training/params.ts";
import type {Trial} from "../study/trial.ts";

/**
 * Where good models of this problem live: few of many correlated features at each tree, strong regularisation. The
 * learning rate stays brisk in the search; a refit may take a smaller one.
 */
export const SPACE: Readonly<Record<string, Distribution>> = {
  learning_rate: float(0.02, 0.05, {log: true}),
  num_leaves: int(4, 128, {log: true}),
  min_data_in_leaf: int(20, 500, {log: true}),
  feature_fraction: float(0.02, 1, {log: true}),
  lambda_l2: float(1e-3, 300, {log: true}),
  max_bin: int(63, 511, {step: 64})
};

/** The combinations that `--sampler grid` tries, within the space. */
export const GRID: Readonly<Record<string, readonly Choice[]>> = {
  learning_rate: [0.02],
  num_leaves: [8, 16, 32],
  min_data_in_leaf: [40, 150],
  feature_fraction: [0.05, 0.2, 0.6],
  lambda_l2: [10, 100],
  max_bin: [255]
};

/** Asks a trial for every parameter of the space. */
export const suggestParams = (trial: Trial): Params =>
  Object.fromEntries(
    Object.entries(SPACE).map(([name, distribution]) => [name, trial.suggest(name, distribution) as number])
  );

/** Picks the space's parameters from fixed ones, to be the first trial that others are compared with. */
export const fixedParams = ({params}: Growth): Record<string, Choice> =>
  Object.fromEntries(Object.keys(SPACE).map((name) => [name, params[name] as number]));
