/** The study itself, in a study's folder and in the folder of a model that came from it. */
export const JOURNAL_FILE = "study.journal";

/** What the best trial is worth beside the fixed parameters. */
export const COMPARISON_FILE = "comparison.json";

/** A mean with its 95 % interval. */
export interface Estimate {
  value: number;
  interval: [low: number, high: number];
}

/** Two trials on the same clients: the first less the second. */
export interface PairedDifference {
  /** DeLong's interval. */
  auc: Estimate;
  /** Per client; paired bootstrap over clients, calibrations and cut-off held. */
  cost: Estimate;
}

export interface ScoredTrial {
  /** Trials whose raw scores are averaged; one for a trial itself. */
  trials: number[];
  auc: number;
  costPerClient: number;
}

/** What `npm run tune` writes at its end, all out of fold. */
export interface StudyComparison {
  objective: "cost" | "auc";
  clients: number;
  /** Labelled clients that the search has not seen. */
  heldOut: number;
  /** The first trial, with the fixed parameters. */
  fixed: ScoredTrial;
  best: ScoredTrial;
  /** Best less fixed, on the folds of the search, which chose the best: this flatters it. */
  difference: PairedDifference;
  /** Best less fixed on folds that the search has not used. */
  freshFolds: {
    seed: number;
    fixed: ScoredTrial;
    best: ScoredTrial;
    difference: PairedDifference;
    /** The mean of the best few there, and it less fixed; absent from studies that were compared before it was. */
    average?: (ScoredTrial & {difference: PairedDifference}) | null;
  } | null;
  /** The best few, the best first: each less the best and, where it was compared, less the fixed parameters. */
  few: (ScoredTrial & {
    number: number;
    difference: PairedDifference;
    lessFixed?: PairedDifference;
  })[];
  /** The mean of the best few's raw scores: it less the best, and less the fixed parameters. */
  average: (ScoredTrial & {difference: PairedDifference; lessFixed?: PairedDifference}) | null;
}
