import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {audit} from "../../server/audit/main.ts";
import {verifyChain} from "../../server/audit/verify.ts";
import {createRedisChain} from "../../server/redis/chain/chain.ts";
import {connectRedis, type RedisLink} from "../../server/redis/connect.ts";
import {chainContract, draft} from "../audit/contract.ts";
import {silent} from "../server/fakes.ts";
import {createRedisServer, type RedisServer, skipWithout} from "./redisServer.ts";

const skip = skipWithout("redis-server");

describe("the chain in a real Redis", {skip}, () => {
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

  chainContract("Redis", () => {
    const prefix = `chain${places++}`;
    return {open: async () => createRedisChain(await connect(prefix)), remove() {}};
  });

  test("verifyChain(store) names the record and the field of each planted fault", async () => {
    const planted: [
      seq: number | null,
      field: string,
      fault: (redis: RedisLink["commands"], key: (of: string) => string) => Promise<unknown>
    ][] = [
      [
        3,
        "record",
        async (redis, key) => {
          const text = (await redis.hget(key("records"), "3"))!;
          await redis.hset(key("records"), "3", text.replace("100003", "100033"));
        }
      ],
      [4, "hash", (redis, key) => redis.hset(key("hashes"), "4", "f".repeat(64))],
      [6, "seq", (redis, key) => redis.hdel(key("records"), "6")],
      [
        7,
        "inputs.rows",
        async (redis, key) => {
          const {inputs} = JSON.parse((await redis.hget(key("records"), "7"))!);
          await redis.hset(key("inputs"), inputs.rows, "other bytes");
        }
      ],
      [
        null,
        "inputs",
        (redis, key) => redis.multi().hset(key("inputs"), "aa", "x").zadd(key("digests"), 0, "aa").exec()
      ],
      [null, "medium", (redis, key) => redis.hset(key("inputs"), "aa", "x")],
      [null, "medium", (redis, key) => redis.zrem(key("of:client:100005"), "5")],
      [null, "medium", (redis, key) => redis.hset(key("head"), "hash", "0")]
    ];
    for (const [i, [seq, field, fault]] of planted.entries()) {
      const link = await connect(`planted${i}`);
      const chain = createRedisChain(link);
      for (let client = 100001; client <= 100008; client++) await chain.append(draft(client));
      assert.equal((await verifyChain(chain)).ok, true);
      await fault(link.commands, (of) => `${link.prefix}:chain:${of}`);
      const report = await verifyChain(chain);
      assert.deepEqual([report.fault?.seq, report.fault?.field], [seq, field], String(i));
    }
  });

  test("a chain that was cut short, its head with it, is found against an exported head", async () => {
    const link = await connect("cut");
    const chain = createRedisChain(link);
    for (let client = 1; client <= 5; client++) await chain.append(draft(client, {inputs: {}}));
    const exported = await chain.head();
    const key = (of: string) => `${link.prefix}:chain:${of}`;
    await link.commands.hdel(key("records"), "5");
    await link.commands.hdel(key("hashes"), "5");
    const hash = (await link.commands.hget(key("hashes"), "4"))!;
    await link.commands.hset(key("head"), "seq", 4, "hash", hash);
    assert.equal((await verifyChain(chain)).ok, true);
    assert.match((await verifyChain(chain, exported)).fault!.what, /1 records are gone/);
    assert.equal((await audit(chain, ["verify"])).ok, true);
  });

  test("append(draft) is STORAGE_UNREACHABLE while Redis is away, and links to the same head after it", async () => {
    const chain = createRedisChain(await connect("away"));
    const first = await chain.append(draft(1));
    await server.stop();
    await assert.rejects(chain.append(draft(2)), {code: "STORAGE_UNREACHABLE"});
    await assert.rejects(chain.list({limit: 1}), {code: "STORAGE_UNREACHABLE"});
    await server.start();
    for (let tries = 0; tries < 100; tries++) {
      const head = await chain.head().catch(() => null);
      if (head) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal((await chain.append(draft(3))).previous, first.hash);
    assert.equal((await verifyChain(chain)).ok, true);
  });
});
