import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {audit} from "../../server/audit/main.ts";
import {openChain} from "../../server/audit/sqlite.ts";
import {verifyChain} from "../../server/audit/verify.ts";
import {openCases} from "../../server/cases/sqlite.ts";
import {parseConfig} from "../../server/config.ts";
import {createRedisChain} from "../../server/redis/chain/chain.ts";
import type {RedisLink} from "../../server/redis/connect.ts";
import {openSharedStores} from "../../server/stores.ts";
import {chainContract, draft} from "../audit/contract.ts";
import {put} from "../cases/contract.ts";
import {silent} from "../server/kit/fakes.ts";
import {skipWithout} from "./redisServer.ts";
import {useRedis} from "./useRedis.ts";

const skip = skipWithout("redis-server");

describe("the chain in a real Redis", {skip}, () => {
  const redis = useRedis();
  const {connect} = redis;

  chainContract("Redis", () => {
    const prefix = redis.place("chain");
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

  describe("with a data folder that has a chain and cases", () => {
    const data = mkdtempSync(join(tmpdir(), "scorebook-adopt-"));
    const config = (prefix: string) => {
      const text = JSON.stringify({data, redis: {url: redis.server.url, prefix}});
      writeFileSync(join(data, "config.json"), text);
      return parseConfig(text, "the test's configuration");
    };
    const run = (...words: string[]) => {
      const args = [
        "--import",
        "tsx",
        "server/audit/main.ts",
        ...words,
        "--config",
        join(data, "config.json")
      ];
      const {status, stdout, stderr} = spawnSync(process.execPath, args, {encoding: "utf8"});
      return {status, said: stdout + stderr};
    };
    before(async () => {
      const chain = openChain(join(data, "audit.sqlite"));
      for (let client = 1; client <= 250; client++)
        await chain.append(draft(client, client === 7 ? {once: "key"} : {}));
      chain.close();
      const cases = openCases(join(data, "cases.sqlite"));
      await put(cases, 1, {note: "kept", claim: true});
      await put(cases, 1, {note: "too"});
      cases.close();
    });
    after(() => rmSync(data, {recursive: true, force: true}));

    test("openSharedStores(…) refuses to leave it behind, and adopt takes it over byte by byte", async () => {
      const {redis, ...rest} = config("adopting");
      await assert.rejects(openSharedStores(redis!, {...rest, redis}, silent), {
        code: "STORAGE_INVALID",
        message: /250 records and Redis has none; npm run audit -- adopt/
      });
      const {status, said} = run("adopt");
      assert.equal(status, 0, said);
      assert.match(said, /has 250 records and 1 cases/);
      assert.match(run("adopt").said, /has 250 records/, "a second time changes nothing");
      const stores = await openSharedStores(redis!, {...rest, redis}, silent);
      const file = openChain(join(data, "audit.sqlite"));
      assert.deepEqual(await stores.chain.head(), await file.head());
      assert.deepEqual(await stores.chain.stored(0, 300), await file.stored(0, 300));
      assert.equal((await stores.chain.find("key"))?.seq, 7);
      assert.deepEqual((await verifyChain(stores.chain)).fault, null);
      assert.equal((await put(stores.caseStore, 1, {note: "more"})).notes.length, 3);
      assert.equal((await stores.caseStore.list({claimedBy: "Ann", limit: 5})).length, 1);
      file.close();
      stores.keptAnswers!.close();
      await stores.results.close();
      await stores.replicas!.close();
    });

    test("npm run audit -- verify and head read the chain of the configured Redis", async () => {
      config("adopting");
      assert.match(run("verify").said, /^Whole: 250 records/);
      assert.match(run("head").said, /^\{"seq":250,/);
      const link = await connect("adopting");
      await link.commands.hset(`${link.prefix}:chain:hashes`, "9", "f".repeat(64));
      const {status, said} = run("verify");
      assert.deepEqual([status, /^Broken after 8 whole records/.test(said)], [1, true], said);
    });

    test("adopt refuses a Redis that has a chain of its own", async () => {
      config("own");
      await createRedisChain(await connect("own")).append(draft(9));
      const {status, said} = run("adopt");
      assert.deepEqual([status, /has a chain of its own/.test(said)], [1, true], said);
    });
  });

  test("append(draft) is STORAGE_UNREACHABLE while Redis is away, and links to the same head after it", async () => {
    const chain = createRedisChain(await connect("away"));
    const first = await chain.append(draft(1));
    await redis.server.stop();
    await assert.rejects(chain.append(draft(2)), {code: "STORAGE_UNREACHABLE"});
    await assert.rejects(chain.list({limit: 1}), {code: "STORAGE_UNREACHABLE"});
    await redis.server.start();
    for (let tries = 0; tries < 2400; tries++) {
      const head = await chain.head().catch(() => null);
      if (head) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal((await chain.append(draft(3))).previous, first.hash);
    assert.equal((await verifyChain(chain)).ok, true);
  });
});
