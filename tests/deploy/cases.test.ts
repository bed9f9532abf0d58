import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {createRedisCases} from "../../server/redis/cases.ts";
import {caseContract, put} from "../cases/contract.ts";
import {skipWithout} from "./redisServer.ts";
import {useRedis} from "./useRedis.ts";

const skip = skipWithout("redis-server");

describe("cases in a real Redis", {skip}, () => {
  const redis = useRedis();
  const {connect} = redis;

  caseContract("Redis", () => {
    const prefix = redis.place("cases");
    return {open: async () => createRedisCases(await connect(prefix)), remove() {}};
  });

  test("write(state) is STORAGE_UNREACHABLE while Redis is away, and what was written before is there after it", async () => {
    const store = createRedisCases(await connect("away"));
    const kept = await put(store, 1, {note: "kept"});
    await redis.server.stop();
    await assert.rejects(put(store, 1, {note: "refused"}), {code: "STORAGE_UNREACHABLE"});
    await assert.rejects(store.list({limit: 1}), {code: "STORAGE_UNREACHABLE"});
    await redis.server.start();
    for (let tries = 0; tries < 2400; tries++) {
      if (await store.read(1).catch(() => null)) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(await store.read(1), kept);
    assert.equal((await put(store, 1, {note: "again"})).version, kept.version + 1);
  });
});
