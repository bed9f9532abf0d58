import assert from "node:assert/strict";
import {existsSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {type App, createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import {readSimilar} from "../../../server/similar/file.ts";
import type {Problem} from "../../../src/core/errors.ts";
import {wilsonInterval} from "../../../src/core/metrics/wilsonInterval.ts";
import type {Explanation} from "../../../src/core/schema/explanation.ts";
import type {SimilarAnswer} from "../../../src/core/schema/similar.ts";
import {createDemoSet} from "../kit/demoSet.ts";
import {listen, silent} from "../kit/fakes.ts";

const missing = existsSync("models/demo/manifest.json")
  ? false
  : "there is no model in models/demo; train it first";

describe("GET /v1/clients/:id/similar", {skip: missing}, () => {
  let set: Awaited<ReturnType<typeof createDemoSet>>;
  let app: App;
  let address: string;
  let ids: number[];
  let parts: ReturnType<typeof openParts>;
  before(async () => {
    set = await createDemoSet();
    await start();
    ids = (await get<{clients: {clientId: number}[]}>("/v1/clients?limit=1000")).clients.map(
      (one) => one.clientId
    );
  });
  after(async () => {
    await app.close();
    set.remove();
  });
  async function start() {
    parts = openParts(set.config, silent);
    app = await createApp(parts);
    address = await listen(app);
  }
  /** Asks again while what is asked for is still being made. */
  async function ask(path: string, options?: RequestInit): Promise<Response> {
    for (;;) {
      const response = await fetch(address + path, options);
      if (response.status !== 503) return response;
      assert.equal(((await response.json()) as Problem).code, "QUERY_BUSY");
      assert.ok(response.headers.get("retry-after"));
    }
  }
  async function get<T>(path: string, status = 200): Promise<T> {
    const response = await ask(path);
    assert.equal(response.status, status, path);
    return (await response.json()) as T;
  }
  /** The file of the index; made by the first request. */
  function indexFile(): string {
    const query = join(set.config.data, "query");
    const found = readdirSync(query, {recursive: true, encoding: "utf8"}).find((name) =>
      /similar-.*\.bin$/.test(name)
    );
    assert.ok(found);
    return join(query, found);
  }

  test("tells those who are nearest by what explanations say of each cause, which reading all of them finds too", async () => {
    const id = ids[5]!;
    const {similar, nearest, radius, all} = await get<SimilarAnswer>(`/v1/clients/${id}/similar?k=25`);
    const {targets, outOfFold} = labelled();
    const contributionsOf = async (one: number) => {
      const {causes} = await get<Explanation>(`/v1/clients/${one}/explanation?fields=causes`);
      return new Map(causes.map(({code, contribution}) => [code, contribution]));
    };
    const own = await contributionsOf(id);
    const distances = await Promise.all(
      [...targets.keys()]
        .filter((other) => other !== id)
        .map(async (other) => {
          const theirs = await contributionsOf(other);
          const squares = [...own].map(([code, value]) => (value - (theirs.get(code) ?? Number.NaN)) ** 2);
          return {other, distance: Math.sqrt(squares.reduce((sum, one) => sum + one, 0))};
        })
    );
    const expected = distances.sort((a, b) => a.distance - b.distance || a.other - b.other).slice(0, 25);
    assert.deepEqual(
      nearest.map((one) => one.clientId),
      expected.slice(0, 10).map(({other}) => other)
    );
    nearest.forEach(({distance, clientId, probabilityOfDefault}, i) => {
      assert.ok(Math.abs(distance - expected[i]!.distance) < 1e-5);
      assert.ok(Math.abs(probabilityOfDefault! - outOfFold.get(clientId)!) < 1e-6);
    });
    assert.ok(Math.abs(radius - expected.at(-1)!.distance) < 1e-5);
    const bads = expected.filter(({other}) => targets.get(other) === 1).length;
    const n = 25;
    assert.deepEqual(
      [similar.n, similar.bads, similar.badRate, similar.interval],
      [n, bads, bads / n, wilsonInterval(bads, n)]
    );
    const mean = expected.reduce((sum, {other}) => sum + outOfFold.get(other)!, 0) / n;
    assert.ok(Math.abs(similar.predicted! - mean) < 1e-6);
    assert.equal(all.n, targets.size);
    assert.ok(!JSON.stringify(nearest).includes("bad"), "no outcome of a single client is told");
  });

  /** Outcomes and out-of-fold probabilities as the table of scores has them. */
  function labelled() {
    const {ids: known, bad, probability} = readSimilar(indexFile())!;
    return {
      targets: new Map([...known].map((id, i) => [id, bad[i]!])),
      outOfFold: new Map([...known].map((id, i) => [id, probability[i]!]))
    };
  }

  test("keeps outcomes and out-of-fold probabilities as the table of scores has them", async () => {
    const response = await ask("/v1/sql", {
      method: "POST",
      headers: {"content-type": "application/json"},
      body: JSON.stringify({
        sql: "SELECT clientId, target, probabilityOfDefault FROM clients WHERE target IS NOT NULL ORDER BY clientId"
      })
    });
    const {rows} = (await response.json()) as {rows: [number, number, number][]};
    const {targets, outOfFold} = labelled();
    assert.deepEqual(
      rows.map(([id, target]) => [id, target]),
      [...targets]
    );
    for (const [id, , probability] of rows) assert.ok(Math.abs(outOfFold.get(id)! - probability) < 1e-6);
  });

  test("makes the index once: it is read after a restart, and made again when it is damaged", async () => {
    const path = `/v1/clients/${ids[0]}/similar`;
    const first = await get<SimilarAnswer>(path);
    const file = indexFile();
    const bytes = readFileSync(file);
    await app.close();
    await start();
    assert.deepEqual(await get(path), first);
    assert.deepEqual(readFileSync(file), bytes);
    await app.close();
    const broken = Buffer.from(bytes);
    broken[bytes.length - 9]! ^= 1;
    writeFileSync(file, broken);
    assert.equal(readSimilar(file), null);
    await start();
    assert.deepEqual(await get(path), first);
    assert.deepEqual(readFileSync(file), bytes);
  });

  test("refuses an unknown client, and a k that would tell single outcomes", async () => {
    assert.equal((await get<Problem>("/v1/clients/999999999/similar", 404)).code, "CLIENT_UNKNOWN");
    for (const k of ["19", "1001", "1.5", "many"])
      assert.equal((await get<Problem>(`/v1/clients/${ids[0]}/similar?k=${k}`, 400)).code, "REQUEST_INVALID");
  });
});
