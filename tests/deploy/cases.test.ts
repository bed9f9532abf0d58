import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {createRedisCases} from "../../server/redis/cases.ts";
import {connectRedis, type RedisLink} from "../../server/redis/connect.ts";
import {caseContract, put} from "../cases/contract.ts";
import {silent} from "../server/fakes.ts";
import {createRedisServer, type RedisServer, skipWithout} from "./redisServer.ts";

const skip = skipWithout("redis-server");

describe("cases in a real Redis", {skip}, () => {
  let server: RedisServer;
  const links: RedisLink[] = [];
  let places = 0;
  const connect = async (prefix: string) => {
    const link = await connectRedis({url: server.url, prefix}, silent);
    links.push(link);
    return link;
  };
  before(async () => {
    server = await createRedisServer();
  });
  after(async () => {
    for (const link of links) await link.close();
    await server.remove();
  });

  caseContract("Redis", () => {
    const prefix = `cases${places++}`;
    return {open: async () => createRedisCases(await connect(prefix)), remove() {}};
  });

  test("write(state) is STORAGE_UNREACHABLE while Redis is away, and what was written before is there after it", async () => {
    const store = createRedisCases(await connect("away"));
    const kept = await put(store, 1, {note: "kept"});
    await server.stop();
    await assert.rejects(put(store, 1, {note: "refused"}), {code: "STORAGE_UNREACHABLE"});
    await assert.rejects(store.list({limit: 1}), {code: "STORAGE_UNREACHABLE"});
    await server.start();
    for (let tries = 0; tries < 100; tries++) {
      if (await store.read(1).catch(() => null)) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(await store.read(1), kept);
    assert.equal((await put(store, 1, {note: "again"})).version, kept.version + 1);
  });
});
