import {join} from "node:path";
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
  /** null when this process is the only one. */
  replicas: Replicas | null;
}

/** Opens what is kept in files beside the data. @throws as openDatabase does */
export function openFileStores({data, keep}: Config): Stores {
  const results = openResults(join(data, "results.sqlite"), keep);
  try {
    return {results, notebookStore: openNotebooks(join(data, "notebooks.sqlite")), replicas: null};
  } catch (error) {
    void results.close();
    throw error;
  }
}

/** Opens what is kept in the Redis that the configuration names. @throws STORAGE_UNREACHABLE, STORAGE_INVALID */
export async function openSharedStores(redis: RedisConfig, {keep}: Config, log: Log): Promise<Stores> {
  const link = await connectRedis(redis, log);
  return {
    results: createRedisResults(link, {keep}),
    notebookStore: createRedisNotebooks(link),
    replicas: createReplicas(link)
  };
}
