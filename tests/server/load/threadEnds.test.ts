import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {type App, createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import {type ComputePool, createComputePool} from "../../../server/scoring/threads/pool.ts";
import type {MadeFrom} from "../../../server/scoring/threads/protocol.ts";
import type {Explanation} from "../../../src/core/schema/explanation.ts";
import {createDemoSet} from "../kit/demoSet.ts";
import {silent} from "../kit/fakes.ts";

const DIE_OF = 100_002;
const FROM: MadeFrom = {
  generation: "one",
  model: {name: "demo", version: "1", sha256: "0"},
  promotion: 0,
  limits: null
};

/** A pool whose threads die of one client, and what it logs. */
function createDyingPool(by: "exit" | "error", threads = 1) {
  const logged: string[] = [];
  const data = {dieOf: DIE_OF, by} as unknown as Parameters<typeof createComputePool>[0]["data"];
  const pool = createComputePool({
    ...{threads, data, now: () => FROM},
    log: {error: ((_: object, text: string) => void logged.push(text)) as typeof silent.error},
    module: new URL("dyingThread.ts", import.meta.url)
  });
  return {pool, logged};
}

/** Tells which thread makes a client's answer; null when none does. */
async function threadOf(pool: ComputePool, clientId = 1): Promise<number | null> {
  const [made] = await pool.make("score", [clientId]);
  return made ? JSON.parse(Buffer.from(made.bytes).toString()).threadId : null;
}

async function until<T>(read: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await read();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("a thread that ends", () => {
  for (const by of ["exit", "error"] as const)
    test(`make(…) answers null to all who wait for a thread that ends by ${by}, which is replaced`, async () => {
      const {pool, logged} = createDyingPool(by);
      const first = await until(() => threadOf(pool));
      const asked = [pool.make("score", [1]), pool.make("score", [DIE_OF, 2]), pool.make("score", [3])];
      const [before, dead, behind] = await Promise.all(asked);
      assert.equal(before!.length, 1);
      assert.deepEqual([dead, behind], [[null, null], [null]]);
      const next = await until(() => threadOf(pool));
      assert.notEqual(next, first);
      assert.equal(logged.length, by === "error" ? 1 : 0);
      await pool.close();
    });

  test("threadOf(pool) is null of a planted pool that is closed, whose thread is never replaced", async () => {
    const {pool} = createDyingPool("exit");
    await until(() => threadOf(pool));
    await pool.close();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(await threadOf(pool), null);
  });
});

describe("a server whose threads end", () => {
  let set: Awaited<ReturnType<typeof createDemoSet>>;
  let app: App;
  before(async () => {
    set = await createDemoSet();
    const parts = openParts(set.config, silent);
    app = await createApp({...parts, pool: createDyingPool("error", 2).pool});
  });
  after(async () => {
    await app.close();
    set.remove();
  });

  test("GET /v1/clients/:id/explanation is answered in full while its threads die, and a problem stays its own", async () => {
    const asked = Array.from({length: 6}, () =>
      app.fastify.inject({url: `/v1/clients/${DIE_OF}/explanation`})
    );
    for (const response of await Promise.all(asked)) {
      assert.equal(response.statusCode, 200);
      const {clientId, features, basePoints, score} = response.json<Explanation>();
      assert.equal(clientId, DIE_OF);
      assert.equal(
        features.reduce((sum, {points}) => sum + points, basePoints),
        score
      );
    }
    const payload = {ids: [DIE_OF, 7]};
    const batch = await app.fastify.inject({method: "POST", url: "/v1/batch?kind=explanation", payload});
    const {results} = batch.json<{results: {ok: boolean; problem?: {code: string}}[]}>();
    assert.deepEqual(
      results.map(({ok, problem}) => [ok, problem?.code]),
      [
        [true, undefined],
        [false, "CLIENT_UNKNOWN"]
      ]
    );
  });
});
