import {compareColumn, summariseDrift} from "../../src/core/drift/compare.ts";
import {countInto} from "../../src/core/drift/reference.ts";
import type {DriftReport, SiteDrift} from "../../src/core/drift/report.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {SiteInputs} from "../site/emit.ts";
import {inputsOfOthers} from "./others.ts";
import {readReference} from "./readReference.ts";

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
    const {label, formula, tables, unit, categories} = manifest.features[j]!;
    return {
      ...compareColumn(column, countInto(column, columns[j]!, categories)),
      label,
      formula,
      tables,
      unit
    };
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

/** Makes data/drift.json for the site: a report, or why there is none. */
export function driftJson(inputs: SiteInputs): string {
  try {
    return JSON.stringify({report: measureDrift(inputs), why: null} satisfies SiteDrift);
  } catch (error) {
    if (!(error instanceof ScorebookError && (error.code === "USAGE" || error.code === "MODEL_MISSING")))
      throw error;
    return JSON.stringify({
      report: null,
      why: error.code === "USAGE" ? "nobody" : "reference"
    } satisfies SiteDrift);
  }
}
