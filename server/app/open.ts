import {randomUUID} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {writeApprovedPolicy} from "../../loaders/site/approvedPolicy.ts";
import type {PolicyLimits} from "../../src/core/credit/policy.ts";
import {setCurrency} from "../../src/core/words/money.ts";
import type {Access} from "../access/access.ts";
import {openDoors} from "../access/open.ts";
import {createSystemClock} from "../clock.ts";
import type {Config} from "../config.ts";
import {createDataset, type Dataset, delegate} from "../data/dataset.ts";
import {checkDisk} from "../data/disk.ts";
import {openServedData, type ServedData} from "../data/servedData.ts";
import type {Log} from "../log.ts";
import {type CurrentLimits, createCurrentLimits} from "../policy/limits.ts";
import type {QueryLimits} from "../query/limits.ts";
import {type ComputePool, createComputePool} from "../scoring/threads/pool.ts";
import {openStudies} from "../search/studies.ts";
import {openFileStores, type Stores} from "../stores.ts";
import {createModelSlot, readChosenModel} from "./model.ts";
import type {AppParts} from "./parts.ts";

const DEMO_CLIENTS = 10_000;

/**
 * Opens everything an app is made of, as the configuration says. Engine, workbench and clients are always those of
 * the newest run of npm run features, and the model is the one promoted last. What is kept is in files beside the data
 * unless other stores are given.
 * @param modelsFolder where the folders of models are
 * @param queryLimits what a query may take; the server's own when absent
 * @throws FEATURES_MISSING, STORAGE_…, MODEL_MISSING, MODEL_INVALID, CONFIG_INVALID
 */
export function openParts(
  config: Config,
  log: Log,
  openStores: () => Stores = () => openFileStores(config),
  modelsFolder = "models",
  queryLimits?: QueryLimits
): AppParts & {dataset: Dataset; access: Access} {
  setCurrency(config.currency);
  const clock = createSystemClock();
  let chosen = readChosenModel(config, modelsFolder);
  const limits = createCurrentLimits();
  const open = () => openServedData(config, chosen, clock, limits.now, queryLimits);
  const dataset = createDataset({dataDir: config.data, open, clock, log});
  const {current, noticed} = dataset;
  warnOfOtherPlan(current(), log);
  const {version} = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  let stores: Stores;
  try {
    stores = openStores();
  } catch (error) {
    dataset.close();
    throw error;
  }
  limits.onChange((next) => {
    current().queries.refresh();
    keepApprovedPolicy(config.data, next, log);
  });
  return {
    engine: delegate(() => current().engine, noticed),
    clients: {page: (after, limit) => pageOfIds(current().ids, after, limit)},
    ...stores,
    studies: openStudies(join(modelsFolder, "studies"), join(modelsFolder, config.model)),
    evidence: delegate(() => current().evidence, noticed),
    limits,
    models: createModelSlot({
      config,
      folder: modelsFolder,
      current,
      served(model) {
        chosen = model;
        warnOfOtherPlan(current(), log);
        log.info({model: model.files.ref, promotion: model.promotion}, "another model is served");
      }
    }),
    secondPerson: config.overrides.secondPerson,
    clock,
    log,
    random: Math.random,
    newId: randomUUID,
    inference: delegate(() => current().inference, noticed),
    workbench: delegate(() => current().workbench, noticed),
    dataset,
    checks: {
      features: () => dataset.check("features"),
      history: () => dataset.check("history"),
      disk: () => checkDisk(config.data)
    },
    queries: delegate(() => current().queries, noticed),
    pages: null,
    demoClients: () =>
      (config.demoFeed ?? true) && current().facts.generated ? current().ids.subarray(0, DEMO_CLIENTS) : [],
    ...openDoors(config, clock, log),
    basePath: config.basePath,
    version: version as string,
    scored: delegate(() => current().scored, noticed),
    similar: delegate(() => current().similar, noticed),
    rateLimit: config.rateLimit,
    pool: config.threads > 0 ? openPool(config, modelsFolder, dataset, limits, log) : null,
    observesProcess: true
  };
}

/** Starts the threads that compute what the data set and the limits of this moment make of clients. */
function openPool(
  config: Config,
  modelsFolder: string,
  dataset: Dataset,
  limits: CurrentLimits,
  log: Log
): ComputePool {
  const {data, model, cost, score, currency, threads} = config;
  return createComputePool({
    threads,
    data: {config: {data, model, cost, score}, currency, modelsFolder},
    now() {
      const {generation, engine, model} = dataset.current();
      return {generation, model: engine.model, promotion: model.promotion, limits: limits.now()};
    },
    log
  });
}

/** Leaves the approved limits where the site's builds find them; the chain has them in any case. */
function keepApprovedPolicy(dataDir: string, limits: PolicyLimits, log: Log): void {
  try {
    writeApprovedPolicy(dataDir, limits);
  } catch (error) {
    log.error({err: error}, "the approved policy could not be written for the site");
  }
}

function warnOfOtherPlan({engine, facts}: Pick<ServedData, "engine" | "facts">, log: Log): void {
  const plan = engine.manifest.data?.planSha256;
  if (plan !== undefined && plan !== facts.planSha256)
    log.warn({model: engine.model.name}, "the model was trained on features of another plan");
}

function pageOfIds(ids: Int32Array, after: number, limit: number): number[] {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] as number) <= after) low = middle + 1;
    else high = middle;
  }
  return [...ids.subarray(low, low + limit)];
}
