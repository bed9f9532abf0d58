import {join} from "node:path";
import type {FastifyRateLimitStoreCtor} from "@fastify/rate-limit";
import {CHAIN_FILE} from "./audit/file.ts";
import {openChain} from "./audit/sqlite.ts";
import type {ChainStore} from "./audit/store.ts";
import {CASES_FILE, openCases} from "./cases/sqlite.ts";
import type {CaseStore} from "./cases/store.ts";
import type {Config} from "./config.ts";
import type {Log} from "./log.ts";
import {type NotebookStore, openNotebooks} from "./notebooks/store.ts";
import type {RedisConfig} from "./redis/address.ts";
import {refuseLeftBehind} from "./redis/adopt.ts";
import {createRedisCases} from "./redis/cases.ts";
import {createRedisChain} from "./redis/chain/chain.ts";
import {connectRedis} from "./redis/connect.ts";
import {createRedisAnswers} from "./redis/keptAnswers.ts";
import {createRedisNotebooks} from "./redis/notebooks.ts";
import {createSharedRates} from "./redis/rates.ts";
import {createReplicas, type Replicas} from "./redis/replicas.ts";
import {createRedisResults} from "./redis/results.ts";
import type {KeptAnswers} from "./rest/answers/keptAnswers.ts";
import type {Results} from "./results/results.ts";
import {openResults} from "./results/sqlite.ts";

/** What is kept, and who else keeps it. */
export interface Stores {
  results: Results;
  notebookStore: NotebookStore;
  caseStore: CaseStore;
  chain: ChainStore;
  /** null: kept in memory. */
  keptAnswers: KeptAnswers | null;
  /** Where requests are counted; null: in memory. */
  rates: FastifyRateLimitStoreCtor | null;
  /** null when this process is the only one. */
  replicas: Replicas | null;
}

/** Opens what is kept in files beside the data. @throws as openDatabase does */
export function openFileStores({data, keep}: Config): Stores {
  return openAll((open) => ({
    results: open(openResults(join(data, "results.sqlite"), keep)),
    notebookStore: open(openNotebooks(join(data, "notebooks.sqlite"))),
    caseStore: open(openCases(join(data, CASES_FILE))),
    chain: open(openChain(join(data, CHAIN_FILE))),
    keptAnswers: null,
    rates: null,
    replicas: null
  }));
}

/**
 * Opens what is kept in the Redis that the configuration names.
 * @throws STORAGE_UNREACHABLE, STORAGE_INVALID also where the data folder has a chain that Redis does not know
 */
export async function openSharedStores(redis: RedisConfig, {data, keep}: Config, log: Log): Promise<Stores> {
  const link = await connectRedis(redis, log);
  const chain = createRedisChain(link);
  try {
    await refuseLeftBehind(data, chain);
  } catch (error) {
    await link.close();
    throw error;
  }
  return openAll((open) => {
    const replicas = open(createReplicas(link));
    return {
      results: open(createRedisResults(link, {keep})),
      notebookStore: open(createRedisNotebooks(link)),
      caseStore: open(createRedisCases(link)),
      chain: open(chain),
      keptAnswers: open(createRedisAnswers(link)),
      rates: createSharedRates(link),
      replicas
    };
  });
}

interface Closable {
  close(): unknown;
}
type Open = <T extends Closable>(store: T) => T;

/** Opens stores, and closes those that were when another cannot be. */
function openAll<T>(work: (open: Open) => T): T {
  const opened: Closable[] = [];
  try {
    return work((store) => {
      opened.push(store);
      return store;
    });
  } catch (error) {
    for (const store of opened.reverse()) void store.close();
    throw error;
  }
}
