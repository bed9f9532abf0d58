import {join} from "node:path";
import {CHAIN_FILE} from "./audit/file.ts";
import {openChain} from "./audit/sqlite.ts";
import type {ChainStore} from "./audit/store.ts";
import {openCases} from "./cases/sqlite.ts";
import type {CaseStore} from "./cases/store.ts";
import type {Config} from "./config.ts";
import type {Log} from "./log.ts";
import {type NotebookStore, openNotebooks} from "./notebooks/store.ts";
import type {RedisConfig} from "./redis/address.ts";
import {connectRedis} from "./redis/connect.ts";
import {createRedisNotebooks} from "./redis/notebooks.ts";
import {createReplicas, type Replicas} from "./redis/replicas.ts";
import {createRedisResults} from "./redis/results.ts";
import type {Results} from "./results/results.ts";
import {openResults} from "./results/sqlite.ts";

/** What is kept, and who else keeps it. */
export interface Stores {
  results: Results;
  notebookStore: NotebookStore;
  caseStore: CaseStore;
  chain: ChainStore;
  /** null when this process is the only one. */
  replicas: Replicas | null;
}

/** Opens what is kept in files beside the data. @throws as openDatabase does */
export function openFileStores({data, keep}: Config): Stores {
  const opened: {close(): unknown}[] = [];
  const open = <T extends {close(): unknown}>(store: T): T => {
    opened.push(store);
    return store;
  };
  try {
    return {
      results: open(openResults(join(data, "results.sqlite"), keep)),
      notebookStore: open(openNotebooks(join(data, "notebooks.sqlite"))),
      caseStore: open(openCases(join(data, "cases.sqlite"))),
      chain: open(openChain(join(data, CHAIN_FILE))),
      replicas: null
    };
  } catch (error) {
    for (const store of opened) void store.close();
    throw error;
  }
}

/** Opens what is kept in the Redis that the configuration names. @throws STORAGE_UNREACHABLE, STORAGE_INVALID */
export async function openSharedStores(redis: RedisConfig, {data, keep}: Config, log: Log): Promise<Stores> {
  const link = await connectRedis(redis, log);
  return {
    results: createRedisResults(link, {keep}),
    notebookStore: createRedisNotebooks(link),
    caseStore: openCases(join(data, "cases.sqlite")),
    chain: openChain(join(data, CHAIN_FILE)),
    replicas: createReplicas(link)
  };
}
