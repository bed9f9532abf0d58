import assert from "node:assert/strict";
import {test} from "node:test";
import Fastify from "fastify";
import {limitRates} from "../../../server/edge/rateLimit.ts";
import {useProblems} from "../../../server/rest/problems.ts";
import type {Problem} from "../../../src/core/errors.ts";
import {createFakeApp} from "../kit/fakes.ts";

test("rate_limit bounds what one address may ask, says when to come back and leaves health alone", async () => {
  const app = await createFakeApp({rateLimit: {requests: 3, seconds: 60}});
  const get = (url: string, remoteAddress = "10.0.0.1") => app.fastify.inject({url, remoteAddress});
  for (let i = 0; i < 3; i++) assert.equal((await get("/v1/clients")).statusCode, 200);
  const refused = await get("/v1/clients/100002/score");
  assert.deepEqual([refused.statusCode, refused.json<Problem>().code], [429, "RATE_LIMITED"]);
  const seconds = Number(refused.headers["retry-after"]);
  assert.ok(seconds > 1 && seconds <= 60, `${seconds}`);
  assert.match(String(refused.headers["content-type"]), /problem\+json/);
  assert.equal((await get("/v1/clients", "10.0.0.2")).statusCode, 200);
  for (const url of ["/health/live", "/health/ready", "/metrics"])
    assert.equal((await get(url)).statusCode, 200);
  await app.close();
});

test("without rate_limit nobody is bounded", async () => {
  const app = await createFakeApp();
  for (let i = 0; i < 50; i++) assert.equal((await app.fastify.inject("/v1/clients")).statusCode, 200);
  await app.close();
});

test("those who sign in are bounded by their name, wherever they ask from", async () => {
  const fastify = Fastify();
  useProblems(fastify);
  fastify.decorateRequest("identity", {
    getter() {
      const caller = {name: String(this.headers["x-name"]), role: "viewer"} as const;
      return {caller, tokenId: "1", session: null};
    }
  });
  await limitRates(fastify, {requests: 1, seconds: 60});
  fastify.get("/", async () => ({}));
  const get = async (name: string, remoteAddress: string) =>
    (await fastify.inject({url: "/", headers: {"x-name": name}, remoteAddress})).statusCode;
  assert.equal(await get("Ada", "10.0.0.1"), 200);
  assert.equal(await get("Grace", "10.0.0.1"), 200);
  assert.equal(await get("Ada", "10.0.0.2"), 429);
  await fastify.close();
});
