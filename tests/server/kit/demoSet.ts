import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {generateDemo} from "../../../data/demo/generate.ts";
import {buildFeatures} from "../../../loaders/batch/build.ts";
import {type Config, parseConfig} from "../../../server/config.ts";

export const DEMO_CLIENTS = 30;

/** Generates a small data set with features and history in a folder of its own; its model is the committed one. */
export async function createDemoSet(clients = DEMO_CLIENTS): Promise<{config: Config; remove: () => void}> {
  const data = mkdtempSync(join(tmpdir(), "scorebook-set-"));
  await generateDemo({clients, seed: 3, out: data});
  await buildFeatures(data);
  const config = parseConfig(
    JSON.stringify({port_api: 0, port_dashboard: 0, data}),
    "the tests' configuration"
  );
  return {config, remove: () => rmSync(data, {recursive: true})};
}
