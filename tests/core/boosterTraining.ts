import type {Training} from "./boosterLightgbm.ts";
import {below, gaussian, pick, type Random} from "./boosterRandom.ts";

interface ObjectiveSetting {
  parameters: string;
  label: (z: number, random: Random) => number;
  ranking?: boolean;
}

const classes = (count: number) => (z: number, random: Random) =>
  Math.min(count - 1, Math.max(0, Math.floor(z + count / 2 + random() - 0.5)));
const binary = (z: number, random: Random) => (random() < 1 / (1 + Math.exp(-z)) ? 1 : 0);
const positive = (z: number) => Math.exp(z / 2);
const counted = (z: number) => Math.round(Math.exp(z / 2));
const real = (z: number, random: Random) => z + 0.3 * gaussian(random);
const share = (z: number) => 1 / (1 + Math.exp(-z));

export const OBJECTIVES: Record<string, ObjectiveSetting> = {
  binary: {parameters: "objective=binary", label: binary},
  binary_sigmoid: {parameters: "objective=binary sigmoid=0.7 is_unbalance=true", label: binary},
  regression: {parameters: "objective=regression", label: real},
  regression_sqrt: {parameters: "objective=regression reg_sqrt=true", label: (z) => 3 * z},
  regression_l1: {parameters: "objective=regression_l1", label: real},
  huber: {parameters: "objective=huber", label: real},
  fair: {parameters: "objective=fair", label: real},
  quantile: {parameters: "objective=quantile alpha=0.3", label: real},
  mape: {parameters: "objective=mape", label: (z) => 2 + positive(z)},
  poisson: {parameters: "objective=poisson", label: counted},
  gamma: {parameters: "objective=gamma", label: positive},
  tweedie: {parameters: "objective=tweedie tweedie_variance_power=1.3", label: counted},
  cross_entropy: {parameters: "objective=cross_entropy", label: share},
  cross_entropy_lambda: {parameters: "objective=cross_entropy_lambda", label: share},
  multiclass: {parameters: "objective=multiclass num_class=3", label: classes(3)},
  multiclassova: {parameters: "objective=multiclassova num_class=4 sigmoid=1.5", label: classes(4)},
  lambdarank: {parameters: "objective=lambdarank", label: classes(4), ranking: true},
  rank_xendcg: {parameters: "objective=rank_xendcg objective_seed=3", label: classes(4), ranking: true},
  custom: {parameters: "objective=custom", label: real}
};

export const BOOSTINGS: Record<string, string> = {
  gbdt: "boosting=gbdt",
  rf: "boosting=rf bagging_freq=1 bagging_fraction=0.6 feature_fraction=0.8",
  dart: "boosting=dart drop_rate=0.4 skip_drop=0.1",
  goss: "boosting=gbdt data_sample_strategy=goss top_rate=0.3 other_rate=0.2 learning_rate=0.4",
  bagging: "boosting=gbdt bagging_freq=2 bagging_fraction=0.5 extra_trees=true"
};

export const COLUMNS = 6;
const QUERY = 20;

/** The two last columns hold categories: a few, and many with gaps. */
function cell(random: Random, column: number): number {
  if (random() < 0.12) return NaN;
  if (column === 4) return below(random, 5);
  if (column === 5) return below(random, 12) ** 2;
  if (column === 1 && random() < 0.4) return 0;
  if (column === 2) return Math.round(4 * gaussian(random)) / 4;
  return column === 3 ? 1e6 * gaussian(random) : gaussian(random);
}

/** Draws a data set whose label depends on every column, for one of OBJECTIVES. */
export function randomTraining(
  random: Random,
  objective: string,
  rows: number,
  parameters: string,
  iterations: number
): Training {
  const {label, ranking, parameters: own} = OBJECTIVES[objective]!;
  const data = Float64Array.from({length: rows * COLUMNS}, (_, i) => cell(random, i % COLUMNS));
  const labels = Float32Array.from({length: rows}, (_, i) => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from(
      data.subarray(i * COLUMNS, (i + 1) * COLUMNS),
      (x) => (Number.isNaN(x) ? 0.7 : x)
    );
    return label(
      a + (b === 0 ? 1 : b) + c / 2 + d / 1e6 + (e === 2 || e === 4 ? 1 : -0.5) + (f % 3) / 2,
      random
    );
  });
  return {
    data,
    rows,
    columns: COLUMNS,
    labels,
    ...(ranking && {groups: new Int32Array(rows / QUERY).fill(QUERY)}),
    parameters: `${own} ${parameters}`,
    iterations
  };
}

/** Objectives that LightGBM does not combine with linear leaves, or with random forests. */
const NEVER_LINEAR = new Set(["regression_l1"]);
const NEVER_FOREST = new Set(["custom"]);

/** Draws the settings of everything else: boosting, missing values, categories, leaves, bins, linear leaves. */
export function randomSettings(random: Random, objective: string): string {
  const linear = !NEVER_LINEAR.has(objective) && random() < 0.3;
  const boostings = Object.keys(BOOSTINGS).filter((name) => name !== "rf" || !NEVER_FOREST.has(objective));
  return [
    BOOSTINGS[pick(random, boostings)],
    `num_leaves=${pick(random, [2, 3, 8, 31])}`,
    `max_bin=${pick(random, [4, 15, 63, 255])}`,
    `min_data_in_leaf=${pick(random, [1, 5, 20, 250])}`,
    pick(random, ["", "use_missing=false", linear ? "" : "zero_as_missing=true"]),
    pick(random, [
      "",
      "categorical_feature=4,5",
      "categorical_feature=4,5 max_cat_to_onehot=16 cat_smooth=1"
    ]),
    pick(random, ["", "min_data_per_group=5 cat_l2=0 max_cat_threshold=64", "boost_from_average=false"]),
    pick(random, ["", "lambda_l1=0.5 lambda_l2=3", "max_depth=3", "path_smooth=2"]),
    linear ? "linear_tree=true" : ""
  ].join(" ");
}
