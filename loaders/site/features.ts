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

/** One entry of data/features.json: what the catalogue says of a feature and what the data set shows of it. */
export interface FeatureSummary
  extends Pick<CatalogueEntry, "name" | "tables" | "label" | "formula" | "unit" | "kind"> {
  /** Share of clients without a value, 0–1. */
  missingRate: number;
  /** 5th, 50th and 95th percentile; null for categories and when no client has a value. */
  quantiles: [number, number, number] | null;
  distribution: Distribution;
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

/** Sums up each column of a feature store and each feature that is fitted on top of it. */
export function summarizeFeatures(store: FeatureStore, fitted: FittedStatistics): FeatureSummary[] {
  const {clients, targets, catalogue} = store;
  const all = store.all();
  const features = catalogue.features as ManifestFeature[];
  const width = features.length;
  const apply = applyFitted(fitted, features);
  const derived = describeFitted(fitted, features);
  const rows = Array.from({length: derived.length && clients}, (_, i) =>
    apply(all.subarray(i * width, (i + 1) * width))
  );
  return [
    ...features.map((entry, column) =>
      summarize(
        entry,
        Float32Array.from({length: clients}, (_, i) => all[i * width + column]!),
        targets
      )
    ),
    ...derived.map((entry, column) =>
      summarize(
        entry,
        Float32Array.from(rows, (row) => row[column]!),
        targets
      )
    )
  ];
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
