import {describeFitted} from "../../../src/core/fitted/describe.ts";
import type {FittedStatistics, ManifestFeature} from "../../../src/core/schema/manifest.ts";
import type {Params} from "../../lightgbm/params.ts";
import {appendFitted, fitStatistics, trainingMatrix} from "../inputs/fittedMatrix.ts";
import {fittedColumnsOf, type TrainingData} from "../inputs/trainingData.ts";
import type {Growth} from "../params.ts";
import {
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  type FoldInput
} from "./crossValidate.ts";
import {rowsWhere, stratifiedFolds} from "./folds.ts";

export interface OutOfFoldOptions extends Growth {
  /** Of the folds and of LightGBM. */
  seed: number;
  folds: number;
  onRound?: (round: number, meanAuc: number) => void;
  onFold?: CrossValidationOptions["onFold"];
  signal?: AbortSignal;
  share?: CrossValidationOptions["share"];
}

/** Every client scored by a model that has not seen them. */
export interface OutOfFold extends CrossValidation {
  /** Per client of the data, 0 to folds − 1. */
  fold: Uint8Array;
}

/** Lists a model's inputs: the catalogue's features, then the fitted ones. */
export const inputsOf = (data: TrainingData, fitted: FittedStatistics): ManifestFeature[] => [
  ...data.features,
  ...describeFitted(fitted, data.features)
];

/** Tells LightGBM what is declared of its columns: categories, and directions as monotone constraints. */
export function columnsOf(features: readonly ManifestFeature[]): {
  columns: number;
  categorical: number[];
  constraints: Params;
} {
  const signs = features.map(({direction}) =>
    direction === "rising" ? 1 : direction === "falling" ? -1 : 0
  );
  return {
    columns: features.length,
    categorical: features.flatMap(({kind}, i) => (kind === "category" ? [i] : [])),
    constraints: signs.some((sign) => sign !== 0) ? {monotone_constraints: signs} : {}
  };
}

/** Picks the outcomes of some rows as LightGBM takes them. */
export const labelsOf = ({target}: TrainingData, rows: Uint32Array): Float32Array =>
  Float32Array.from(rows, (row) => target[row]!);

/**
 * Scores each client by the model of the other folds, with everything that is fitted fitted on those.
 * @throws LIGHTGBM_MISSING, LIGHTGBM_FAILED, USAGE (too few clients of a class)
 */
export function scoreOutOfFold(data: TrainingData, options: OutOfFoldOptions): OutOfFold {
  const {seed, folds, maxRounds, patience, onRound, onFold, signal, share} = options;
  const fold = stratifiedFolds(data.target, folds, seed);
  const columns = fittedColumnsOf(data);
  const everyone = rowsWhere(fold, () => true);
  const {constraints, ...shape} = columnsOf(inputsOf(data, fitStatistics(columns, data.target, everyone)));

  function* foldInputs(): Generator<FoldInput> {
    for (let k = 0; k < folds; k++) {
      const rows = rowsWhere(fold, (other) => other !== k);
      const held = rowsWhere(fold, (other) => other === k);
      const statistics = fitStatistics(columns, data.target, rows);
      yield {
        ...shape,
        train: {matrix: trainingMatrix(data, columns, fold, rows, statistics), label: labelsOf(data, rows)},
        validation: {matrix: appendFitted(data, held, statistics), label: labelsOf(data, held), rows: held}
      };
    }
  }
  const params = {...options.params, seed, ...constraints};
  return {
    fold,
    ...crossValidate(foldInputs(), data.clients, {
      ...{params, maxRounds, patience, onRound, onFold, signal, share}
    })
  };
}
