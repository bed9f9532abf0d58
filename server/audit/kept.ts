import {join} from "node:path";
import type {Config} from "../config.ts";
import {createLog} from "../log.ts";
import {createRedisChain} from "../redis/chain/chain.ts";
import {connectRedis, type RedisLink} from "../redis/connect.ts";
import {CHAIN_FILE} from "./file.ts";
import {openChain} from "./sqlite.ts";
import type {ChainStore} from "./store.ts";

/** A chain that a command has opened, and the Redis that keeps it; null where a file does. */
export interface OpenedChain {
  chain: ChainStore;
  link: RedisLink | null;
  close(): Promise<void>;
}

/** Opens the chain that a server with a configuration keeps. @throws STORAGE_… */
export async function openKeptChain({data, redis}: Pick<Config, "data" | "redis">): Promise<OpenedChain> {
  const link = redis && (await connectRedis(redis, createLog("error")));
  const chain = link ? createRedisChain(link) : openChain(join(data, CHAIN_FILE));
  return {
    chain,
    link,
    async close() {
      chain.close();
      await link?.close();
    }
  };
}
