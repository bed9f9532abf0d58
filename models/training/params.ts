type Params = Readonly<Record<string, number | string | boolean>>;

/** What holds for every size. Fixed seeds and a fixed histogram layout make the model the same, byte by byte. */
const COMMON: Params = {
  objective: "binary",
  metric: "auc",
  bagging_fraction: 0.8,
  bagging_freq: 1,
  min_data_in_leaf: 40,
  min_data_per_group: 100,
  cat_smooth: 20,
  cat_l2: 20,
  max_bin: 255,
  boost_from_average: true,
  deterministic: true,
  force_row_wise: true,
  num_threads: 2
};

/** How a model is grown: LightGBM's parameters, and how many iterations. */
export interface Growth {
  params: Params;
  /** Most iterations. */
  maxRounds: number;
  /** Iterations without improvement of the folds' mean before it stops; 0 grows all of them. */
  patience: number;
}

/** Small trees, few of the many correlated features at each, strong regularisation, until the folds stop improving. */
const BRISK: Growth = {
  params: {...COMMON, learning_rate: 0.03, num_leaves: 16, feature_fraction: 0.15, lambda_l2: 30},
  maxRounds: 3000,
  patience: 150
};
/** Smaller, slower and regularised still more: what one seed finds by chance weighs less. */
const CALM: Growth = {
  params: {...COMMON, learning_rate: 0.02, num_leaves: 8, feature_fraction: 0.05, lambda_l2: 100},
  maxRounds: 900,
  patience: 0
};

/** The candidates that defaults are chosen from; `npm run bench -- params` measures them. */
export const CANDIDATES = {brisk: BRISK, calm: CALM} as const satisfies Record<string, Growth>;

/** Up to so many labelled clients the calm growth is the default; what speaks for it is in models/README.md. */
const CALM_UP_TO = 10_000;

/** Chooses how to grow a model of a number of labelled clients. */
export const defaultGrowth = (labelled: number): Growth =>
  labelled <= CALM_UP_TO ? CANDIDATES.calm : CANDIDATES.brisk;
