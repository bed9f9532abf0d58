import type {ManifestFeature} from "../schema/manifest.ts";
import type {ColumnDrift, DriftSummary} from "./compare.ts";

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
  features: (ColumnDrift & Pick<ManifestFeature, "label" | "formula" | "tables" | "unit">)[];
}

/** One input of the model in a report. */
export type FeatureDrift = DriftReport["features"][number];

/** What the site is told: a report, or that the model has learned from everybody, or keeps no reference. */
export interface SiteDrift {
  report: DriftReport | null;
  why: "nobody" | "reference" | null;
}
