import {createApplicationDigest} from "../../../loaders/model/application.ts";
import {planCatalogue} from "../../../loaders/plan.ts";
import type {FeatureStore} from "../../../loaders/store.ts";
import {ScorebookError} from "../../../src/core/errors.ts";
import type {FittedColumn, FittedColumns} from "../../../src/core/fitted/columns.ts";
import {GROUP_LEVELS, GROUP_MEASURES} from "../../../src/core/fitted/groupMedians.ts";
import {TARGET_MEAN_SOURCES} from "../../../src/core/fitted/targetMeans.ts";
import type {ManifestFeature, Protected} from "../../../src/core/schema/manifest.ts";
import {drawLabelled, drawUnlabelled, type Outcomes, type Sample} from "./sample.ts";

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
  /** Per client; see createApplicationDigest. */
  applications: Uint32Array;
  /** Features that are not in the matrix because they are protected. */
  leftOut: readonly ManifestFeature[];
  /** Protected traits whose features are in the matrix. */
  allowed: readonly Protected[];
  /** Names of features that are not in the matrix because they were excluded one by one. */
  excluded: readonly string[];
}

/** The protected traits that may weigh unless others are named: age, whose direction is declared. */
export const ALLOWED_BY_DEFAULT: readonly Protected[] = ["age"];

/**
 * Checks that a catalogue says of the plan's features what the plan declares of them, because it is written with the
 * features and may be older than a declaration.
 * @throws FEATURES_MISSING when it does not
 */
export function checkDeclarations(
  features: readonly ManifestFeature[],
  planned: readonly ManifestFeature[] = planCatalogue().features
): void {
  const declared = new Map(planned.map((feature) => [feature.name, feature]));
  const stale = features.find((feature) => {
    const now = declared.get(feature.name);
    return now && (now.protected !== feature.protected || now.direction !== feature.direction);
  });
  if (stale)
    throw new ScorebookError(
      "FEATURES_MISSING",
      `The catalogue of the data set does not say of ${stale.name} what the plan declares (protected, direction); compute the features again with npm run features.`
    );
}

/**
 * Keeps the labelled clients (with `test` those without an outcome instead, target 0) and all features but those that are
 * excluded by name or protected and not allowed. With a sample it keeps those that it draws, of either kind at most as many
 * as it has clients; the rows of the others are not read.
 * @throws FEATURES_MISSING when no client is labelled, FEATURE_UNKNOWN when an excluded feature does not exist
 */
export function selectTrainingData(
  store: {catalogue: {features: readonly ManifestFeature[]}} & Pick<
    FeatureStore,
    "ids" | "targets" | "eachRow"
  >,
  {
    exclude = [],
    allowed = ALLOWED_BY_DEFAULT,
    test = false,
    sample
  }: {
    exclude?: readonly string[];
    allowed?: readonly Protected[];
    test?: boolean;
    sample?: Sample | undefined;
  } = {}
): TrainingData {
  const all = store.catalogue.features;
  for (const name of exclude)
    if (!all.some((feature) => feature.name === name))
      throw new ScorebookError("FEATURE_UNKNOWN", `The excluded feature ${name} is not in the catalogue.`);
  const wanted = all.filter(({name}) => !exclude.includes(name));
  const leftOut = wanted.filter((feature) => feature.protected && !allowed.includes(feature.protected));
  const kept = Uint32Array.from(
    wanted.filter((feature) => !leftOut.includes(feature)),
    (feature) => all.indexOf(feature)
  );
  const rows = positionsOf(store, test, sample);
  if (rows.length === 0 && !test)
    throw new ScorebookError(
      "FEATURES_MISSING",
      "No client of the data set has a TARGET; labelled clients were expected."
    );
  const digest = createApplicationDigest(all);
  const matrix = new Float32Array(rows.length * kept.length);
  const applications = new Uint32Array(rows.length);
  store.eachRow(rows, (row, i) => {
    kept.forEach((column, j) => {
      matrix[i * kept.length + j] = row[column]!;
    });
    applications[i] = digest(row);
  });
  return {
    clients: rows.length,
    features: Array.from(kept, (column) => all[column]!),
    matrix,
    target: Uint8Array.from(rows, (row) => Math.max(0, store.targets[row]!)),
    ids: Int32Array.from(rows, (row) => store.ids[row]!),
    applications,
    leftOut,
    allowed,
    excluded: exclude
  };
}

/** Lists the positions of the clients that are wanted, ascending. */
function positionsOf(store: Outcomes, test: boolean, sample: Sample | undefined): Uint32Array {
  if (sample) return test ? drawUnlabelled(store, sample) : drawLabelled(store, sample);
  return Uint32Array.from(store.targets.keys()).filter((i) => store.targets[i]! < 0 === test);
}

/** Keeps some clients, by their positions. */
export function takeClients(data: TrainingData, positions: Uint32Array): TrainingData {
  const width = data.features.length;
  const matrix = new Float32Array(positions.length * width);
  positions.forEach((from, to) => {
    matrix.set(data.matrix.subarray(from * width, (from + 1) * width), to * width);
  });
  return {
    ...data,
    clients: positions.length,
    matrix,
    target: Uint8Array.from(positions, (i) => data.target[i]!),
    ids: Int32Array.from(positions, (i) => data.ids[i]!),
    applications: Uint32Array.from(positions, (i) => data.applications[i]!)
  };
}

/** Keeps some features; what is fitted from others goes with them. */
export function takeFeatures(
  data: TrainingData,
  isWanted: (feature: ManifestFeature) => boolean
): TrainingData {
  const width = data.features.length;
  const kept = [...data.features.keys()].filter((j) => isWanted(data.features[j]!));
  const matrix = new Float32Array(data.clients * kept.length);
  for (let i = 0; i < data.clients; i++)
    kept.forEach((column, j) => {
      matrix[i * kept.length + j] = data.matrix[i * width + column]!;
    });
  return {...data, features: kept.map((column) => data.features[column]!), matrix};
}

/** Forgets the declared directions of some features. */
export const withoutDirections = (
  data: TrainingData,
  isFree: (feature: ManifestFeature) => boolean
): TrainingData => ({
  ...data,
  features: data.features.map((feature) => {
    if (!isFree(feature)) return feature;
    const {direction: _, ...free} = feature;
    return free;
  })
});

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
