import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {connectRedis} from "../../server/redis/connect.ts";
import {createRedisResults} from "../../server/redis/results.ts";
import {describeResults, job, outcome} from "../contract/resultsSuite.ts";
import {silent} from "../server/kit/fakes.ts";
import {skipWithout} from "./redisServer.ts";
import {useRedis} from "./useRedis.ts";

const skip = skipWithout("redis-server");
const LEASE_MS = 60;
/** Long beside what a busy machine keeps a living process from saying that it lives. */
const LONG_LEASE_MS = 3000;
const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("Redis", {skip}, () => {
  const redis = useRedis();
  const {connect} = redis;

  describeResults("Redis", async () => {
    const prefix = redis.place("place");
    return {
      async open(keep) {
        const results = createRedisResults(await connect(prefix), {keep, leaseMs: LEASE_MS});
        await pass(LEASE_MS * 1.5);
        return results;
      },
      kill: (results) => results.close()
    };
  });

  test("adopt() takes nothing from a process that lives, and all when it says no more that it does", async () => {
    const [one, other] = [await connect("two"), await connect("two")];
    const living = createRedisResults(one, {leaseMs: LONG_LEASE_MS});
    const looking = createRedisResults(other, {leaseMs: LONG_LEASE_MS});
    await living.begin([job("a", 1), job("b", 2)]);
    await pass(2 * LONG_LEASE_MS);
    assert.deepEqual(await looking.adopt(), []);
    one.commands.disconnect();
    await pass(2 * LONG_LEASE_MS);
    assert.deepEqual(await looking.adopt(), [job("a", 1), job("b", 2)]);
    assert.deepEqual(await looking.finish([outcome("a")]), [true]);
    await living.close();
    await looking.close();
  });

  test("two processes that computed one job tell it once: finish(…) is true for one of them", async () => {
    const [one, other] = [await connect("twice"), await connect("twice")];
    const [first, second] = [createRedisResults(one), createRedisResults(other)];
    const names = Array.from({length: 50}, (_, i) => `job ${i}`);
    await first.begin(names.map((name, i) => job(name, i)));
    const told = await Promise.all(
      [first, second].map((results) => results.finish(names.map((name) => outcome(name))))
    );
    assert.deepEqual(
      names.map((_, i) => Number(told[0]![i]) + Number(told[1]![i])),
      names.map(() => 1)
    );
    await first.close();
    await second.close();
  });

  test("begin(…) is STORAGE_UNREACHABLE while Redis is stopped or hangs, and works again after it by itself", async () => {
    const results = createRedisResults(await connect("away"));
    await results.begin([job("a", 1)]);
    redis.server.signal("SIGSTOP");
    await assert.rejects(results.begin([job("b", 2)]), {code: "STORAGE_UNREACHABLE"});
    redis.server.signal("SIGCONT");
    await redis.server.stop();
    await assert.rejects(results.begin([job("c", 3)]), {code: "STORAGE_UNREACHABLE"});
    await assert.rejects(results.check(), {code: "STORAGE_UNREACHABLE"});
    await redis.server.start();
    for (let tries = 0; tries < 2400; tries++) {
      if (
        await results.check().then(
          () => true,
          () => false
        )
      )
        break;
      await pass(50);
    }
    assert.deepEqual(await results.job("a"), {...job("a", 1), status: "pending"});
    await results.begin([job("c", 3)]);
    await results.close();
  });

  test("connectRedis(…) says in a sentence where no Redis answers, without its password", async () => {
    await assert.rejects(
      connectRedis({url: "redis://:secret@127.0.0.1:1", prefix: "x"}, silent),
      (error: Error) => {
        assert.match(
          error.message,
          /^Redis at 127\.0\.0\.1:1 does not answer \(.*ECONNREFUSED.*\); start it/
        );
        return !error.message.includes("secret");
      }
    );
  });
});
