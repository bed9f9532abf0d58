import assert from "node:assert/strict";
import {test} from "node:test";
import {openResults} from "../../server/results/sqlite.ts";
import type {JobState} from "../../server/scoring/scoring.ts";
import type {JobAccepted} from "../../src/core/protocol.ts";
import {CLIENTS, createFakeApp, createFakeEngine} from "./kit/fakes.ts";

const [first, second] = CLIENTS as [number, number];

test("GET /v1/jobs/:id tells an accepted job while it waits, when it is done, and when a later one took its place", async () => {
  const results = openResults(":memory:", {older: 0, days: 7});
  const app = await createFakeApp({results});
  const ask = async (id: string) =>
    (await app.fastify.inject(`/v1/jobs/${id}`)).json() as JobState & {code?: string};
  const start = async () =>
    (await app.fastify.inject({method: "POST", url: `/compute/?ID=${first}`})).json() as JobAccepted;
  const {job} = await start();
  await app.scoring.idle();
  const done = await ask(job);
  assert.equal(done.status, "done");
  assert.equal(done.clientId, first);
  assert.equal(done.kind, "score");
  assert.deepEqual(done.result, (await app.fastify.inject(`/compute/?ID=${first}`)).json());
  await results.begin([
    {job: "waiting", kind: "score", clientId: second, requestedAt: "2026-01-01T00:00:00.000Z"}
  ]);
  assert.deepEqual(await ask("waiting"), {
    job: "waiting",
    kind: "score",
    clientId: second,
    requestedAt: "2026-01-01T00:00:00.000Z",
    status: "pending"
  });
  await start();
  await app.scoring.idle();
  assert.equal((await ask(job)).code, "JOB_UNKNOWN");
  await app.close();
});

test("GET /v1/jobs/:id of a job that failed has its problem and no result", async () => {
  const engine = createFakeEngine();
  const app = await createFakeApp({
    engine: {
      ...engine,
      compute() {
        throw new Error("secret detail");
      }
    }
  });
  const {job} = (
    await app.fastify.inject({method: "POST", url: `/explainer/?ID=${first}`})
  ).json() as JobAccepted;
  await app.scoring.idle();
  const response = await app.fastify.inject(`/v1/jobs/${job}`);
  const {status, problem, result} = response.json() as JobState;
  assert.equal(status, "failed");
  assert.equal(problem!.code, "INTERNAL");
  assert.equal(result, undefined);
  assert.doesNotMatch(response.body, /secret detail/);
  await app.close();
});
