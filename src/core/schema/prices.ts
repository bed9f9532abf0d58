import type {Protected} from "./manifest.ts";

/** models/<name>/prices.json: what features that tell something protected buy. */
export interface Prices {
  format: 1;
  /** Version of the model that was trained again. */
  version: string;
  prices: Price[];
}

/** What leaving features out does; differences are without less with, on the same folds. */
export interface Price {
  /** Left out together, with what is fitted from them. */
  features: {name: string; label: {en: string; fr: string}}[];
  trait: Protected;
  /** How well the feature alone tells the trait, as an AUC from 0.5; null when it is made from it. */
  tells: number | null;
  auc: Difference;
  /** Per 1,000 clients, each model at its own cost-optimal cut-off. */
  cost: Difference;
  /** The least acceptance ratio of the groups of the trait, with the features and without. */
  leastRatio: {with: number; without: number};
}

export interface Difference {
  difference: number;
  /** 95 %. */
  interval: [low: number, high: number];
}
