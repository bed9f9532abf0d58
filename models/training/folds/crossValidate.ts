import {createBooster, type NativeBooster} from "../../lightgbm/booster.ts";
import {createDataset, type Dataset} from "../../lightgbm/dataset.ts";
import type {Params} from "../../lightgbm/params.ts";
import {createTrainingSet, type Share, sharedParams} from "../share.ts";
import {createRoundChoice} from "./roundChoice.ts";

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
  /** The number of iterations at which the mean validation metric of all folds is best, for a model of everyone. */
  rounds: number;
  /** The number of iterations that each fold's clients are scored with, chosen by the other folds. */
  roundsPerFold: number[];
  /** Mean validation AUC after each iteration. */
  curve: number[];
}

export interface CrossValidationOptions {
  params: Params;
  maxRounds: number;
  /** Stops when no mean has improved for so many iterations. */
  patience: number;
  onRound?: (round: number, meanAuc: number) => void;
  /** Is shown each fold's model at the end, cut to the iterations that its clients are scored with. */
  onFold?: (fold: number, modelText: string) => void;
  signal?: AbortSignal;
  /** Which part of the rows this machine trains on when several train together; all without. */
  share?: Share | undefined;
}

/**
 * Grows the models of all folds side by side. A fold's clients are scored at the number of iterations that the other
 * folds choose: were it chosen on the same clients, every metric of the scores would be better than it is.
 * @throws LIGHTGBM_FAILED, LIGHTGBM_MISSING; the signal's reason when aborted
 */
export function crossValidate(
  folds: Iterable<FoldInput>,
  clients: number,
  {params: given, maxRounds, patience, onRound, onFold, signal, share}: CrossValidationOptions
): CrossValidation {
  const params = {...given, ...sharedParams(share)};
  const open: {booster: NativeBooster; datasets: Dataset[]; input: FoldInput["validation"]}[] = [];
  try {
    for (const {train, validation, columns, categorical} of folds) {
      const shared = {columns, categorical, params};
      const rows = train.label.length;
      const trainSet = createTrainingSet({...shared, data: train.matrix, rows, label: train.label}, share);
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
    const choice = createRoundChoice(open.length, patience);
    for (let round = 1; round <= maxRounds && !choice.isOver; round++) {
      signal?.throwIfAborted();
      const metrics = open.map(({booster}) => {
        booster.update();
        return booster.evaluate(1)[0]!;
      });
      choice.push(metrics);
      const mean = metrics.reduce((a, b) => a + b, 0) / metrics.length;
      curve.push(mean);
      onRound?.(round, mean);
    }
    const {rounds, roundsPerFold} = choice;
    const rawScore = new Float64Array(clients);
    open.forEach(({booster, input}, k) => {
      const iterations = roundsPerFold[k];
      const raw = booster.predict(input.matrix, input.rows.length, {kind: "raw", iterations});
      input.rows.forEach((row, i) => {
        rawScore[row] = raw[i]!;
      });
      onFold?.(k, booster.saveToString(iterations));
    });
    return {rawScore, rounds, roundsPerFold, curve};
  } finally {
    for (const {booster, datasets} of open) {
      booster.dispose();
      for (const dataset of datasets) dataset.dispose();
    }
  }
}
