import {type Calibration, calibrate, fitCalibration} from "../../src/core/credit/calibration.ts";
import {cheapest, costCurve} from "../../src/core/credit/costCurve.ts";
import type {Cost} from "../../src/core/credit/cutoff.ts";
import {logOddsToProbability} from "../../src/core/credit/logOdds.ts";
import {createPolicy} from "../../src/core/credit/policy.ts";
import type {Scale} from "../../src/core/credit/scale.ts";
import {describeFitted} from "../../src/core/fitted/describe.ts";
import {auc} from "../../src/core/metrics/auc.ts";
import {brier} from "../../src/core/metrics/brier.ts";
import {gini} from "../../src/core/metrics/gini.ts";
import {ks} from "../../src/core/metrics/ks.ts";
import {logLoss} from "../../src/core/metrics/logLoss.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";
import {createBooster} from "../lightgbm/booster.ts";
import {createDataset} from "../lightgbm/dataset.ts";
import {type CrossValidation, crossValidate, type FoldInput} from "./crossValidate.ts";
import {appendFitted, fitStatistics, fittedWidth, trainingMatrix} from "./fittedMatrix.ts";
import {rowsWhere, stratifiedFolds} from "./folds.ts";
import {summarisePopulation} from "./population.ts";
import {fittedColumnsOf, type TrainingData} from "./trainingData.ts";

export interface TrainingOptions {
  params: Readonly<Record<string, number | string | boolean>>;
  seed: number;
  folds: number;
  maxRounds: number;
  patience: number;
  cost: Cost;
  scale: Scale;
  referAbove?: number;
  onProgress?: (progress: TrainingProgress) => void;
  signal?: AbortSignal;
}

export type TrainingProgress =
  | {phase: "folds"; round: number; maxRounds: number; auc: number}
  | {phase: "refit"; round: number; rounds: number};

/** What training finds out; the caller adds name, dates, data and files. */
export type TrainedParts = Pick<
  Manifest,
  | "training"
  | "features"
  | "fitted"
  | "metrics"
  | "calibration"
  | "cost"
  | "scale"
  | "referAbove"
  | "cutoff"
  | "population"
>;

export interface TrainedModel {
  modelText: string;
  parts: TrainedParts;
  /** Per client of the data: the raw score by the fold model that has not seen them, and their fold. */
  outOfFold: {rawScore: Float64Array; fold: Uint8Array};
}

/**
 * Trains a model: cross-validates on stratified folds, calibrates on the out-of-fold scores, then refits on all
 * clients with the number of iterations that was best. The same data and options give the same bytes on one machine.
 * @throws LIGHTGBM_MISSING, LIGHTGBM_FAILED, USAGE (too few clients of a class), MODEL_INVALID (nothing to learn)
 */
export function trainModel(data: TrainingData, options: TrainingOptions): TrainedModel {
  const {seed, folds, cost, scale, referAbove, onProgress, signal} = options;
  const params: TrainingOptions["params"] = {...options.params, seed};
  const {target} = data;
  const fold = stratifiedFolds(target, folds, seed);
  const columns = fittedColumnsOf(data);
  const everyone = rowsWhere(fold, () => true);
  const fitted = fitStatistics(columns, target, everyone);
  const features = [...data.features, ...describeFitted(fitted, data.features)];
  const categorical = features.flatMap(({kind}, i) => (kind === "category" ? [i] : []));
  const labelsOf = (rows: Uint32Array) => Float32Array.from(rows, (row) => target[row]!);
  const shape = {columns: data.features.length + fittedWidth(fitted), categorical};

  function* foldInputs(): Generator<FoldInput> {
    for (let k = 0; k < folds; k++) {
      const rows = rowsWhere(fold, (other) => other !== k);
      const held = rowsWhere(fold, (other) => other === k);
      const statistics = fitStatistics(columns, target, rows);
      yield {
        ...shape,
        train: {matrix: trainingMatrix(data, columns, fold, rows, statistics), label: labelsOf(rows)},
        validation: {matrix: appendFitted(data, held, statistics), label: labelsOf(held), rows: held}
      };
    }
  }
  const validated = crossValidate(foldInputs(), data.clients, {
    params,
    maxRounds: options.maxRounds,
    patience: options.patience,
    signal,
    onRound: (round, mean) => onProgress?.({phase: "folds", round, maxRounds: options.maxRounds, auc: mean})
  });
  const calibration = fitCalibration(target, validated.rawScore);
  const policy = createPolicy({calibration, cost, scale, referAbove});

  const matrix = trainingMatrix(data, columns, fold, everyone, fitted);
  const dataset = createDataset({
    ...shape,
    data: matrix,
    rows: data.clients,
    label: labelsOf(everyone),
    featureNames: features.map(({name}) => name),
    params
  });
  const booster = createBooster(dataset, params);
  try {
    for (let round = 1; round <= validated.rounds; round++) {
      signal?.throwIfAborted();
      booster.update();
      onProgress?.({phase: "refit", round, rounds: validated.rounds});
    }
    const logOdds = validated.rawScore.map((raw) => calibrate(calibration, raw));
    const {probability, score} = policy.cutoff;
    const modelText = booster.saveToString();
    return {
      modelText,
      outOfFold: {rawScore: validated.rawScore, fold},
      parts: {
        training: {
          engine: `LightGBM, model.txt ${/^version=(\S+)$/m.exec(modelText)?.[1]}`,
          params,
          seed,
          folds,
          rounds: validated.rounds,
          roundsPerFold: validated.roundsPerFold
        },
        features,
        fitted,
        metrics: measure(target, fold, folds, validated, calibration),
        calibration,
        cost,
        scale,
        ...(referAbove === undefined ? {} : {referAbove}),
        cutoff: {probability, score, ...observedCost(target, logOdds, probability, cost)},
        population: summarisePopulation(policy, target, validated.rawScore)
      }
    };
  } finally {
    booster.dispose();
    dataset.dispose();
  }
}

function measure(
  target: Uint8Array,
  fold: Uint8Array,
  folds: number,
  {rawScore}: CrossValidation,
  calibration: Calibration
): Manifest["metrics"] {
  const before = rawScore.map(logOddsToProbability);
  const after = rawScore.map((raw) => logOddsToProbability(calibrate(calibration, raw)));
  const aucPerFold = Array.from({length: folds}, (_, k) => {
    const rows = rowsWhere(fold, (other) => other === k);
    return auc(
      Uint8Array.from(rows, (row) => target[row]!),
      Float64Array.from(rows, (row) => rawScore[row]!)
    );
  });
  return {
    auc: auc(target, rawScore),
    gini: gini(target, rawScore),
    ks: ks(target, rawScore),
    aucPerFold,
    before: {brier: brier(target, before), logLoss: logLoss(target, before)},
    after: {brier: brier(target, after), logLoss: logLoss(target, after)}
  };
}

function observedCost(target: Uint8Array, logOdds: Float64Array, cutoff: number, cost: Cost) {
  const curve = costCurve(target, logOdds.map(logOddsToProbability), cost);
  const best = cheapest(curve)!;
  const atCutoff = curve.findLast((point) => point.cutoff <= cutoff) ?? curve[0]!;
  return {
    empirical: best.cutoff,
    costPerClient: atCutoff.costPerClient,
    empiricalCostPerClient: best.costPerClient
  };
}
