import type {Policy} from "../credit/policy.ts";
import type {FittedStatistics, ManifestFeature} from "./manifest.ts";
import type {ModelRef} from "./score.ts";

/** What a page needs beside model.txt and the catalogue to score and explain as the server does. */
export interface BrowserModel {
  model: ModelRef;
  /** The model's inputs, in model order. */
  features: readonly ManifestFeature[];
  fitted: FittedStatistics;
  /** How is decided now. */
  policy: Policy;
}
