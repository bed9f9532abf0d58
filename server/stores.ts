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
  return openAll((open) => ({
    results: open(openResults(join(data, "results.sqlite"), keep)),
    notebookStore: open(openNotebooks(join(data, "notebooks.sqlite"))),
    ...recordsIn(data, open),
    replicas: null
  }));
}

/**
 * Opens what is kept in the Redis that the configuration names, and beside the data what replicas share as files.
 * @throws STORAGE_UNREACHABLE, STORAGE_INVALID
 */
export async function openSharedStores(redis: RedisConfig, {data, keep}: Config, log: Log): Promise<Stores> {
  const link = await connectRedis(redis, log);
  return openAll((open) => {
    const replicas = open(createReplicas(link));
    return {
      results: open(createRedisResults(link, {keep})),
      notebookStore: open(createRedisNotebooks(link)),
      ...recordsIn(data, open),
      replicas
    };
  });
}

/** Decisions and cases, which are files in any case. */
const recordsIn = (data: string, open: Open) => ({
  caseStore: open(openCases(join(data, "cases.sqlite"))),
  chain: open(openChain(join(data, CHAIN_FILE)))
});

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
