import type {OutOfFoldColumns} from "../../loaders/model/outOfFold.ts";
import {calibrate, fitCalibration} from "../../src/core/credit/calibration.ts";
import type {Cost} from "../../src/core/credit/cutoff.ts";
import {logOddsToProbability} from "../../src/core/credit/logOdds.ts";
import {createPolicy} from "../../src/core/credit/policy.ts";
import type {Scale} from "../../src/core/credit/scale.ts";
import type {DriftReference} from "../../src/core/drift/reference.ts";
import {auc} from "../../src/core/metrics/auc.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";
import {compareBaselines} from "../evaluate/baselines.ts";
import {describeCost} from "../evaluate/cost.ts";
import {compareHoldout} from "../evaluate/holdout.ts";
import {findLeaks} from "../evaluate/leaks/all.ts";
import {chooseDirections} from "../evaluate/monotone.ts";
import {measureScores, observedCost} from "./evaluation/metrics.ts";
import {summarisePopulation} from "./evaluation/population.ts";
import {describeProtected, protectedEffect} from "./evaluation/protectedEffect.ts";
import {createReference} from "./evaluation/reference.ts";
import {splitHoldout} from "./folds/holdout.ts";
import {type OutOfFold, scoreOutOfFold} from "./folds/outOfFold.ts";
import {type TrainingData, takeClients} from "./inputs/trainingData.ts";
import type {Growth} from "./params.ts";
import {refit, scoreUnseen} from "./refit.ts";
import {type Share, sharedParams} from "./share.ts";

export interface TrainingOptions extends Growth {
  seed: number;
  folds: number;
  cost: Cost;
  scale: Scale;
  referAbove?: number;
  /** Selects the same clients with the features that were left out as protected, to tell what that costs. */
  withProtected?: () => TrainingData;
  /** Selects the clients without an outcome, to tell whether they are like the others. */
  test?: () => TrainingData;
  /** Grows simpler models on the same folds, to compare with. */
  withBaselines?: boolean;
  /** How often clients are divided into folds, by a seed each, which tells how much the AUC depends on it; once when absent. */
  repeats?: number;
  /** Which part of the rows this machine trains on when several train together; every one has all data. */
  share?: Share | undefined;
  onProgress?: (progress: TrainingProgress) => void;
  signal?: AbortSignal;
}

type FoldPhase =
  | "folds"
  | "folds without directions"
  | "folds with protected"
  | "folds with another seed"
  | "folds of simpler models"
  | "train against test";

export type TrainingProgress =
  | {phase: FoldPhase; round: number; auc: number}
  | {phase: "refit"; round: number; rounds: number};

/** What training finds out; the caller adds name, dates, data and files. */
export type TrainedParts = Pick<
  Manifest,
  | "training"
  | "features"
  | "fitted"
  | "protected"
  | "metrics"
  | "evaluation"
  | "featureChoice"
  | "calibration"
  | "cost"
  | "scale"
  | "referAbove"
  | "cutoff"
  | "population"
>;

export interface TrainedModel {
  modelText: string;
  /** The journal of the search that found the parameters. */
  journal?: Buffer;
  parts: TrainedParts;
  outOfFold: OutOfFoldColumns;
  /** What the training clients look like. */
  reference: DriftReference;
}

/**
 * Trains a model on the labelled clients it is given but the hold-out: cross-validates on stratified folds, calibrates on the
 * out-of-fold scores, then refits on the clients of all folds with the number of iterations that was best. The
 * hold-out is scored by that model, so what it tells is about the very model that is served. The same data and
 * options give the same bytes on one machine.
 * @throws LIGHTGBM_MISSING, LIGHTGBM_FAILED, USAGE (too few clients of a class), MODEL_INVALID (nothing to learn)
 */
export function trainModel(labelled: TrainingData, options: TrainingOptions): TrainedModel {
  const {seed, folds, cost, scale, referAbove, withProtected, repeats = 1, onProgress} = options;
  const sides = splitHoldout(labelled.ids);
  const foldOptions = (phase: FoldPhase) => ({
    ...options,
    onRound: (round: number, mean: number) => onProgress?.({phase, round, auc: mean})
  });
  const validate = (of: TrainingData, phase: FoldPhase, ownSeed = seed): OutOfFold =>
    scoreOutOfFold(of, {...foldOptions(phase), seed: ownSeed});
  const {data, validated, monotone, adapt} = chooseDirections(
    takeClients(labelled, sides.training),
    (of, isFree) => validate(of, isFree ? "folds without directions" : "folds")
  );
  const {target} = data;
  const {rawScore, rounds, roundsPerFold, fold} = validated;
  const calibration = fitCalibration(target, rawScore);
  const policy = createPolicy({calibration, cost, scale, referAbove});
  const probabilityOf = (raw: number) => logOddsToProbability(calibrate(calibration, raw));
  const scored = {target, score: rawScore, probability: rawScore.map(probabilityOf)};
  const others = () => adapt(takeClients(withProtected!(), sides.training));
  const effect =
    data.leftOut.length > 0 && withProtected
      ? protectedEffect(target, policy, rawScore, validate(others(), "folds with protected").rawScore)
      : null;
  const metrics = measureScores(target, validated, calibration);
  if (repeats > 1) {
    const again = Array.from({length: repeats - 1}, (_, i) =>
      validate(data, "folds with another seed", seed + 1 + i)
    );
    metrics.aucPerSeed = [metrics.auc, ...again.map((other) => auc(target, other.rawScore))];
  }
  const refitted = refit(data, validated, {
    ...options,
    onRound: (round) => onProgress?.({phase: "refit", round, rounds})
  });
  const heldOut = adapt(takeClients(labelled, sides.holdout));
  const rawUnseen = scoreUnseen(refitted, heldOut);
  const unseen = {target: heldOut.target, score: rawUnseen, probability: rawUnseen.map(probabilityOf)};
  const logOdds = rawScore.map((raw) => calibrate(calibration, raw));
  const {probability, score} = policy.cutoff;
  return {
    modelText: refitted.modelText,
    reference: createReference(refitted.features, refitted.matrix, scored.probability),
    outOfFold: {
      clientId: data.ids,
      fold,
      rawScore,
      probabilityOfDefault: scored.probability,
      application: data.applications
    },
    parts: {
      training: {
        engine: `LightGBM, model.txt ${/^version=(\S+)$/m.exec(refitted.modelText)?.[1]}`,
        params: {...options.params, ...sharedParams(options.share), seed},
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
      evaluation: {
        holdout: compareHoldout(scored, unseen, cost),
        contenders: compareBaselines(
          data,
          {outOfFold: validated, scored},
          {...foldOptions("folds of simpler models"), cost, isWanted: options.withBaselines}
        ),
        monotone,
        leaks: findLeaks(labelled, data, fold, {...foldOptions("train against test"), test: options.test}),
        cost: describeCost(scored, cost)
      },
      calibration,
      cost,
      scale,
      ...(referAbove === undefined ? {} : {referAbove}),
      cutoff: {probability, score, ...observedCost(target, logOdds, probability, cost)},
      population: summarisePopulation(policy, target, rawScore)
    }
  };
}
