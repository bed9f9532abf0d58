import {after, before} from "node:test";
import {connectRedis, type RedisLink} from "../../server/redis/connect.ts";
import {silent} from "../server/kit/fakes.ts";
import {createRedisServer, type RedisServer} from "./redisServer.ts";

/** The Redis of one describe(…), and connections to it that end with it. */
export interface UsedRedis {
  /** Started before the first test. */
  readonly server: RedisServer;
  /** Connects under names that begin with `prefix`. */
  connect(prefix: string): Promise<RedisLink>;
  /** Makes a prefix that nobody else has. */
  place(of: string): string;
}

/** Gives the describe(…) that it is called in a Redis of its own, which ends after its tests. */
export function useRedis(): UsedRedis {
  let server: RedisServer;
  const links: RedisLink[] = [];
  let places = 0;
  before(async () => {
    server = await createRedisServer();
  });
  after(async () => {
    for (const link of links) await link.close();
    await server?.remove();
  });
  return {
    get server() {
      return server;
    },
    async connect(prefix) {
      const link = await connectRedis({url: server.url, prefix}, silent);
      links.push(link);
      return link;
    },
    place: (of) => `${of}${places++}`
  };
}
