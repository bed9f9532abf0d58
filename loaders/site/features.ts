import {type FeatureStore, openFeatureStore} from "../store.ts";
import type {CatalogueEntry} from "../types.ts";
import type {SiteInputs} from "./emit.ts";
import {categoryDistribution, type Distribution, numericDistribution} from "./featureDistribution.ts";
import {quantiles} from "./quantiles.ts";

/** One entry of data/features.json: what the catalogue says of a feature and what the data set shows of it. */
export interface FeatureSummary extends Omit<CatalogueEntry, "categories" | "cause"> {
  /** Share of clients without a value, 0–1. */
  missingRate: number;
  /** 5th, 50th and 95th percentile; null for categories and when no client has a value. */
  quantiles: [number, number, number] | null;
  distribution: Distribution;
}

/** Makes data/features.json: every feature of the data set in catalogue order. @throws FEATURES_MISSING */
export function featuresJson({data}: SiteInputs): string {
  const store = openFeatureStore(data);
  const summaries = summarizeFeatures(store);
  store.close();
  return JSON.stringify(summaries);
}

/** Sums up each column of a feature store. */
export function summarizeFeatures(store: FeatureStore): FeatureSummary[] {
  const {targets, catalogue} = store;
  const all = store.all();
  const width = catalogue.features.length;
  const values = new Float32Array(store.clients);
  return catalogue.features.map((entry, column) => {
    let missing = 0;
    for (let i = 0; i < values.length; i++) {
      values[i] = all[i * width + column]!;
      if (Number.isNaN(values[i])) missing++;
    }
    const {name, tables, label, formula, unit, kind} = entry;
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
  });
}

const rounded = (values: number[] | null): [number, number, number] | null =>
  values && (values.map((value) => Number(value.toPrecision(6))) as [number, number, number]);
