import type {Params} from "../../lightgbm/params.ts";
import type {FoldInput} from "../../training/folds/crossValidate.ts";
import {rowsWhere, stratifiedFolds} from "../../training/folds/folds.ts";
import {isHeldOut, splitHoldout} from "../../training/folds/holdout.ts";
import {columnsOf, inputsOf, labelsOf} from "../../training/folds/outOfFold.ts";
import {appendFitted, fitStatistics, trainingMatrix} from "../../training/inputs/fittedMatrix.ts";
import {fittedColumnsOf, type TrainingData} from "../../training/inputs/trainingData.ts";

/** The clients that a search may see, and what a thread needs of them. */
export type SearchData = Pick<TrainingData, "clients" | "features" | "matrix" | "target" | "ids">;

/** Takes the locked hold-out away, before folds are made; what is left lies in memory that threads share. */
export function withoutHoldout(data: SearchData, heldOut = isHeldOut): SearchData {
  const {training} = splitHoldout(data.ids, heldOut);
  const width = data.features.length;
  const matrix = new Float32Array(new SharedArrayBuffer(training.length * width * 4));
  training.forEach((from, to) => {
    matrix.set(data.matrix.subarray(from * width, (from + 1) * width), to * width);
  });
  return {
    clients: training.length,
    features: data.features,
    matrix,
    target: Uint8Array.from(training, (i) => data.target[i]!),
    ids: Int32Array.from(training, (i) => data.ids[i]!)
  };
}

/** Folds whose inputs are the same for every trial. */
export interface PreparedFolds {
  /** Per client. */
  fold: Uint8Array;
  folds: number;
  constraints: Params;
  input(k: number): FoldInput;
}

/** Below so many bytes the folds' inputs are kept from trial to trial, beyond they are made anew. */
const KEPT_BYTES = 2 ** 30;

/** Divides the clients into folds; everything that is fitted is fitted on the other folds, as in training. */
export function prepareFolds(data: SearchData, {folds, seed}: {folds: number; seed: number}): PreparedFolds {
  const whole = data as TrainingData;
  const fold = stratifiedFolds(data.target, folds, seed);
  const columns = fittedColumnsOf(whole);
  const everyone = rowsWhere(fold, () => true);
  const inputs = inputsOf(whole, fitStatistics(columns, data.target, everyone));
  const {constraints, ...shape} = columnsOf(inputs);
  const isKept = data.clients * inputs.length * 4 * folds < KEPT_BYTES;
  const kept = new Map<number, FoldInput>();
  const make = (k: number): FoldInput => {
    const rows = rowsWhere(fold, (other) => other !== k);
    const held = rowsWhere(fold, (other) => other === k);
    const statistics = fitStatistics(columns, data.target, rows);
    return {
      ...shape,
      train: {matrix: trainingMatrix(whole, columns, fold, rows, statistics), label: labelsOf(whole, rows)},
      validation: {matrix: appendFitted(whole, held, statistics), label: labelsOf(whole, held), rows: held}
    };
  };
  return {
    fold,
    folds,
    constraints,
    input(k) {
      const input = kept.get(k) ?? make(k);
      if (isKept) kept.set(k, input);
      return input;
    }
  };
}
