import {writeSync} from "node:fs";

/** What the datasets of the site are made from: the folder of a data set and the folder of a model. */
export interface SiteInputs {
  data: string;
  model: string;
  /** Costs and scale that replace the model's own. */
  policy?: {
    cost?: {falseNegative?: number; falsePositive?: number};
    score?: {baseScore?: number; baseOdds?: number; pdo?: number};
  };
}

/** Tells what the build was started for: SCOREBOOK_DATA and SCOREBOOK_MODEL, else the demo's, and SCOREBOOK_POLICY as JSON. */
export const siteInputs = (env: NodeJS.ProcessEnv = process.env): SiteInputs => ({
  data: env.SCOREBOOK_DATA ?? "data/demo-set",
  model: env.SCOREBOOK_MODEL ?? "models/demo",
  policy: JSON.parse(env.SCOREBOOK_POLICY ?? "{}") as SiteInputs["policy"] & object
});

/** Writes a dataset to standard output, whole: whatever a loader prints there is the file. */
export function emit(content: Uint8Array | string): void {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
}
