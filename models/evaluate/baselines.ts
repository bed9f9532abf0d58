import {calibrate, fitCalibration} from "../../src/core/credit/calibration.ts";
import type {Cost} from "../../src/core/credit/cutoff.ts";
import {logOddsToProbability, probabilityToLogOdds} from "../../src/core/credit/logOdds.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {ManifestFeature, ModelEvaluation} from "../../src/core/schema/manifest.ts";
import {rowsWhere} from "../training/folds/folds.ts";
import {type OutOfFold, type OutOfFoldOptions, scoreOutOfFold} from "../training/folds/outOfFold.ts";
import {type TrainingData, takeFeatures, withoutDirections} from "../training/inputs/trainingData.ts";
import {CANDIDATES, defaultGrowth, type Growth} from "../training/params.ts";
import {fitLogistic} from "./logistic.ts";
import {comparePaired, measure, type Scored} from "./measures.ts";

type Contender = ModelEvaluation["contenders"][number];
type Baseline = Exclude<Contender["id"], "model">;

/** LightGBM's own defaults: 100 trees of 31 leaves, learning rate 0.1; what only makes it repeatable is ours. */
const LIGHTGBM_DEFAULTS: Growth = {
  params: Object.fromEntries(
    ["objective", "metric", "deterministic", "force_row_wise", "num_threads"].map((name) => [
      name,
      CANDIDATES.calm.params[name]!
    ])
  ),
  maxRounds: 100,
  patience: 0
};

const EXTERNAL_SCORES = ["app_ext_source_1", "app_ext_source_2", "app_ext_source_3"];

/**
 * Compares a model with simpler ones on its own folds, each with a calibration of its own: the bad rate for everyone,
 * a logistic regression of the external scores, the application without any history, LightGBM's defaults on all
 * features, and the default parameters when the model has others. Those whose features the data lack, and those whose
 * scores do not rank, are left out; so are all of them unless they are wanted.
 * @throws LIGHTGBM_MISSING, LIGHTGBM_FAILED
 */
export function compareBaselines(
  data: TrainingData,
  model: {outOfFold: OutOfFold; scored: Scored},
  options: OutOfFoldOptions & {cost: Cost; isWanted?: boolean}
): Contender[] {
  const {cost, isWanted = false} = options;
  const own: Contender = {
    id: "model",
    features: data.features.length,
    measures: measure(model.scored, cost),
    aucDifference: null,
    costDifference: null
  };
  if (!isWanted) return [own];
  const contenders: Contender[] = [];
  const add = (id: Baseline, features: number, scored: Scored | undefined) => {
    if (scored)
      contenders.push({
        id,
        features,
        measures: measure(scored, cost),
        ...comparePaired(model.scored, scored, cost)
      });
  };
  const grow = (id: Baseline, of: TrainingData, growth: Growth) =>
    add(id, of.features.length, calibrated(of.target, scoreOutOfFold(of, {...options, ...growth}).rawScore));
  add("baseRate", 0, baseRate(data.target));
  const external = takeFeatures(data, ({name}) => EXTERNAL_SCORES.includes(name));
  if (external.features.length === EXTERNAL_SCORES.length)
    add(
      "externalScores",
      EXTERNAL_SCORES.length,
      calibrated(data.target, logisticOutOfFold(external, model.outOfFold.fold))
    );
  const application = takeFeatures(data, isOfApplication);
  if (application.features.length > 0 && application.features.length < data.features.length)
    grow("application", application, options);
  grow(
    "lightgbmDefaults",
    withoutDirections(data, () => true),
    LIGHTGBM_DEFAULTS
  );
  const defaults = defaultGrowth(data.clients);
  if (!sameGrowth(defaults, options)) grow("scorebookDefaults", data, defaults);
  return [...contenders, own];
}

const isOfApplication = ({tables}: ManifestFeature) => tables.every((table) => table === "application");

const sameGrowth = (a: Growth, b: Growth) =>
  a.maxRounds === b.maxRounds &&
  a.patience === b.patience &&
  [...new Set([...Object.keys(a.params), ...Object.keys(b.params)])].every(
    (name) => a.params[name] === b.params[name]
  );

function baseRate(target: Uint8Array): Scored {
  const rate = target.reduce((a, b) => a + b, 0) / target.length;
  const probability = new Float64Array(target.length).fill(rate);
  return {target, score: probability.map(probabilityToLogOdds), probability};
}

/** Calibrates scores on themselves, as the model's are; undefined when they do not rank. */
export function calibrated(target: Uint8Array, rawScore: Float64Array): Scored | undefined {
  try {
    const calibration = fitCalibration(target, rawScore);
    const probability = rawScore.map((raw) => logOddsToProbability(calibrate(calibration, raw)));
    return {target, score: rawScore, probability};
  } catch (error) {
    if (error instanceof ScorebookError && error.code === "MODEL_INVALID") return undefined;
    throw error;
  }
}

/** Scores each client by a logistic regression of the other folds. */
function logisticOutOfFold(data: TrainingData, fold: Uint8Array): Float64Array {
  const width = data.features.length;
  const rowOf = (i: number) => data.matrix.subarray(i * width, (i + 1) * width);
  const rawScore = new Float64Array(data.clients);
  for (const k of new Set(fold)) {
    const rows = rowsWhere(fold, (other) => other !== k);
    const predict = fitLogistic(
      Float32Array.from(Array.from(rows, rowOf).flatMap((row) => [...row])),
      width,
      Uint8Array.from(rows, (row) => data.target[row]!)
    );
    for (const row of rowsWhere(fold, (other) => other === k)) rawScore[row] = predict(rowOf(row));
  }
  return rawScore;
}
