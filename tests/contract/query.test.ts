import assert from "node:assert/strict";
import {once} from "node:events";
import {request} from "node:http";
import {after, before, describe, test} from "node:test";
import {tableFromIPC} from "apache-arrow";
import type {Queries} from "../../server/query/queries.ts";
import {ERRORS, type ErrorCode, type Problem, ScorebookError} from "../../src/core/errors.ts";
import {nearestNames} from "../../src/core/nearestNames.ts";
import {createFakeApp, listen} from "../server/kit/fakes.ts";
import {askJson, createQuerySet, openTestQueries} from "../server/kit/queryFixture.ts";
import {serveContract} from "./served.ts";

const ARROW = "application/vnd.apache.arrow.stream";
let set: Awaited<ReturnType<typeof createQuerySet>>;
let queries: Queries;
let served: Awaited<ReturnType<typeof serveContract>>;
let address: string;
before(async () => {
  const {SCOREBOOK_ADDRESS, SCOREBOOK_DATA} = process.env;
  const isElsewhere = SCOREBOOK_ADDRESS !== undefined && SCOREBOOK_DATA !== undefined;
  set = isElsewhere ? {data: SCOREBOOK_DATA, remove: () => {}} : await createQuerySet(60);
  queries = openTestQueries(set.data);
  served = await serveContract({queries});
  address = served.address;
});
after(async () => {
  await served.close();
  queries.close();
  set.remove();
});

const post = (body: unknown, accept = "application/json") =>
  fetch(`${address}/v1/sql`, {
    method: "POST",
    headers: {"content-type": "application/json", accept},
    body: JSON.stringify(body)
  });
const columns = (query: string) => fetch(`${address}/v1/features.arrow${query}`);

async function problemOf(response: Response, code: ErrorCode): Promise<Problem> {
  const problem = (await response.json()) as Problem;
  assert.deepEqual([problem.code, response.status], [code, ERRORS[code].status], problem.detail);
  assert.match(response.headers.get("content-type") ?? "", /^application\/problem\+json/);
  return problem;
}

