import {
  type ColumnDrift,
  compareColumn,
  type DriftSummary,
  summariseDrift
} from "../../src/core/drift/compare.ts";
import {countInto} from "../../src/core/drift/reference.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";
import type {SiteInputs} from "../site/emit.ts";
import {inputsOfOthers} from "./others.ts";
import {readReference} from "./readReference.ts";

/** How the clients of a data set differ from those that a model was trained on. */
export interface DriftReport {
  model: {name: string; version: string};
  data: {fingerprint: string; dataAsOf: string; generated: boolean};
  /** Training clients, and clients of the set that the model has not learned from. */
  reference: number;
  clients: number;
  summary: DriftSummary;
  /** The probability of default: out of fold for the reference, the model's own for the others. */
  score: ColumnDrift;
  /** The model's inputs, in its order, with what the catalogue says of them. */
  features: (ColumnDrift & Pick<ManifestFeature, "label" | "unit" | "cause">)[];
}

/**
 * Compares the clients of a data set that a model has not learned from with those of its training.
 * @throws FEATURES_MISSING, MODEL_MISSING, MODEL_INVALID, USAGE when the model has learned from everybody
 */
export function measureDrift(inputs: SiteInputs): DriftReport {
  const {manifest, meta, clients, probabilityOfDefault, columns} = inputsOfOthers(inputs);
  const reference = readReference(inputs.model, manifest);
  if (clients === 0)
    throw new ScorebookError(
      "USAGE",
      `The model ${manifest.name} has learned from every client of ${inputs.data}; a set with other clients was expected.`
    );
  const features = reference.features.map((column, j) => {
    const {label, unit, cause, categories} = manifest.features[j]!;
    return {...compareColumn(column, countInto(column, columns[j]!, categories)), label, unit, cause};
  });
  return {
    model: {name: manifest.name, version: manifest.version},
    data: {fingerprint: meta.fingerprint, dataAsOf: meta.dataAsOf, generated: meta.generated},
    reference: reference.clients,
    clients,
    summary: summariseDrift(features),
    score: compareColumn(reference.score, countInto(reference.score, probabilityOfDefault)),
    features
  };
}
