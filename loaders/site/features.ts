import {readFileSync} from "node:fs";
import {join} from "node:path";
import {applyFitted} from "../../src/core/fitted/applyFitted.ts";
import {describeFitted} from "../../src/core/fitted/describe.ts";
import {quantiles} from "../../src/core/metrics/quantiles.ts";
import type {FittedStatistics, Manifest, ManifestFeature} from "../../src/core/schema/manifest.ts";
import {type FeatureStore, openFeatureStore} from "../store.ts";
import type {CatalogueEntry} from "../types.ts";
import type {SiteInputs} from "./emit.ts";
import {categoryDistribution, type Distribution, numericDistribution} from "./featureDistribution.ts";
import {evenlySpread, MOST_CLIENTS} from "./sample.ts";

/** One entry of data/features.json: what the catalogue says of a feature and what the data set shows of it. */
export interface FeatureSummary
  extends Pick<CatalogueEntry, "name" | "tables" | "label" | "formula" | "unit" | "kind"> {
  /** Share of clients without a value, 0–1. */
  missingRate: number;
  /** 5th, 50th and 95th percentile; null for categories and when no client has a value. */
  quantiles: [number, number, number] | null;
  distribution: Distribution;
}

/** The content of data/features.json. */
export interface FeatureSummaries {
  /** Clients that were looked at, and all of the data set. */
  size: number;
  population: number;
  features: FeatureSummary[];
}

/**
 * Makes data/features.json: every feature of the data set in catalogue order, then what the model derives from them.
 * @throws FEATURES_MISSING; MODEL_INVALID when the data set lacks a feature that the model derives another from
 */
export function featuresJson({data, model}: SiteInputs): string {
  const {fitted} = JSON.parse(readFileSync(join(model, "manifest.json"), "utf8")) as Manifest;
  const store = openFeatureStore(data);
  const summaries = summarizeFeatures(store, fitted);
  store.close();
  return JSON.stringify(summaries);
}

/**
 * Sums up each column of a feature store and each feature that is fitted on top of it.
 * @param most clients that are looked at; of more, evenly spread ones
 */
export function summarizeFeatures(
  store: Pick<FeatureStore, "clients" | "targets" | "catalogue" | "eachRow">,
  fitted: FittedStatistics,
  most = MOST_CLIENTS
): FeatureSummaries {
  const {clients: population, catalogue} = store;
  const features = catalogue.features as ManifestFeature[];
  const derived = describeFitted(fitted, features);
  const apply = applyFitted(fitted, features);
  const chosen = evenlySpread(population, most);
  const targets = Int8Array.from(chosen, (position) => store.targets[position]!);
  const columns = [...features, ...derived].map(() => new Float32Array(chosen.length));
  store.eachRow(chosen, (row, place) => {
    const more = derived.length > 0 ? apply(row) : [];
    for (let j = 0; j < row.length; j++) columns[j]![place] = row[j]!;
    for (let j = 0; j < derived.length; j++) columns[row.length + j]![place] = more[j]!;
  });
  const summaries = [...features, ...derived].map((entry, j) => summarize(entry, columns[j]!, targets));
  return {size: chosen.length, population, features: summaries};
}

function summarize(entry: ManifestFeature, values: Float32Array, targets: Int8Array): FeatureSummary {
  const {name, tables, label, formula, unit, kind} = entry;
  const missing = values.reduce((count, value) => count + Number(Number.isNaN(value)), 0);
  return {
    name,
    tables,
    label,
    formula,
    unit,
    kind,
    missingRate: values.length ? missing / values.length : 0,
    quantiles: kind === "numeric" ? rounded(quantiles(values, [0.05, 0.5, 0.95])) : null,
    distribution:
      kind === "numeric"
        ? numericDistribution(values, targets)
        : categoryDistribution(values, targets, entry.categories ?? [])
  };
}

const rounded = (values: number[] | null): [number, number, number] | null =>
  values && (values.map((value) => Number(value.toPrecision(6))) as [number, number, number]);
