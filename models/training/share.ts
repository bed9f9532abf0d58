import {createDataset, type Dataset, type DatasetOptions, takeRows} from "../lightgbm/dataset.ts";
import type {Params} from "../lightgbm/params.ts";

/** This machine's part of the rows that several train on together. */
export interface Share {
  /** 0 to of − 1. */
  rank: number;
  /** How many machines there are. */
  of: number;
}

/** What LightGBM must be told of it; it refuses `tree_learner=feature` from programs, so rows are divided. */
export const sharedParams = (share: Share | undefined): Params =>
  share ? {tree_learner: "data", num_machines: share.of} : {};

/**
 * Creates the dataset that this machine trains on: all rows, or every n-th of them. Bins are those of all rows either way,
 * so that the histograms of the machines add up to those of one.
 * @throws LIGHTGBM_FAILED, LIGHTGBM_MISSING
 */
export function createTrainingSet(options: DatasetOptions, share: Share | undefined): Dataset {
  const whole = createDataset(options);
  if (!share) return whole;
  try {
    const own = Int32Array.from(
      {length: Math.ceil((options.rows - share.rank) / share.of)},
      (_, i) => share.rank + i * share.of
    );
    return takeRows(whole, own, options.params ?? {});
  } finally {
    whole.dispose();
  }
}
