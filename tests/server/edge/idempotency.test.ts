import assert from "node:assert/strict";
import {describe, test} from "node:test";
import Fastify from "fastify";
import {createSystemClock} from "../../../server/clock.ts";
import {answerOnce} from "../../../server/rest/answers/idempotency.ts";
import {createKeptAnswers, KEPT, type KeptLimits} from "../../../server/rest/answers/keptAnswers.ts";
import {useProblems} from "../../../server/rest/problems.ts";
import type {Problem} from "../../../src/core/errors.ts";
import {createFakeApp, createFakeEngine, createManualClock} from "../kit/fakes.ts";
import {keptAnswersContract} from "../kit/keptAnswersContract.ts";

keptAnswersContract("memory", (limits) => {
  const answers = createKeptAnswers({clock: createSystemClock(), limits});
  return {open: async () => answers};
});

describe("Idempotency-Key", () => {
  async function start() {
    const engine = createFakeEngine();
    const app = await createFakeApp({engine});
    const post = (url: string, key: string) =>
      app.fastify.inject({method: "POST", url, headers: {"idempotency-key": key}});
    return {engine, app, post};
  }

  test("POST /compute/?ID=100002 twice with one key answers the same job and works once", async () => {
    const {engine, app, post} = await start();
    const first = await post("/compute/?ID=100002", "a");
    const second = await post("/compute/?ID=100002", "a");
    assert.deepEqual([second.statusCode, second.body], [202, first.body]);
    assert.equal(second.headers["idempotency-replayed"], "true");
    assert.equal(first.headers["idempotency-replayed"], undefined);
    assert.notEqual(second.headers["x-request-id"], first.headers["x-request-id"]);
    await app.scoring.idle();
    assert.equal(engine.calls.length, 1);
    assert.notEqual((await post("/compute/?ID=100002", "b")).body, first.body);
    await app.close();
  });

  test("100 POSTs at once with one key work once, and all get its answer", async () => {
    const {engine, app, post} = await start();
    const answers = await Promise.all(
      Array.from({length: 100}, () => post("/v1/clients/100002/score", "same"))
    );
    assert.equal(new Set(answers.map(({body}) => body)).size, 1);
    assert.equal(engine.calls.length, 1);
    const without = await Promise.all(
      Array.from({length: 3}, () => app.fastify.inject({method: "POST", url: "/v1/clients/100002/score"}))
    );
    assert.ok(without.every(({statusCode}) => statusCode === 200));
    assert.equal(engine.calls.length, 4, "a planted lack of the key is noticed");
    await app.close();
  });

  test("the key of another request is refused with 422", async () => {
    const {app, post} = await start();
    await post("/compute/?ID=100002", "a");
    for (const url of ["/compute/?ID=100001", "/explainer/?ID=100002"]) {
      const refused = await post(url, "a");
      assert.deepEqual([refused.statusCode, refused.json<Problem>().code], [422, "IDEMPOTENCY_KEY_USED"]);
    }
    await app.close();
  });

  test("a failure is not kept: the key may be tried again", async () => {
    let fails = true;
    const engine = createFakeEngine({fail: () => (fails ? new Error("for now") : null)});
    const app = await createFakeApp({engine});
    const post = () =>
      app.fastify.inject({
        method: "POST",
        url: "/v1/clients/100002/score",
        headers: {"idempotency-key": "again"}
      });
    assert.equal((await post()).statusCode, 500);
    fails = false;
    assert.equal((await post()).statusCode, 200);
    await app.close();
  });

  for (const key of ["", "a b", "é", "x".repeat(201), "a\tb"])
    test(`the key ${JSON.stringify(key.slice(0, 10))} of ${key.length} characters is refused`, async () => {
      const {app, post} = await start();
      const response = await post("/compute/?ID=100002", key);
      assert.equal(response.statusCode, 400);
      assert.equal(response.json<Problem>().issues[0]?.path, "Idempotency-Key");
      await app.close();
    });

  /** Serves a counter that goes up with each POST that is not a repetition. */
  async function counter(limits: Partial<KeptLimits>) {
    const clock = createManualClock();
    const fastify = Fastify();
    useProblems(fastify);
    fastify.decorateRequest("caller", {getter: () => ({name: "Ada", role: "admin"}) as const});
    answerOnce(fastify, createKeptAnswers({clock, limits: {...KEPT, ...limits}}));
    let count = 0;
    fastify.post("/", async () => ({count: ++count, filler: "x".repeat(1000)}));
    const post = async (key: string) =>
      (await fastify.inject({method: "POST", url: "/", headers: {"idempotency-key": key}})).json()
        .count as number;
    return {clock, post};
  }

  test("an answer is given again for 24 hours and not longer", async () => {
    const {clock, post} = await counter({});
    assert.deepEqual([await post("a"), await post("a")], [1, 1]);
    clock.advance(KEPT.forMs - 1);
    assert.equal(await post("a"), 1);
    clock.advance(1);
    assert.equal(await post("a"), 2);
  });

  test("the oldest answers go when there are too many, or too large together", async () => {
    const few = await counter({most: 3});
    for (const key of ["a", "b", "c", "d", "e"]) await few.post(key);
    assert.equal(await few.post("e"), 5);
    assert.equal(await few.post("a"), 6);
    const small = await counter({bytes: 3000});
    for (const key of ["a", "b", "c", "d"]) await small.post(key);
    assert.equal(await small.post("d"), 4);
    assert.equal(await small.post("a"), 5);
  });
});
