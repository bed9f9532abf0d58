import type {RankingPoint} from "../metrics/rankingCurve.ts";
import type {ManifestFeature} from "./manifest.ts";

/** data/model.json: how the model ranks out of fold, and what it makes of clients whom it has not learned from. */
export interface SiteModel {
  /** Training clients with a known outcome, by the fold model that has not seen them. */
  ranking: {clients: number; curve: RankingPoint[]};
  importance: Importance;
}

/** SHAP values of clients whom the model has not learned from. */
export interface Importance {
  clients: number;
  /** The strongest inputs, the one with the greatest mean |SHAP| first. */
  features: ImportantFeature[];
}

export interface ImportantFeature
  extends Pick<ManifestFeature, "name" | "label" | "unit" | "kind" | "categories"> {
  /** Mean |SHAP| over all of these clients, in points of the score. */
  meanPoints: number;
  /** Per shown client, the same ones for every feature: value (a category's code; null when missing) and points. */
  values: (number | null)[];
  points: number[];
  /** Place of the other feature that goes along most with what the value leaves open; null when none does. */
  partner: number | null;
}
