import {ScorebookError} from "../../src/core/errors.ts";
import type {FittedColumn, FittedColumns} from "../../src/core/fitted/columns.ts";
import {GROUP_LEVELS, GROUP_MEASURES} from "../../src/core/fitted/groupMedians.ts";
import {TARGET_MEAN_SOURCES} from "../../src/core/fitted/targetMeans.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";

/** The labelled clients of a feature store. */
export interface TrainingData {
  clients: number;
  /** Catalogue order. */
  features: readonly ManifestFeature[];
  /** clients × features, row-major; NaN = missing, codes for categories. */
  matrix: Float32Array;
  /** 1 = default, 0 = paid. */
  target: Uint8Array;
  /** SK_ID_CURR, ascending. */
  ids: Int32Array;
}

/**
 * Keeps the labelled clients, all features but the excluded.
 * @throws FEATURES_MISSING when no client is labelled, FEATURE_UNKNOWN when an excluded feature does not exist
 */
export function selectTrainingData(
  store: {
    catalogue: {features: readonly ManifestFeature[]};
    ids: Int32Array;
    targets: Int8Array;
    all(): Float32Array;
  },
  exclude: readonly string[] = []
): TrainingData {
  const all = store.catalogue.features;
  for (const name of exclude)
    if (!all.some((feature) => feature.name === name))
      throw new ScorebookError("FEATURE_UNKNOWN", `The excluded feature ${name} is not in the catalogue.`);
  const kept = Uint32Array.from(all.flatMap(({name}, i) => (exclude.includes(name) ? [] : [i])));
  const rows = Uint32Array.from(store.targets.keys()).filter((i) => store.targets[i]! >= 0);
  if (rows.length === 0)
    throw new ScorebookError(
      "FEATURES_MISSING",
      "No client of the data set has a TARGET; labelled clients were expected."
    );
  const source = store.all();
  const matrix = new Float32Array(rows.length * kept.length);
  rows.forEach((row, i) => {
    kept.forEach((column, j) => {
      matrix[i * kept.length + j] = source[row * all.length + column]!;
    });
  });
  return {
    clients: rows.length,
    features: Array.from(kept, (column) => all[column]!),
    matrix,
    target: Uint8Array.from(rows, (row) => store.targets[row]!),
    ids: Int32Array.from(rows, (row) => store.ids[row]!)
  };
}

/** Picks the columns that fitted features are made from, as far as the data has them. */
export function fittedColumnsOf({clients, features, matrix}: TrainingData): FittedColumns {
  const wanted = new Set([
    ...GROUP_LEVELS.flat(),
    ...GROUP_MEASURES.map(({measure}) => measure),
    ...TARGET_MEAN_SOURCES.map(({source}) => source)
  ]);
  const columns = new Map<string, FittedColumn>();
  features.forEach((feature, j) => {
    if (!wanted.has(feature.name)) return;
    const values = Float32Array.from({length: clients}, (_, i) => matrix[i * features.length + j]!);
    columns.set(feature.name, {feature, values});
  });
  return columns;
}
