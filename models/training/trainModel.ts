import type {OutOfFoldColumns} from "../../loaders/model/outOfFold.ts";
import {calibrate, fitCalibration} from "../../src/core/credit/calibration.ts";
import type {Cost} from "../../src/core/credit/cutoff.ts";
import {logOddsToProbability} from "../../src/core/credit/logOdds.ts";
import {createPolicy} from "../../src/core/credit/policy.ts";
import type {Scale} from "../../src/core/credit/scale.ts";
import type {DriftReference} from "../../src/core/drift/reference.ts";
import {auc} from "../../src/core/metrics/auc.ts";
import type {FittedStatistics, Manifest, ManifestFeature} from "../../src/core/schema/manifest.ts";
import {createBooster, type NativeBooster} from "../lightgbm/booster.ts";
import {createDataset} from "../lightgbm/dataset.ts";
import {appendFitted, fitStatistics, trainingMatrix} from "./fittedMatrix.ts";
import {rowsWhere} from "./folds.ts";
import {withMedians} from "./medians.ts";
import {measureScores, observedCost} from "./metrics.ts";
import {columnsOf, inputsOf, labelsOf, type OutOfFold, scoreOutOfFold} from "./outOfFold.ts";
import type {Growth} from "./params.ts";
import {summarisePopulation} from "./population.ts";
import {describeProtected, protectedEffect} from "./protectedEffect.ts";
import {createReference} from "./reference.ts";
import {fittedColumnsOf, type TrainingData} from "./trainingData.ts";

export interface TrainingOptions extends Growth {
  seed: number;
  folds: number;
  cost: Cost;
  scale: Scale;
  referAbove?: number;
  /** Selects the same clients with the features that were left out as protected, to tell what that costs. */
  withProtected?: () => TrainingData;
  /** Cross-validations with other seeds on top, which tell how much the AUC depends on the seed; none when absent. */
  moreSeeds?: number;
  onProgress?: (progress: TrainingProgress) => void;
  signal?: AbortSignal;
}

export type TrainingProgress =
  | {phase: "folds" | "folds with protected" | "folds with another seed"; round: number; auc: number}
  | {phase: "refit"; round: number; rounds: number};

/** What training finds out; the caller adds name, dates, data and files. */
export type TrainedParts = Pick<
  Manifest,
  | "training"
  | "features"
  | "fitted"
  | "protected"
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
  outOfFold: OutOfFoldColumns;
  /** What the training clients look like. */
  reference: DriftReference;
}

/**
 * Trains a model: cross-validates on stratified folds, calibrates on the out-of-fold scores, then refits on all
 * clients with the number of iterations that was best. The same data and options give the same bytes on one machine.
 * @throws LIGHTGBM_MISSING, LIGHTGBM_FAILED, USAGE (too few clients of a class), MODEL_INVALID (nothing to learn)
 */
export function trainModel(data: TrainingData, options: TrainingOptions): TrainedModel {
  const {seed, folds, cost, scale, referAbove, withProtected, moreSeeds = 0, onProgress} = options;
  const {target} = data;
  const validate = (
    of: TrainingData,
    phase: Exclude<TrainingProgress["phase"], "refit">,
    ownSeed = seed
  ): OutOfFold => {
    const onRound = (round: number, mean: number) => onProgress?.({phase, round, auc: mean});
    return scoreOutOfFold(of, {...options, seed: ownSeed, onRound});
  };
  const validated = validate(data, "folds");
  const {rawScore, rounds, roundsPerFold, fold} = validated;
  const calibration = fitCalibration(target, rawScore);
  const policy = createPolicy({calibration, cost, scale, referAbove});
  const effect =
    data.leftOut.length > 0 && withProtected
      ? protectedEffect(target, policy, rawScore, validate(withProtected(), "folds with protected").rawScore)
      : null;
  const metrics = measureScores(target, validated, calibration);
  if (moreSeeds > 0) {
    const others = Array.from({length: moreSeeds}, (_, i) =>
      validate(data, "folds with another seed", seed + 1 + i)
    );
    metrics.aucPerSeed = [metrics.auc, ...others.map((other) => auc(target, other.rawScore))];
  }
  const logOdds = rawScore.map((raw) => calibrate(calibration, raw));
  const refitted = refit(data, validated, options);
  const {probability, score} = policy.cutoff;
  const probabilityOfDefault = logOdds.map(logOddsToProbability);
  return {
    modelText: refitted.modelText,
    reference: createReference(refitted.features, refitted.matrix, probabilityOfDefault),
    outOfFold: {
      clientId: data.ids,
      fold,
      rawScore,
      probabilityOfDefault,
      application: data.applications
    },
    parts: {
      training: {
        engine: `LightGBM, model.txt ${/^version=(\S+)$/m.exec(refitted.modelText)?.[1]}`,
        params: {...options.params, seed},
        excluded: [...data.excluded],
        seed,
        folds,
        rounds,
        roundsPerFold
      },
      features: refitted.features,
      fitted: refitted.fitted,
      protected: {...describeProtected(refitted.features, data.leftOut, data.allowed), effect},
      metrics,
      calibration,
      cost,
      scale,
      ...(referAbove === undefined ? {} : {referAbove}),
      cutoff: {probability, score, ...observedCost(target, logOdds, probability, cost)},
      population: summarisePopulation(policy, target, rawScore)
    }
  };
}

interface Refitted {
  modelText: string;
  features: ManifestFeature[];
  fitted: FittedStatistics;
  /** The inputs of all clients, row-major, as the grown model is given them. */
  matrix: Float32Array;
}

/** Grows the model of all clients and describes its inputs. */
function refit(
  data: TrainingData,
  {fold, rounds}: OutOfFold,
  {params: given, seed, onProgress, signal}: TrainingOptions
): Refitted {
  const columns = fittedColumnsOf(data);
  const everyone = rowsWhere(fold, () => true);
  const fitted = fitStatistics(columns, data.target, everyone);
  const features = inputsOf(data, fitted);
  const {constraints, ...shape} = columnsOf(features);
  const params = {...given, seed, ...constraints};
  const dataset = createDataset({
    ...shape,
    data: trainingMatrix(data, columns, fold, everyone, fitted),
    rows: data.clients,
    label: labelsOf(data, everyone),
    featureNames: features.map(({name}) => name),
    params
  });
  let booster: NativeBooster | undefined;
  try {
    booster = createBooster(dataset, params);
    for (let round = 1; round <= rounds; round++) {
      signal?.throwIfAborted();
      booster.update();
      onProgress?.({phase: "refit", round, rounds});
    }
    const matrix = appendFitted(data, everyone, fitted);
    return {modelText: booster.saveToString(), features: withMedians(features, matrix), fitted, matrix};
  } finally {
    booster?.dispose();
    dataset.dispose();
  }
}
