/**
 * LightGBM's parameters for this problem: small trees, few of the many correlated features at each tree, strong
 * regularisation. Fixed seeds and a fixed histogram layout make the model the same, byte by byte, on each run.
 */
export const DEFAULT_PARAMS: Readonly<Record<string, number | string | boolean>> = {
  objective: "binary",
  metric: "auc",
  learning_rate: 0.03,
  num_leaves: 16,
  feature_fraction: 0.15,
  bagging_fraction: 0.8,
  bagging_freq: 1,
  lambda_l2: 30,
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
