import {randomUUID} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {openHistory} from "../loaders/history/read.ts";
import {planDigest} from "../loaders/plan.ts";
import {type FeatureStore, openFeatureStore} from "../loaders/store.ts";
import {ScorebookError} from "../src/core/errors.ts";
import type {AppParts} from "./app.ts";
import {createSystemClock} from "./clock.ts";
import type {Config} from "./config.ts";
import type {Log} from "./log.ts";
import {openQueries} from "./query/open.ts";
import {openResults} from "./results/sqlite.ts";
import {createClientEngine} from "./scoring/clientEngine.ts";
import {readModel} from "./scoring/modelStore.ts";
import {createWorkbench} from "./scoring/workbench.ts";

const DEMO_CLIENTS = 10_000;

/** Opens everything an app is made of, as the configuration says. @throws FEATURES_MISSING, MODEL_MISSING, MODEL_INVALID, CONFIG_INVALID */
export function openParts(config: Config, log: Log): AppParts {
  const clock = createSystemClock();
  const store = openFeatureStore(config.data);
  const modelDir = join("models", config.model);
  const engine = createClientEngine({files: readModel(modelDir), store, config, clock});
  if (planDigest() !== store.catalogue.planSha256)
    throw new ScorebookError(
      "FEATURES_MISSING",
      `The features in ${config.data} were made by another plan; compute them again with npm run features.`
    );
  if (engine.manifest.data.planSha256 !== store.catalogue.planSha256)
    log.warn({model: engine.model.name}, "the model was trained on features of another plan");
  const {version} = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return {
    engine,
    clients: {page: (after, limit) => pageOfIds(store, after, limit)},
    results: openResults(join(config.data, "results.sqlite")),
    clock,
    log,
    random: Math.random,
    newId: randomUUID,
    workbench: createWorkbench({engine, store, openHistory: () => openHistory(join(config.data, "history"))}),
    queries: openQueries({
      config,
      modelDir,
      manifest: engine.manifest,
      modelSha256: engine.model.sha256,
      store,
      clock
    }),
    pages: null,
    demoClients: (config.demoFeed ?? true) && store.meta.generated ? store.ids.subarray(0, DEMO_CLIENTS) : [],
    dns: config.dns,
    version: version as string
  };
}

function pageOfIds({ids}: FeatureStore, after: number, limit: number): number[] {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] as number) <= after) low = middle + 1;
    else high = middle;
  }
  return [...ids.subarray(low, low + limit)];
}
