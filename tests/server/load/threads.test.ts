import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {type App, createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import {type ComputePool, createComputePool} from "../../../server/scoring/threads/pool.ts";
import type {MadeFrom} from "../../../server/scoring/threads/protocol.ts";
import {openFileStores} from "../../../server/stores.ts";
import type {PolicyLimits} from "../../../src/core/credit/policy.ts";
import type {Explanation} from "../../../src/core/schema/explanation.ts";
import {createDemoSet} from "../kit/demoSet.ts";
import {silent} from "../kit/fakes.ts";

const limitsOf = (version: number): PolicyLimits => ({version, cutoffLogOdds: -2 + version / 100});

describe("threads beside the event loop", () => {
  let set: Awaited<ReturnType<typeof createDemoSet>>;
  let app: App;
  let alone: App;
  let pool: ComputePool;
  let parts: ReturnType<typeof openParts>;
  let ids: number[];
  let here = 0;
  before(async () => {
    set = await createDemoSet();
    alone = await createApp(openParts(set.config, silent));
    parts = openParts({...set.config, threads: 2, data: set.config.data}, silent, () => ({
      ...openFileStores({...set.config, data: `${set.config.data}/threads`})
    }));
    pool = parts.pool!;
    // Counts what is computed on the event loop; methods of the engine are looked up anew with each call.
    const engine = new Proxy(parts.engine, {
      get(target, name) {
        if (name === "compute") here++;
        return Reflect.get(target, name);
      }
    });
    app = await createApp({...parts, engine});
    ids = parts.clients.page(0, 100);
    await until(async () => (await pool.make("score", [ids[0]!]))[0] !== null);
  });
  after(async () => {
    await app.close();
    await alone.close();
    set.remove();
  });

  async function until(holds: () => Promise<boolean>) {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const said = (text: string) => text.replace(/"computedAt":"[^"]*","durationMs":[\d.e+-]+/g, "");
  const get = (one: App, url: string) => one.fastify.inject({url});

  test("GET /v1/clients/:id/explanation answers the same bytes and the same ETag as without threads, in every shape", async () => {
    here = 0;
    for (const id of ids.slice(0, 10))
      for (const query of ["", "?top=3", "?form=compact", "?fields=score,reasonCodes"]) {
        const url = `/v1/clients/${id}/explanation${query}`;
        const [one, other] = [await get(app, url), await get(alone, url)];
        assert.equal(one.statusCode, 200);
        assert.equal(said(one.body), said(other.body));
        assert.deepEqual(
          [one.headers.etag, one.headers["content-type"]],
          [other.headers.etag, other.headers["content-type"]]
        );
      }
    assert.equal(here, 0, "all is computed on threads");
  });

  test("problems are those of the event loop: unknown clients, parameters that are wrong", async () => {
    for (const url of [
      "/v1/clients/1/explanation",
      "/v1/clients/x/explanation",
      `/v1/clients/${ids[0]}/explanation?top=x`
    ]) {
      const [one, other] = [await get(app, url), await get(alone, url)];
      assert.ok(one.statusCode >= 400);
      const {requestId: _, ...problem} = one.json();
      const {requestId: __, ...expected} = other.json();
      assert.deepEqual(problem, expected);
    }
  });

  test("POST /v1/batch gives the lines that it gives without threads, in order, errors and applicants among them", async () => {
    const applicant = {application: {AMT_CREDIT: 500_000, AMT_ANNUITY: 25_000}};
    const payload = {ids: [...ids, 1, ...ids, "x", ...ids], applicants: [applicant, {application: 3}]};
    for (const kind of ["score", "explanation&top=2"]) {
      const ask = async (one: App) => {
        const headers = {accept: "application/x-ndjson"};
        const response = await one.fastify.inject({
          method: "POST",
          url: `/v1/batch?kind=${kind}`,
          payload,
          headers
        });
        return said(response.body).replace(/"requestId":"[^"]*"/g, "");
      };
      const told = await ask(app);
      assert.equal(told.split("\n").length, payload.ids.length + payload.applicants.length + 1);
      assert.equal(told, await ask(alone));
    }
  });

  /** Asks for many and changes the limits meanwhile; answers the versions of those that came after. */
  async function versionsAfter(one: ComputePool, change: () => void): Promise<Set<number | undefined>> {
    let isChanged = false;
    const versions = new Set<number | undefined>();
    const asked = Array.from({length: 60}, async (_, i) => {
      const [made] = await one.make("score", [ids[i % ids.length]!]);
      if (!isChanged || !made) return;
      const {cutoff} = JSON.parse(Buffer.from(made.bytes).toString()) as Explanation;
      versions.add(cutoff.policyVersion);
    });
    change();
    isChanged = true;
    await Promise.all(asked);
    return versions;
  }

  test("make(…) gives nothing of a policy that was replaced meanwhile; a planted pool that does not look again does", async () => {
    assert.deepEqual(await versionsAfter(pool, () => parts.limits.set(limitsOf(7))), new Set());
    const score = await get(app, `/v1/clients/${ids[0]}/explanation`);
    assert.equal(score.json<Explanation>().cutoff.policyVersion, 7);
    const [made] = await pool.make("score", [ids[0]!]);
    assert.equal(JSON.parse(Buffer.from(made!.bytes).toString()).cutoff.policyVersion, 7);

    const {generation, engine} = parts.dataset.current();
    const fixed: MadeFrom = {generation, model: engine.model, promotion: 0, limits: limitsOf(7)};
    const {data, model, cost, score: scale} = set.config;
    const forgetful = createComputePool({
      threads: 1,
      data: {config: {data, model, cost, score: scale}, currency: null, modelsFolder: "models"},
      now: () => fixed,
      log: silent
    });
    await until(async () => (await forgetful.make("score", [ids[0]!]))[0] !== null);
    assert.deepEqual(await versionsAfter(forgetful, () => parts.limits.set(limitsOf(8))), new Set([7]));
    await forgetful.close();
  });

  test("make(…) is null for unknown clients, for another model, for another run and of a closed pool", async () => {
    const {data, model, cost, score: scale} = set.config;
    const {generation, engine} = parts.dataset.current();
    let from: MadeFrom = {generation, model: engine.model, promotion: 0, limits: null};
    const other = createComputePool({
      threads: 1,
      data: {config: {data, model, cost, score: scale}, currency: null, modelsFolder: "models"},
      now: () => from,
      log: silent
    });
    const make = async () => (await other.make("score", [ids[0]!, 1])).map((one) => one !== null);
    await until(async () => (await make())[0]!);
    assert.deepEqual(await make(), [true, false]);
    from = {...from, model: {...engine.model, sha256: "0".repeat(64)}};
    assert.deepEqual(await make(), [false, false]);
    from = {...from, model: engine.model, generation: "elsewhere"};
    assert.deepEqual(await make(), [false, false]);
    await other.close();
    assert.deepEqual(await make(), [false, false], "a closed pool makes nothing");
  });
});
