import {createBooster, type NativeBooster} from "../lightgbm/booster.ts";
import {createDataset, type Dataset} from "../lightgbm/dataset.ts";
import type {Params} from "../lightgbm/params.ts";

/** One fold's rows as the model sees them, row-major. */
export interface FoldInput {
  train: {matrix: Float32Array; label: Float32Array};
  validation: {matrix: Float32Array; label: Float32Array; rows: Uint32Array};
  columns: number;
  categorical: readonly number[];
}

export interface CrossValidation {
  /** Raw score of each client by the fold model that has not seen them; one per client of all folds. */
  rawScore: Float64Array;
  /** The number of iterations at which the mean validation metric is best; used for every fold. */
  rounds: number;
  /** Where each fold alone would have stopped. */
  roundsPerFold: number[];
  /** Mean validation AUC after each iteration. */
  curve: number[];
}

export interface CrossValidationOptions {
  params: Params;
  maxRounds: number;
  /** Stops when the mean has not improved for so many iterations. */
  patience: number;
  onRound?: (round: number, meanAuc: number) => void;
  signal?: AbortSignal;
}

/**
 * Grows the models of all folds side by side and stops them together, so that the number of iterations is chosen by
 * the folds' mean and not fitted to each validation fold.
 * @throws LIGHTGBM_FAILED, LIGHTGBM_MISSING; the signal's reason when aborted
 */
export function crossValidate(
  folds: Iterable<FoldInput>,
  clients: number,
  {params, maxRounds, patience, onRound, signal}: CrossValidationOptions
): CrossValidation {
  const open: {booster: NativeBooster; datasets: Dataset[]; input: FoldInput["validation"]}[] = [];
  try {
    for (const {train, validation, columns, categorical} of folds) {
      const shared = {columns, categorical, params};
      const trainSet = createDataset({
        ...shared,
        data: train.matrix,
        rows: train.label.length,
        label: train.label
      });
      const validationSet = createDataset({
        ...shared,
        data: validation.matrix,
        rows: validation.label.length,
        label: validation.label,
        reference: trainSet
      });
      const booster = createBooster(trainSet, params);
      booster.addValidation(validationSet);
      open.push({booster, datasets: [validationSet, trainSet], input: validation});
    }
    const curve: number[] = [];
    const perFold = open.map(() => ({best: Number.NEGATIVE_INFINITY, rounds: 1}));
    let best = Number.NEGATIVE_INFINITY;
    let rounds = 1;
    for (let round = 1; round <= maxRounds && round - rounds <= patience; round++) {
      signal?.throwIfAborted();
      let sum = 0;
      open.forEach(({booster}, i) => {
        booster.update();
        const auc = booster.evaluate(1)[0]!;
        sum += auc;
        if (auc > perFold[i]!.best) perFold[i] = {best: auc, rounds: round};
      });
      const mean = sum / open.length;
      curve.push(mean);
      if (mean > best) [best, rounds] = [mean, round];
      onRound?.(round, mean);
    }
    const rawScore = new Float64Array(clients);
    for (const {booster, input} of open) {
      const raw = booster.predict(input.matrix, input.rows.length, {kind: "raw", iterations: rounds});
      input.rows.forEach((row, i) => {
        rawScore[row] = raw[i]!;
      });
    }
    return {rawScore, rounds, roundsPerFold: perFold.map((fold) => fold.rounds), curve};
  } finally {
    for (const {booster, datasets} of open) {
      booster.dispose();
      for (const dataset of datasets) dataset.dispose();
    }
  }
}
