import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {generateDemo} from "../../data/demo/generate.ts";
import {buildFeatures} from "../../loaders/batch/build.ts";
import type {Config} from "../../server/config.ts";

export const DEMO_CLIENTS = 30;

/** Generates a small data set with features and history in a folder of its own; its model is the committed one. */
export async function createDemoSet(): Promise<{config: Config; remove: () => void}> {
  const data = mkdtempSync(join(tmpdir(), "scorebook-set-"));
  await generateDemo({clients: DEMO_CLIENTS, seed: 3, out: data});
  await buildFeatures(data);
  const config: Config = {
    host: "127.0.0.1",
    portApi: 0,
    portDashboard: 0,
    dns: null,
    basePath: "",
    data,
    model: "demo",
    language: "en",
    cost: {},
    score: {},
    overrides: {secondPerson: false},
    demoFeed: null
  };
  return {config, remove: () => rmSync(data, {recursive: true})};
}
