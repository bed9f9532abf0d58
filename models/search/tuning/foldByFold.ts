import {createBooster, type NativeBooster} from "../../lightgbm/booster.ts";
import {createDataset, type Dataset} from "../../lightgbm/dataset.ts";
import type {Params} from "../../lightgbm/params.ts";
import {createRoundChoice} from "../../training/folds/roundChoice.ts";
import type {PreparedFolds} from "./searchData.ts";

export interface FoldByFoldOptions {
  params: Params;
  maxRounds: number;
  /** A fold stops when its own AUC has not improved for so many iterations; 0 grows all of them. */
  patience: number;
  /** Scores every client at the last iteration, whatever the folds' curves say. */
  allRounds?: boolean;
  onRound?: (fold: number, round: number) => void;
  /** Is told the scores of the folds that are done, from the second on; false ends the trial. */
  onFolds?: (done: number, rows: Uint32Array, rawScore: Float64Array) => Promise<boolean>;
}

export interface FoldByFold {
  /** Per client, by the fold model that has not seen them; undefined when the trial was ended early. */
  rawScore: Float64Array | undefined;
  /** Where the mean AUC of the folds that were grown is best, for a model of everyone. */
  rounds: number;
  /** The number of iterations that each fold's clients are scored with, chosen by the other folds. */
  roundsPerFold: number[];
}

/**
 * Grows one fold after the other, so that a search can end a bad trial early. A fold's clients are scored at the
 * number of iterations that the other folds choose, so there are scores from the second fold on.
 * @throws LIGHTGBM_FAILED, LIGHTGBM_MISSING
 */
export async function foldByFold(
  prepared: PreparedFolds,
  {params: given, maxRounds, patience, allRounds = false, onRound, onFolds}: FoldByFoldOptions
): Promise<FoldByFold> {
  const params = {...given, ...prepared.constraints};
  const open: {booster: NativeBooster; datasets: Dataset[]; curve: number[]}[] = [];
  const rawScore = new Float64Array(prepared.fold.length);
  const scoredAt: number[] = [];
  try {
    for (let k = 0; k < prepared.folds; k++) {
      const {train, validation, columns, categorical} = prepared.input(k);
      const shared = {columns, categorical, params};
      const size = train.label.length;
      const trainSet = createDataset({...shared, data: train.matrix, rows: size, label: train.label});
      const validationSet = createDataset({
        ...shared,
        data: validation.matrix,
        rows: validation.label.length,
        label: validation.label,
        reference: trainSet
      });
      const booster = createBooster(trainSet, params);
      booster.addValidation(validationSet);
      const curve: number[] = [];
      open.push({booster, datasets: [validationSet, trainSet], curve});
      grow(booster, curve, maxRounds, patience, (round) => onRound?.(k, round));
      if (k === 0) continue;
      const {roundsPerFold} = choose(open, allRounds);
      open.forEach((own, j) => {
        const iterations = roundsPerFold[j]!;
        if (scoredAt[j] === iterations) return;
        const {matrix, rows} = prepared.input(j).validation;
        const raw = own.booster.predict(matrix, rows.length, {kind: "raw", iterations});
        rows.forEach((row, i) => {
          rawScore[row] = raw[i]!;
        });
        scoredAt[j] = iterations;
      });
      const rows = Uint32Array.from(prepared.fold.keys()).filter((row) => prepared.fold[row]! <= k);
      if (onFolds && !(await onFolds(k + 1, rows, rawScore)))
        return {rawScore: undefined, ...choose(open, allRounds)};
    }
    return {rawScore, ...choose(open, allRounds)};
  } finally {
    for (const {booster, datasets} of open) {
      booster.dispose();
      for (const dataset of datasets) dataset.dispose();
    }
  }
}

function grow(
  booster: NativeBooster,
  curve: number[],
  maxRounds: number,
  patience: number,
  onRound: (round: number) => void
): void {
  let best = 0;
  for (let round = 1; round <= maxRounds; round++) {
    booster.update();
    curve.push(booster.evaluate(1)[0]!);
    if (curve[round - 1]! > curve[best]!) best = round - 1;
    onRound(round);
    if (patience > 0 && round - 1 - best >= patience) return;
  }
}

/** Follows the curves as far as all of them go. */
function choose(
  open: readonly {curve: readonly number[]}[],
  allRounds: boolean
): {rounds: number; roundsPerFold: number[]} {
  const length = Math.min(...open.map(({curve}) => curve.length));
  const choice = createRoundChoice(open.length, allRounds ? 0 : length + 1);
  for (let round = 0; round < length; round++) choice.push(open.map(({curve}) => curve[round]!));
  return {rounds: choice.rounds, roundsPerFold: choice.roundsPerFold};
}
