import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {type App, createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import type {Problem} from "../../../src/core/errors.ts";
import type {Score} from "../../../src/core/schema/score.ts";
import {createDemoSet} from "../kit/demoSet.ts";
import {silent} from "../kit/fakes.ts";

type Result = {index: number; ok: true; body: Score} | {index: number; ok: false; problem: Problem};
let set: Awaited<ReturnType<typeof createDemoSet>>;
let app: App;
let ids: number[];
before(async () => {
  set = await createDemoSet();
  app = await createApp(openParts(set.config, silent));
  const {clients} = (await app.fastify.inject("/v1/clients?limit=50")).json() as {
    clients: {clientId: number}[];
  };
  ids = clients.map(({clientId}) => clientId);
});
after(async () => {
  await app.close();
  set.remove();
});

const JSON_TYPE = "application/json";
async function batch(payload: string, type: string, {accept = JSON_TYPE, query = ""} = {}) {
  const response = await app.fastify.inject({
    method: "POST",
    url: `/v1/batch${query}`,
    headers: {"content-type": type, accept},
    payload
  });
  return {status: response.statusCode, text: response.body, type: response.headers["content-type"]};
}
const resultsOf = (text: string) => (JSON.parse(text) as {results: Result[]}).results;
const application = {AMT_CREDIT: 400000, AMT_ANNUITY: 24000, AMT_INCOME_TOTAL: 200000, DAYS_BIRTH: -12000};
/** Tells of each result the client's score or the problem's code. */
const told = (results: readonly Result[]) =>
  results.map((result) => (result.ok ? `${result.body.clientId} ${result.body.score}` : result.problem.code));

describe("POST /v1/batch", () => {
  test("answers ids and applicants in order; one that fails does not fail the rest", async () => {
    const applicants = [{application}, {application: {CODE_GENDER: "Z"}}, 7.5];
    const {status, text} = await batch(JSON.stringify({ids: [ids[0], 1, ids[1]], applicants}), JSON_TYPE);
    assert.equal(status, 200);
    const results = resultsOf(text);
    assert.deepEqual(
      results.map(({index}) => index),
      [0, 1, 2, 3, 4, 5]
    );
    const single = async (id: number) =>
      ((await app.fastify.inject(`/v1/clients/${id}/score`)).json() as Score).score;
    const [, , , applicant] = told(results);
    assert.deepEqual(told(results), [
      `${ids[0]} ${await single(ids[0]!)}`,
      "CLIENT_UNKNOWN",
      `${ids[1]} ${await single(ids[1]!)}`,
      applicant,
      "REQUEST_INVALID",
      "REQUEST_INVALID"
    ]);
    assert.match(applicant!, /^null \d+$/);
  });

  test("takes the same as NDJSON and as CSV, and answers a line each when asked", async () => {
    const lines = `${[`${ids[0]}`, `{"id":${ids[1]}}`, JSON.stringify({application}), "{", "NaN"].join("\r\n")}\n`;
    const answer = await batch(lines, "application/x-ndjson", {accept: "application/x-ndjson"});
    assert.match(String(answer.type), /ndjson/);
    const results = answer.text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Result);
    assert.deepEqual(
      results.map(({ok}) => ok),
      [true, true, true, false, false]
    );
    const csv = `SK_ID_CURR\n${ids[0]}\n${ids[1]}\nx\n`;
    const byId = resultsOf((await batch(csv, "text/csv")).text);
    assert.deepEqual(told(byId).slice(0, 2), told(results).slice(0, 2));
    assert.deepEqual(told(byId)[2], "REQUEST_INVALID");
    const names = Object.keys(application);
    const table = [names.join(), Object.values(application).join(), "1,2"].join("\n");
    const byRow = resultsOf((await batch(table, "text/csv")).text);
    assert.equal(told(byRow)[0], told(results)[2]);
    assert.equal(told(byRow)[1], "REQUEST_INVALID");
  });

  test("?kind=explanation explains, and another kind is refused", async () => {
    const body = JSON.stringify({ids: ids.slice(0, 3)});
    const [first] = resultsOf((await batch(body, JSON_TYPE, {query: "?kind=explanation"})).text);
    assert.ok(first!.ok && "causes" in first!.body);
    assert.equal((await batch(body, JSON_TYPE, {query: "?kind=both"})).status, 400);
  });

  for (const [title, body, type, status] of [
    ["no list", "{}", JSON_TYPE, 400],
    ["another key", '{"ids":[1],"more":1}', JSON_TYPE, 400],
    ["ids that are no list", '{"ids":1}', JSON_TYPE, 400],
    ["a list", "[1]", JSON_TYPE, 400],
    ["null", "null", JSON_TYPE, 400],
    ["an empty CSV", "", "text/csv", 400],
    ["another media type", "1", "text/plain", 415]
  ] as const)
    test(`with ${title} answers ${status}`, async () => {
      const answer = await batch(body, type);
      assert.equal(answer.status, status, answer.text);
      assert.ok((JSON.parse(answer.text) as Problem).code);
    });

  test("sends no faster than it is read, and goes on with other requests meanwhile", async () => {
    const many = Array.from({length: 20_000}, (_, i) => ids[i % ids.length]);
    const listener = app.createListener();
    await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
    const {port} = listener.address() as {port: number};
    const response = await fetch(`http://127.0.0.1:${port}/v1/batch`, {
      method: "POST",
      headers: {"content-type": JSON_TYPE, accept: "application/x-ndjson"},
      body: JSON.stringify({ids: many})
    });
    assert.equal((await fetch(`http://127.0.0.1:${port}/health/live`)).status, 200);
    let lines = 0;
    for await (const chunk of response.body!) lines += Buffer.from(chunk).toString().split("\n").length - 1;
    assert.equal(lines, many.length);
    listener.closeAllConnections();
    await new Promise((done) => listener.close(done));
  });
});