describe("POST /v1/sql", () => {
  test("answers JSON, and Arrow when it is accepted", async () => {
    const sql = "SELECT clientId, AMT_CREDIT AS credit FROM clients ORDER BY clientId LIMIT 2";
    const json = await post({sql});
    assert.match(json.headers.get("content-type") ?? "", /^application\/json/);
    const body = (await json.json()) as {columns: object[]; rows: unknown[][]; truncated: boolean};
    assert.deepEqual(body.columns, [
      {name: "clientId", type: "INTEGER"},
      {name: "credit", type: "DOUBLE"}
    ]);
    assert.equal(body.truncated, false);
    const arrow = await post({sql}, `${ARROW}, */*`);
    assert.equal(arrow.headers.get("content-type"), ARROW);
    const table = tableFromIPC(new Uint8Array(await arrow.arrayBuffer()));
    assert.deepEqual(
      table.toArray().map((row) => Object.values(row.toJSON())),
      body.rows
    );
  });

  test("answers a problem with its code to each kind of fault", async () => {
    await problemOf(await post({sql: "SELEC"}), "QUERY_INVALID");
    await problemOf(await post({sql: "DROP VIEW clients"}), "QUERY_REFUSED");
    await problemOf(await post({sql: `SELECT '${"x".repeat(50_000)}'`}), "QUERY_LIMIT");
    await problemOf(await post({sql: `SELECT '${"x".repeat(2_000_000)}'`}), "PAYLOAD_TOO_LARGE");
    for (const body of [
      {},
      {sql: 1},
      {sql: null},
      {sql: ["SELECT 1"]},
      {sql: "SELECT 1", more: 1},
      [],
      "SELECT 1"
    ])
      await problemOf(await post(body), "REQUEST_INVALID");
    const problem = await problemOf(await post({sql: "SELECT AMT_CREDITS FROM clients"}), "QUERY_INVALID");
    assert.match(problem.detail, /AMT_CREDIT"/);
    const table = await problemOf(await post({sql: "SELECT * FROM client"}), "QUERY_INVALID");
    assert.match(table.detail, /"client"; did you mean clients\?/);
  });

  test("tells when rows were left out", async () => {
    const few = openTestQueries(set.data, {rows: 3});
    const small = await createFakeApp({queries: few});
    const response = await small.fastify.inject({
      method: "POST",
      url: "/v1/sql",
      payload: {sql: "FROM range(4)"}
    });
    assert.equal(response.headers["x-truncated"], "true");
    assert.equal(response.json().truncated, true);
    await small.close();
  });

  test("answers QUERY_BUSY with Retry-After", async () => {
    const busy = {
      ...queries,
      run: () => Promise.reject(new ScorebookError("QUERY_BUSY", "Ask again.")),
      close: () => {}
    };
    const small = await createFakeApp({queries: busy});
    const response = await small.fastify.inject({method: "POST", url: "/v1/sql", payload: {sql: "SELECT 1"}});
    assert.deepEqual([response.statusCode, response.headers["retry-after"]], [503, "5"]);
    await small.close();
  });

  test("stops the query of a client that has gone", async () => {
    let signal: AbortSignal | undefined;
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const waiting: Queries = {
      ...queries,
      run: (_request, given) => {
        signal = given;
        asked();
        return new Promise((_resolve, reject) =>
          given.addEventListener("abort", () => reject(new Error("gone")))
        );
      },
      close: () => {}
    };
    const small = await createFakeApp({queries: waiting});
    const client = request(`${await listen(small)}/v1/sql`, {
      method: "POST",
      headers: {"content-type": "application/json"}
    });
    client.on("error", () => {});
    client.end(JSON.stringify({sql: "SELECT 1"}));
    await isAsked;
    assert.equal(signal?.aborted, false);
    client.destroy();
    await once(signal as AbortSignal, "abort");
    await small.close();
  });
});

describe("GET /v1/features.arrow", () => {
  const read = async (query: string) => {
    const response = await columns(query);
    assert.equal(response.status, 200, query);
    return tableFromIPC(new Uint8Array(await response.arrayBuffer()));
  };

  test("gives clientId and the columns in their order, words as dictionaries", async () => {
    for (const names of ["app_gender,app_ext_max,target", "CODE_GENDER,app_age,AMT_CREDIT"]) {
      const table = await read(`?columns=${names}`);
      assert.deepEqual(table.schema.names, ["clientId", ...names.split(",")]);
      const selected = names.split(",").join(", ");
      const {rows} = await askJson(queries, `SELECT clientId, ${selected} FROM clients ORDER BY clientId`);
      assert.deepEqual(
        table.toArray().map((row) => Object.values(row.toJSON())),
        rows
      );
      const word = table.schema.fields.find(({name}) => name.toLowerCase().includes("gender"));
      assert.equal(String(word?.type), "Dictionary<Uint8, Utf8>");
      assert.equal(String(table.schema.fields[0]?.type), "Int32");
    }
  });

  test("?where= keeps the clients that fulfil a condition, with a subquery too", async () => {
    const where = "CODE_GENDER = 'F' AND clientId IN (SELECT clientId FROM bureau) -- and no more";
    const table = await read(`?columns=AMT_CREDIT&where=${encodeURIComponent(where)}`);
    const {rows} = await askJson(
      queries,
      "SELECT clientId FROM clients SEMI JOIN bureau USING (clientId) WHERE CODE_GENDER = 'F' ORDER BY 1"
    );
    assert.ok(rows.length > 0);
    assert.deepEqual([...table.getChild("clientId")!], rows.flat());
  });

  for (const where of [
    "1) UNION SELECT * FROM bureau --",
    "true) ORDER BY (1",
    "true; DROP VIEW clients",
    "1) AS a FROM (SELECT 2",
    "true LIMIT 1",
    "1, 2",
    "AMT_CREDIT >",
    "true) --",
    "/*",
    "\0"
  ])
    test(`?where=${JSON.stringify(where)} answers QUERY_INVALID`, async () => {
      await problemOf(await columns(`?columns=target&where=${encodeURIComponent(where)}`), "QUERY_INVALID");
    });

  test("?where= that reaches outside answers QUERY_REFUSED", async () => {
    for (const where of [
      "EXISTS (SELECT * FROM read_csv('/etc/passwd'))",
      "current_setting('allowed_paths') IS NOT NULL",
      "1 IN (FROM duckdb_settings())"
    ])
      await problemOf(await columns(`?columns=target&where=${encodeURIComponent(where)}`), "QUERY_REFUSED");
  });

  test("names unknown columns and what may have been meant", async () => {
    const problem = await problemOf(
      await columns("?columns=app_gander,AMT_CREDIT,zzzzzzzz"),
      "FEATURE_UNKNOWN"
    );
    assert.equal(problem.issues.length, 2);
    assert.match(problem.issues[0]!.message, /app_gander; did you mean app_gender/);
    assert.match(problem.issues[1]!.message, /zzzzzzzz/);
    await problemOf(await columns('?columns="target" FROM clients; --'), "FEATURE_UNKNOWN");
  });

  for (const query of ["", "?columns=", "?columns=%20", "?columns=target&where=", "?columns=a&columns=b"])
    test(`${query || "no columns"} answers REQUEST_INVALID`, async () => {
      await problemOf(await columns(query), "REQUEST_INVALID");
    });
});

test("GET /openapi.json describes both routes with their problems", async () => {
  const {paths} = (await (await fetch(`${address}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, {responses: Record<string, {content: object}>}>>;
  };
  const sql = paths["/v1/sql"]?.post?.responses ?? {};
  assert.deepEqual(Object.keys(sql).sort(), ["200", "400", "401", "403", "413", "415", "422", "500", "503"]);
  assert.deepEqual(Object.keys(sql["200"]!.content), ["application/json", ARROW]);
  const arrow = paths["/v1/features.arrow"]?.get?.responses ?? {};
  assert.deepEqual(Object.keys(arrow).sort(), ["200", "400", "401", "403", "404", "422", "500", "503"]);
});

test("nearestNames(name, known) finds misspellings and parts, nearest first, and nothing far away", () => {
  const known = ["AMT_CREDIT", "AMT_ANNUITY", "app_credit_to_income", "DAYS_BIRTH"];
  assert.deepEqual(nearestNames("amt_credt", known), ["AMT_CREDIT"]);
  assert.deepEqual(nearestNames("credit", known), ["AMT_CREDIT", "app_credit_to_income"]);
  assert.deepEqual(nearestNames("xyz", known), []);
});
