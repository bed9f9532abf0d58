import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {Prices} from "../../src/core/schema/prices.ts";
import type {SiteInputs} from "./emit.ts";
import {readManifest} from "./scores.ts";

/** Makes data/prices.json: what npm run prices measured of this version of the model; null when it did not. */
export function pricesJson({model}: Pick<SiteInputs, "model">): string {
  let text: string;
  try {
    text = readFileSync(join(model, "prices.json"), "utf8");
  } catch {
    return "null";
  }
  const prices = JSON.parse(text) as Prices;
  return JSON.stringify(prices.version === readManifest(model).version ? prices : null);
}
