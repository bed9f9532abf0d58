import {parseModel} from "../../src/core/booster/parse.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import type {FittedStatistics, ManifestFeature} from "../../src/core/schema/manifest.ts";
import {createBooster, type NativeBooster} from "../lightgbm/booster.ts";
import {rowsWhere} from "./folds/folds.ts";
import {columnsOf, inputsOf, labelsOf, type OutOfFold} from "./folds/outOfFold.ts";
import {appendFitted, fitStatistics, trainingMatrix} from "./inputs/fittedMatrix.ts";
import {withMedians} from "./inputs/medians.ts";
import {fittedColumnsOf, type TrainingData} from "./inputs/trainingData.ts";
import type {Growth} from "./params.ts";
import {createTrainingSet, type Share, sharedParams} from "./share.ts";

export interface Refitted {
  modelText: string;
  features: ManifestFeature[];
  fitted: FittedStatistics;
  /** The inputs of all clients, row-major, as the grown model is given them. */
  matrix: Float32Array;
}

/** Grows the model of all clients of the data, who are those of the folds, and describes its inputs. */
export function refit(
  data: TrainingData,
  {fold, rounds}: Pick<OutOfFold, "fold" | "rounds">,
  {
    params: given,
    seed,
    onRound,
    signal,
    share
  }: Pick<Growth, "params"> & {
    seed: number;
    onRound: (round: number, rounds: number) => void;
    signal?: AbortSignal;
    share?: Share | undefined;
  }
): Refitted {
  const columns = fittedColumnsOf(data);
  const everyone = rowsWhere(fold, () => true);
  const fitted = fitStatistics(columns, data.target, everyone);
  const features = inputsOf(data, fitted);
  const {constraints, ...shape} = columnsOf(features);
  const params = {...given, seed, ...constraints, ...sharedParams(share)};
  const whole = {
    ...shape,
    data: trainingMatrix(data, columns, fold, everyone, fitted),
    rows: data.clients,
    label: labelsOf(data, everyone),
    featureNames: features.map(({name}) => name),
    params
  };
  const dataset = createTrainingSet(whole, share);
  let booster: NativeBooster | undefined;
  try {
    booster = createBooster(dataset, params);
    for (let round = 1; round <= rounds; round++) {
      signal?.throwIfAborted();
      booster.update();
      onRound(round, rounds);
    }
    const matrix = appendFitted(data, everyone, fitted);
    return {modelText: booster.saveToString(), features: withMedians(features, matrix), fitted, matrix};
  } finally {
    booster?.dispose();
    dataset.dispose();
  }
}

/** Scores clients whom the model has not seen as it will be served: by our own engine. */
export function scoreUnseen(
  {modelText, fitted}: Pick<Refitted, "modelText" | "fitted">,
  unseen: TrainingData
): Float64Array {
  const score = createScorer(parseModel(modelText));
  const everyone = Uint32Array.from({length: unseen.clients}, (_, i) => i);
  const matrix = appendFitted(unseen, everyone, fitted);
  const width = unseen.clients > 0 ? matrix.length / unseen.clients : 0;
  return Float64Array.from(everyone, (i) =>
    score(Float64Array.from(matrix.subarray(i * width, (i + 1) * width)))
  );
}
