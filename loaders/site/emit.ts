import {writeSync} from "node:fs";

/** What the datasets of the site are made from: the folder of a data set and the folder of a model. */
export interface SiteInputs {
  data: string;
  model: string;
}

/** Tells the folders that the build was started for: SCOREBOOK_DATA and SCOREBOOK_MODEL, else the demo's. */
export const siteInputs = (env: NodeJS.ProcessEnv = process.env): SiteInputs => ({
  data: env.SCOREBOOK_DATA ?? "data/demo-set",
  model: env.SCOREBOOK_MODEL ?? "models/demo"
});

/** Writes a dataset to standard output, whole: whatever a loader prints there is the file. */
export function emit(content: Uint8Array | string): void {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
}
