import assert from "node:assert/strict";
import {describe, test} from "node:test";
import Fastify from "fastify";
import {limitRates} from "../../server/edge/rateLimit.ts";
import type {RedisLink} from "../../server/redis/connect.ts";
import {createRedisAnswers} from "../../server/redis/keptAnswers.ts";
import {createSharedRates} from "../../server/redis/rates.ts";
import {useProblems} from "../../server/rest/problems.ts";
import {keptAnswersContract} from "../server/kit/keptAnswersContract.ts";
import {skipWithout} from "./redisServer.ts";
import {useRedis} from "./useRedis.ts";

const skip = skipWithout("redis-server");

/** Long beside what a busy machine keeps a living process from saying that it lives. */
const CLAIM_MS = 3000;

describe("what replicas count and answer together, in a real Redis", {skip}, () => {
  const redis = useRedis();
  const {connect} = redis;

  keptAnswersContract("Redis", (limits) => {
    const prefix = redis.place("answers");
    return {open: async () => createRedisAnswers(await connect(prefix), {limits})};
  });

  test("claim(key, of) takes a key over from a process that was killed, and waits for one that lives", async () => {
    const [one, other] = [await connect("killed"), await connect("killed")];
    const dying = createRedisAnswers(one, {claimMs: CLAIM_MS});
    const waiting = createRedisAnswers(other, {claimMs: CLAIM_MS});
    assert.equal(await dying.claim("a", "x"), "own");
    let owned = false;
    const claim = waiting.claim("a", "x").then((found) => {
      owned = true;
      return found;
    });
    await new Promise((resolve) => setTimeout(resolve, 2 * CLAIM_MS));
    assert.equal(owned, false, "the claim of who lives was taken");
    one.commands.disconnect();
    assert.equal(await claim, "own");
    dying.close();
    waiting.close();
  });

  async function serve(link: RedisLink | null) {
    const app = Fastify();
    useProblems(app);
    await limitRates(app, {requests: 6, seconds: 60}, link && createSharedRates(link));
    app.get("/", async () => ({}));
    return async () => (await app.inject({url: "/", remoteAddress: "10.0.0.1"})).statusCode;
  }

  test("limitRates(app, limit, link) counts what one caller asks of all replicas; a planted one by itself lets more through", async () => {
    const ask = [await serve(await connect("rates")), await serve(await connect("rates"))] as const;
    const asked: number[] = [];
    for (let i = 0; i < 10; i++) asked.push(await ask[i % 2]!());
    assert.equal(asked.filter((status) => status === 200).length, 6);
    assert.equal(asked.filter((status) => status === 429).length, 4);
    const alone = [await serve(null), await serve(null)] as const;
    let passed = 0;
    for (let i = 0; i < 10; i++) passed += Number((await alone[i % 2]!()) === 200);
    assert.equal(passed, 10);
  });

  test("while Redis is away each replica counts by itself, and claims of keys are STORAGE_UNREACHABLE", async () => {
    const link = await connect("rates away");
    const ask = await serve(link);
    const answers = createRedisAnswers(link);
    await redis.server.stop();
    await assert.rejects(answers.claim("a", "x"), {code: "STORAGE_UNREACHABLE"});
    const asked: number[] = [];
    for (let i = 0; i < 8; i++) asked.push(await ask());
    assert.deepEqual(asked, [200, 200, 200, 200, 200, 200, 429, 429]);
    await redis.server.start();
    answers.close();
  });
});
