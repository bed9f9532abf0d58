import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {gunzipSync} from "node:zlib";
import {tableFromIPC} from "apache-arrow";
import {type App, createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import {SORTS} from "../../../server/clients/search.ts";
import type {Problem} from "../../../src/core/errors.ts";
import type {WhatIf} from "../../../src/core/schema/answers.ts";
import type {Explanation} from "../../../src/core/schema/explanation.ts";
import type {Score} from "../../../src/core/schema/score.ts";
import {createDemoSet} from "../kit/demoSet.ts";
import {silent} from "../kit/fakes.ts";

const CLIENTS = 250;
type Row = Record<string, unknown> & {clientId: number};
type Page = {clients: Row[]; next: number | string | null; total: number};
let set: Awaited<ReturnType<typeof createDemoSet>>;
let app: App;
/** What the server says of each client, asked one by one. */
let known: Score[];
before(async () => {
  set = await createDemoSet(CLIENTS);
  app = await createApp(openParts(set.config, silent));
  const {clients} = await get<Page>(`/v1/clients?limit=${CLIENTS}`);
  known = await Promise.all(clients.map(({clientId}) => get<Score>(`/v1/clients/${clientId}/score`)));
});
after(async () => {
  await app.close();
  set.remove();
});

const ask = (url: string, headers: Record<string, string> = {}) => app.fastify.inject({url, headers});
const get = async <T>(url: string): Promise<T> => (await ask(url)).json() as T;
const find = (query: string) => get<Page>(`/v1/clients?${query}`);
const idsOf = (rows: readonly {clientId: number}[]) => rows.map(({clientId}) => clientId);

/** Walks through all pages of a search. */
async function walk(query: string, limit: number): Promise<Row[]> {
  const rows: Row[] = [];
  let after = "";
  for (let pages = 0; pages <= CLIENTS; pages++) {
    const {clients, next} = await find(`${query}&limit=${limit}${after}`);
    rows.push(...clients);
    if (next === null) return rows;
    after = `&after=${encodeURIComponent(next)}`;
  }
  return assert.fail("there is no last page");
}

/** Sorts as is told, by a way of its own: equal keys by id, and all of it turned round for the greatest first. */
function sorted(sort: string): Score[] {
  const by = sort.replace("-", "") as "clientId" | "score" | "probabilityOfDefault";
  const rows = known.toSorted((a, b) => a[by] - b[by] || a.clientId - b.clientId);
  return sort.startsWith("-") ? rows.reverse() : rows;
}

describe("GET /v1/clients", () => {
  test("gives each client the score that GET /v1/clients/:id/score gives", async () => {
    const {clients} = await find(
      `fields=score,probabilityOfDefault,decision,rawScore,inTraining&limit=${CLIENTS}`
    );
    const told = ({clientId, score, probabilityOfDefault, decision, rawScore, inTraining}: Score) => ({
      clientId,
      score,
      probabilityOfDefault,
      decision,
      rawScore,
      inTraining
    });
    assert.deepEqual(clients, known.map(told));
    assert.notDeepEqual(
      clients,
      known.map((one) => told({...one, score: one.score + 1}))
    );
  });

  for (const sort of SORTS)
    test(`?sort=${sort} tells everybody once on pages of any size, equal scores by id`, async () => {
      const expected = idsOf(sorted(sort));
      const scores = known.map(({score}) => score);
      assert.ok(new Set(scores).size < scores.length, "there are equal scores");
      for (const limit of [7, 100, CLIENTS])
        assert.deepEqual(idsOf(await walk(`sort=${sort}`, limit)), expected);
    });

  const FILTERS: [query: string, fits: (score: Score) => boolean][] = [
    ["q=1", ({clientId}) => String(clientId).startsWith("1")],
    ["q=10", ({clientId}) => String(clientId).startsWith("10")],
    ["q=1000", ({clientId}) => String(clientId).startsWith("1000")],
    ["q=9999999999", () => false],
    ["decision=decline", ({decision}) => decision === "decline"],
    ["decision=decline,refer", ({decision}) => decision !== "approve"],
    ["minScore=600&maxScore=650", ({score}) => score >= 600 && score <= 650],
    ["near=10", ({score, cutoff}) => Math.abs(score - cutoff.score) <= 10],
    ["near=0", ({score, cutoff}) => score === cutoff.score],
    ["inTraining=true", ({inTraining}) => inTraining === true],
    ["inTraining=false&decision=approve", ({inTraining, decision}) => !inTraining && decision === "approve"]
  ];
  for (const [query, fits] of FILTERS)
    test(`?${query} finds those who fit and counts them, on pages of 7 as well`, async () => {
      const expected = idsOf(sorted("-score").filter(fits));
      assert.deepEqual(idsOf(await walk(`${query}&sort=-score`, 7)), expected);
      assert.equal((await find(`${query}&limit=1`)).total, expected.length);
    });

  test("?where= reads the columns of clients, and together with the other filters", async () => {
    const {rows} = (
      await app.fastify.inject({
        method: "POST",
        url: "/v1/sql",
        payload: {sql: `SELECT "clientId" FROM clients WHERE AMT_CREDIT > 500000 AND app_age < 45 ORDER BY 1`}
      })
    ).json<{rows: [number][]}>();
    const where = encodeURIComponent("AMT_CREDIT > 500000 AND app_age < 45");
    const fits = new Set(rows.flat());
    assert.ok(fits.size > 0 && fits.size < CLIENTS);
    assert.deepEqual(idsOf(await walk(`where=${where}`, 7)), [...fits]);
    const both = sorted("score").filter(
      ({clientId, decision}) => fits.has(clientId) && decision === "approve"
    );
    assert.deepEqual(idsOf(await walk(`where=${where}&decision=approve&sort=score`, 7)), idsOf(both));
  });

  test("?fields= gives columns of the application and features, as the client's profile has them", async () => {
    const {clients} = await find("fields=AMT_CREDIT,CODE_GENDER,score&sort=-score&limit=5");
    for (const {clientId, ...row} of clients) {
      const {fields} = await get<{fields: {name: string; value: unknown}[]}>(`/v1/clients/${clientId}`);
      const value = (wanted: string) => fields.find(({name}) => name === wanted)?.value;
      const {score} = known.find((one) => one.clientId === clientId)!;
      assert.deepEqual(row, {AMT_CREDIT: value("AMT_CREDIT"), CODE_GENDER: value("CODE_GENDER"), score});
    }
  });

  for (const [query, path, status] of [
    ["sort=name", "?sort=", 400],
    ["sort=score&after=100002", "?after=", 400],
    ["sort=clientId&after=600:100002", "?after=", 400],
    ["fields=AMT_CREDITS", "?fields=", 404],
    ["fields=target", "?fields=", 404],
    ["fields=", "?fields=", 400],
    ["decision=declined", "?decision=", 400],
    ["q=0", "?q=", 400],
    ["near=-1", "?near=", 400],
    ["minScore=700&maxScore=600", "?minScore=", 400],
    ["inTraining=1", "?inTraining=", 400],
    ["where=", "?where=", 400],
    ["fields=AMT_CREDIT&limit=1001", "?limit=", 400]
  ] as const)
    test(`?${query} answers ${status} and names ${path}`, async () => {
      const response = await ask(`/v1/clients?${query}`);
      assert.equal(response.statusCode, status, response.body);
      assert.equal(response.json<Problem>().issues[0]?.path, path);
    });

  test("?where= that is more than a condition is refused", async () => {
    for (const where of [
      "1=1) GROUP BY (1",
      "1=1; DROP TABLE clients",
      "AMT_CREDITS > 1",
      "(SELECT 1 FROM duckdb_settings())"
    ]) {
      const response = await ask(`/v1/clients?where=${encodeURIComponent(where)}`);
      assert.ok([400, 403].includes(response.statusCode), `${where}: ${response.statusCode}`);
    }
  });
});

describe("GET /v1/scores.csv and .arrow", () => {
  const HEADER = "clientId,score,decision,probabilityOfDefault,rawScore,inTraining";
  const line = ({clientId, score, decision, probabilityOfDefault, rawScore, inTraining}: Score) =>
    [clientId, score, decision, probabilityOfDefault, rawScore, inTraining].join();

  test("give everybody's score, and with filters those who fit", async () => {
    const csv = (await ask("/v1/scores.csv")).body.trimEnd().split("\n");
    assert.deepEqual(csv, [HEADER, ...known.map(line)]);
    const near = (await ask("/v1/scores.csv?near=30&decision=decline")).body.trimEnd().split("\n");
    const fits = known.filter(
      ({score, cutoff, decision}) => decision === "decline" && cutoff.score - score <= 30
    );
    assert.deepEqual(near.slice(1), fits.map(line));
    const table = tableFromIPC((await ask("/v1/scores.arrow")).rawPayload);
    assert.deepEqual(
      table.toArray().map((row) => Object.values(row!.toJSON()).join()),
      known.map(line)
    );
    const none = tableFromIPC((await ask("/v1/scores.arrow?q=9999999999")).rawPayload);
    assert.deepEqual([none.numRows, none.schema.names.join()], [0, HEADER]);
  });

  for (const format of ["csv", "arrow"])
    test(`/v1/scores.${format} is compressed for whoever takes gzip, and 304 for whoever has it`, async () => {
      const plain = await ask(`/v1/scores.${format}`);
      const zipped = await ask(`/v1/scores.${format}`, {"accept-encoding": "gzip"});
      assert.equal(zipped.headers["content-encoding"], "gzip");
      assert.deepEqual(gunzipSync(zipped.rawPayload), plain.rawPayload);
      const etag = String(plain.headers.etag);
      assert.equal(zipped.headers.etag, etag);
      for (const tag of [etag, `"other", ${etag}`, "*", etag.slice(2)]) {
        const again = await ask(`/v1/scores.${format}`, {"if-none-match": tag});
        assert.deepEqual([again.statusCode, again.body, again.headers.etag], [304, "", etag]);
      }
      assert.equal((await ask(`/v1/scores.${format}`, {"if-none-match": '"other"'})).statusCode, 200);
      assert.notEqual((await ask(`/v1/scores.${format}?near=5`)).headers.etag, etag);
    });

  test("another policy gives other decisions and another ETag", async () => {
    const config = {...set.config, cost: {falseNegative: 3, falsePositive: 1}};
    const other = await createApp(openParts(config, silent));
    const [ours, theirs] = [await ask("/v1/scores.csv"), await other.fastify.inject("/v1/scores.csv")];
    await other.close();
    assert.notEqual(theirs.headers.etag, ours.headers.etag);
    assert.notEqual(theirs.body, ours.body);
  });
});

describe("less than a whole explanation", () => {
  test("?top=3&form=compact still adds up, and is far smaller", async () => {
    for (const {clientId, score} of known.slice(0, 20)) {
      const url = `/v1/clients/${clientId}/explanation`;
      const whole = await ask(url);
      const small = await ask(`${url}?top=3&form=compact`);
      const {basePoints, features, otherFeatures, causes} = small.json<
        Explanation & {otherFeatures: {points: number; count: number}}
      >();
      assert.equal(features.length, 3);
      const points = features.reduce((sum, one) => sum + one.points, basePoints + otherFeatures.points);
      assert.equal(points, score);
      assert.equal(
        causes.reduce((sum, one) => sum + one.points, basePoints),
        score
      );
      assert.equal(otherFeatures.count + 3, whole.json<Explanation>().features.length);
      assert.ok(small.body.length < whole.body.length / 10);
    }
  });

  test("?fields=score,decision gives these alone, and an unknown one is refused with the near ones", async () => {
    const {clientId, score, decision} = known[0]!;
    const url = `/v1/clients/${clientId}/explanation?fields=`;
    assert.deepEqual((await ask(`${url}score,decision`)).json(), {score, decision});
    const {detail, issues} = (await ask(`${url}scor`)).json<Problem>();
    assert.equal(issues[0]?.path, "?fields=");
    assert.match(detail, /did you mean rawScore, score/);
  });

  test("POST …/what-if?fields=score gives before and after this alone, and what has changed", async () => {
    const {clientId, score} = known[0]!;
    const url = `/v1/clients/${clientId}/what-if`;
    const payload = {features: {app_ext_mean: 0.9}};
    const whole = (await app.fastify.inject({method: "POST", url, payload})).json<WhatIf>();
    const small = (await app.fastify.inject({method: "POST", url: `${url}?fields=score`, payload})).json();
    assert.deepEqual(small, {...whole, before: {score}, after: {score: whole.after.score}});
    assert.notEqual(whole.after.score, score);
    const refused = await app.fastify.inject({method: "POST", url: `${url}?fields=scor`, payload});
    assert.equal(refused.statusCode, 400);
  });

  test("POST …/what-if?before=none says the same without the client as on record, in either form", async () => {
    const url = `/v1/clients/${known[0]!.clientId}/what-if`;
    const payload = {features: {app_ext_mean: 0.9}};
    const ask = (query: string) => app.fastify.inject({method: "POST", url: `${url}?${query}`, payload});
    for (const form of ["full", "compact"]) {
      const {before: _, ...rest} = (await ask(`form=${form}`)).json<WhatIf>();
      assert.deepEqual((await ask(`form=${form}&before=none`)).json(), rest);
    }
    const {issues} = (await ask("before=no")).json<Problem>();
    assert.equal(issues[0]?.path, "?before=");
  });

  test("POST /v1/explanation and /v1/batch take top and form as well", async () => {
    const payload = {application: {AMT_CREDIT: 400000}};
    const one = await app.fastify.inject({method: "POST", url: "/v1/explanation?top=2", payload});
    assert.equal(one.json<Explanation>().features.length, 2);
    const many = await app.fastify.inject({
      method: "POST",
      url: "/v1/batch?kind=explanation&top=2&form=compact",
      payload: {applicants: [payload]}
    });
    assert.equal(many.json<{results: {body: Explanation}[]}>().results[0]!.body.features.length, 2);
  });
});

test("GET of the same thing twice answers 304 to the second, computed anew or not", async () => {
  const {clientId} = known[0]!;
  for (const url of [
    `/v1/clients/${clientId}/score`,
    `/v1/clients/${clientId}/explanation`,
    `/v1/clients/${clientId}/history`,
    "/v1/clients?limit=5",
    "/v1/model",
    "/v1/features",
    "/openapi.json"
  ]) {
    const etag = String((await ask(url)).headers.etag);
    assert.equal((await ask(url, {"if-none-match": etag})).statusCode, 304, url);
    assert.equal((await ask(url, {"if-none-match": 'W/"other"'})).statusCode, 200, url);
  }
  const other = String((await ask(`/v1/clients/${known[1]!.clientId}/score`)).headers.etag);
  assert.equal((await ask(`/v1/clients/${clientId}/score`, {"if-none-match": other})).statusCode, 200);
  assert.equal((await ask("/v1/clients/1/score")).headers.etag, undefined);
});
