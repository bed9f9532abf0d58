import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import type {App} from "../../../server/app/app.ts";
import {MAX_WAITING} from "../../../server/scoring/scoring.ts";
import type {Workbench} from "../../../server/scoring/workbench.ts";
import {findOversize} from "../../../server/validator.ts";
import type {Problem} from "../../../src/core/errors.ts";
import {createFakeApp, createFakeEngine, listen} from "../kit/fakes.ts";
import {exchange, open, problemIn} from "../kit/raw.ts";

let app: App;
let address: string;
before(async () => {
  const same = createFakeEngine().compute("explanation", 100002);
  const answer = {clientId: 100002, before: same, after: same, changed: []};
  const workbench = {whatIf: () => answer} as unknown as Workbench;
  app = await createFakeApp({workbench});
  address = await listen(app);
});
after(() => app.close());

const send = (method: string, path: string, init: RequestInit = {}) =>
  fetch(address + path, {...init, method});
const whatIf = (body: string) =>
  send("POST", "/v1/clients/100002/what-if", {headers: {"content-type": "application/json"}, body});
async function problemOf(response: Response, status: number): Promise<Problem> {
  assert.match(response.headers.get("content-type") ?? "", /^application\/problem\+json/);
  assert.equal(response.status, status);
  return (await response.json()) as Problem;
}

describe("query parameters", () => {
  for (const [method, path, named, expected] of [
    ["GET", "/compute/?id=100001", "?id=", "?ID="],
    ["GET", "/explainer?SK_ID_CURR=100001", "?SK_ID_CURR=", "?ID="],
    ["POST", "/compute?ID=100001&client_id=2", "?client_id=", "?ID="],
    ["GET", "/v1/clients?sort=score&ids=1,2", "?sort=", "?limit="],
    ["GET", "/v1/clients/100002/score?top=3", "?top=", "no parameter"],
    ["GET", "/health/live?__proto__=1", "?__proto__=", "no parameter"]
  ] as const)
    test(`${method} ${path} answers 400, naming ${named} and what was expected`, async () => {
      const {code, detail, issues} = await problemOf(await send(method, path), 400);
      assert.equal(code, "REQUEST_INVALID");
      assert.ok(detail.includes(named) && detail.includes(expected), detail);
      assert.equal(issues[0]?.path, named);
    });

  test("GET /compute/?id=100001 asks whether ?ID= was meant, and does not answer another client's score", async () => {
    await send("POST", "/compute/?ID=100002");
    await app.scoring.idle();
    assert.match(
      (await problemOf(await send("GET", "/compute/?id=100001"), 400)).detail,
      /did you mean \?ID=/
    );
    assert.equal((await send("GET", "/compute/?ID=100002")).status, 200);
  });

  test("GET with 300 unknown parameters tells the first 20 and how many more there are", async () => {
    const query = Array.from({length: 300}, (_, i) => `p${i}=`).join("&");
    const {detail, issues} = await problemOf(await send("GET", `/compute?${query}`), 400);
    assert.equal(issues.length, 20);
    assert.match(detail, /280 more/);
  });

  for (const path of [
    `/v1/clients?limit=${"9".repeat(12_000)}`,
    `/compute?ID=${"x".repeat(12_000)}`,
    `/v1/clients/${"x".repeat(12_000)}/score`,
    `/v1/clients/${"x".repeat(600)}/history`,
    `/problems/${"x".repeat(12_000)}`,
    `/compute?${"x".repeat(12_000)}=1`
  ])
    test(`GET ${path.slice(0, 24)}… of ${path.length} characters is answered in less than 2 kB`, async () => {
      const response = await send("GET", path);
      assert.ok(response.status === 400 || response.status === 404, `${response.status}`);
      assert.ok((await response.text()).length < 2000);
    });

  test("GET /compute/?ID=9…9 of 400 digits names the id, not Infinity", async () => {
    const {code, detail} = await problemOf(await send("GET", `/compute/?ID=${"9".repeat(400)}`), 404);
    assert.equal(code, "CLIENT_UNKNOWN");
    assert.match(detail, /no client 9{39}…/);
  });
});

describe("methods and addresses", () => {
  for (const [method, path, allow] of [
    ["PUT", "/compute/?ID=100002", "GET, HEAD, POST"],
    ["DELETE", "/v1/clients/100002/score", "GET, HEAD, POST"],
    ["POST", "/health/live", "GET, HEAD"],
    ["PATCH", "/v1/clients/100002/what-if/", "POST"],
    ["PROPFIND", "/v1/clients", "GET, HEAD"],
    ["OPTIONS", "/openapi.json", "GET, HEAD"]
  ] as const)
    test(`${method} ${path} answers 405 and Allow: ${allow}`, async () => {
      const response = await send(
        method,
        path,
        method === "PUT" ? {body: "<a/>", headers: {"content-type": "text/xml"}} : {}
      );
      assert.equal(response.headers.get("allow"), allow);
      assert.equal((await problemOf(response, 405)).code, "METHOD_NOT_ALLOWED");
    });

  for (const path of ["/predict/100002", "//compute", "/v1%2Fclients/x", "/v1/nothing"])
    test(`GET ${path} answers ROUTE_UNKNOWN where there is no site`, async () => {
      assert.equal((await problemOf(await send("GET", path), 404)).code, "ROUTE_UNKNOWN");
    });
});

describe("bodies", () => {
  for (const [body, path, says] of [
    ['{"features": {"app_age": NaN}}', "/features/app_age", /NaN, which is no JSON; write null for missing/],
    ['{"features": {"app_age": -Infinity}}', "/features/app_age", /-Infinity, which is no JSON/],
    ['{"features": {"app_age": 1e999}}', "/features/app_age", /1e999, which is beyond the largest number/],
    ['{"features": {"app_age": 1, "app_age": 2}}', "/features/app_age", /more than once/],
    ['{"features": {"__proto__": 2}}', "/features/__proto__", /key that is not accepted/]
  ] as const)
    test(`POST …/what-if ${body} answers 400 at ${path}`, async () => {
      const {code, issues, detail} = await problemOf(await whatIf(body), 400);
      assert.deepEqual([code, issues[0]?.path], ["REQUEST_INVALID", path]);
      assert.match(detail, says);
    });

  test("POST …/what-if with what only looks like NaN is read", async () => {
    assert.equal((await whatIf('{"features": {"app_gender": "NaN, Infinity and 1e999"}}')).status, 200);
  });

  for (const [what, body, says] of [
    [
      "349,000 empty edits",
      `{"rows":[${"{},".repeat(348_999)}{}]}`,
      /\/rows has 349000 items; expected at most 1000/
    ],
    ["50,000 unknown keys", keys(50_000, ""), /has 50000 keys; expected at most 2/],
    [
      "30,000 features",
      `{"features":${keys(30_000, "f")}}`,
      /\/features has 30000 keys; expected at most 2000/
    ],
    ["1,000 wrong edits", `{"rows":[${"{},".repeat(999)}{}]}`, /and 1980 more/],
    ["an edit with 40,000 keys", `{"rows":[${keys(40_000, "k")}]}`, /\/rows\/0 has 40000 keys/]
  ] as const)
    test(`POST …/what-if with ${what} is answered in less than 10 kB, with at most 20 issues`, async () => {
      const response = await whatIf(body);
      const text = await response.text();
      assert.equal(response.status, 400);
      assert.ok(text.length < 10_000, `${text.length}`);
      const {issues, detail} = JSON.parse(text) as Problem;
      assert.ok(issues.length > 0 && issues.length <= 20);
      assert.match(detail, says);
    });

  test("findOversize(schema, body) notices a planted list that is one too long, and not the one before", () => {
    const schema = {properties: {rows: {maxItems: 3, items: {properties: {}}}}};
    assert.equal(findOversize(schema, {rows: [1, 2, 3]}), null);
    assert.equal(findOversize(schema, {rows: [1, 2, 3, 4]})?.path, "/rows");
  });

  test("POST …/what-if refuses a body that is too large, not UTF-8, not JSON or of another type", async () => {
    const json = {"content-type": "application/json"};
    const path = "/v1/clients/100002/what-if";
    assert.equal((await problemOf(await whatIf(" ".repeat(1_048_577)), 413)).code, "PAYLOAD_TOO_LARGE");
    const latin1 = await send("POST", path, {headers: json, body: new Uint8Array([34, 233, 34])});
    assert.match((await problemOf(latin1, 400)).detail, /not UTF-8/);
    assert.match((await problemOf(await whatIf('{"a"'), 400)).detail, /not JSON/);
    await problemOf(await whatIf(""), 400);
    const headers = {"content-type": `text/${"x".repeat(5000)}`};
    const {code, detail} = await problemOf(await send("POST", path, {headers, body: "a"}), 415);
    assert.equal(code, "MEDIA_UNSUPPORTED");
    assert.ok(detail.length < 300);
  });

  test("POST /compute/?ID=100002 with a body that has no end closes the connection", async () => {
    const socket = await open(address);
    socket.on("error", () => {});
    socket.write("POST /compute?ID=100002 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    socket.resume();
    const closed = new Promise((resolve) => socket.once("close", resolve));
    const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
    const pump = setInterval(() => socket.writable && socket.write(chunk), 1);
    await closed;
    clearInterval(pump);
  });
});

function keys(count: number, prefix: string): string {
  return JSON.stringify(Object.fromEntries(Array.from({length: count}, (_, i) => [`${prefix}${i}`, 1])));
}

describe("what is no request", () => {
  const head = (more: string) => `GET /health/live HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
  for (const [what, text, status, code] of [
    ["no HTTP", "hello\r\n\r\n", 400, "REQUEST_INVALID"],
    ["an unknown method", "FETCH /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "REQUEST_INVALID"],
    ["headers of 20 kB", head(`X-Long: ${"x".repeat(20_000)}\r\n`), 431, "HEADERS_TOO_LARGE"],
    ["another expectation", head("Expect: the-spanish-inquisition\r\n"), 417, "EXPECTATION_FAILED"],
    ["no Host", "GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "REQUEST_INVALID"],
    ["CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "METHOD_NOT_ALLOWED"],
    [
      "two lengths",
      "POST /compute HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      400,
      "REQUEST_INVALID"
    ]
  ] as const)
    test(`a connection that sends ${what} is answered ${status} with a problem`, async () => {
      const answer = problemIn(await exchange(address, text));
      assert.match(answer.head, /content-type: application\/problem\+json/i);
      assert.deepEqual([answer.status, answer.problem.code], [status, code]);
      assert.equal(answer.problem.status, status);
    });

  for (const upgrade of ["h2c", "websocket", "TLS/1.0"])
    for (const method of ["GET", "POST"])
      test(`${method} with Upgrade: ${upgrade} is answered as the request that it is besides`, async () => {
        const path = method === "GET" ? "/health/live" : "/v1/clients/100002/what-if";
        const body = method === "GET" ? "" : '{"features":{"a":1}}';
        const text =
          `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: ${upgrade}\r\n` +
          `HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}` +
          "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        const answers = (await exchange(address, text)).match(/HTTP\/1\.1 \d+/g);
        assert.deepEqual(answers, ["HTTP/1.1 200", "HTTP/1.1 200"]);
      });

  test("a request whose body does not come is answered 408 within its time", async () => {
    const slow = await createFakeApp({workbench: {} as Workbench});
    const server = slow.createListener();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    server.requestTimeout = 300;
    server.headersTimeout = 200;
    const {port} = server.address() as {port: number};
    const base = `http://127.0.0.1:${port}`;
    const json = "Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{";
    for (const text of [
      "",
      "GET /compute HTTP/1.1\r\nHos",
      `POST /v1/clients/100002/what-if HTTP/1.1\r\nHost: localhost\r\n${json}`
    ])
      assert.equal(problemIn(await exchange(base, text)).problem.code, "REQUEST_TIMEOUT", text);
    await slow.close();
  });
});

test("POST /compute/ answers 503 and Retry-After when too many jobs wait, and 202 again when they are done", async () => {
  const engine = createFakeEngine();
  const busy = await createFakeApp({engine});
  const post = () => busy.fastify.inject({method: "POST", url: "/compute/?ID=100002"});
  const answers = await Promise.all(Array.from({length: MAX_WAITING + 50}, post));
  const refused = answers.filter(({statusCode}) => statusCode === 503);
  assert.ok(refused.length > 0 && refused.length <= 50, `${refused.length}`);
  assert.equal(answers.filter(({statusCode}) => statusCode === 202).length, answers.length - refused.length);
  assert.deepEqual([refused[0]?.json().code, refused[0]?.headers["retry-after"]], ["TOO_BUSY", "1"]);
  await busy.scoring.idle();
  assert.equal((await post()).statusCode, 202);
  await busy.close();
});

test("GET of a large answer is compressed for those who take gzip, and for nobody else", async () => {
  const large = await createFakeApp({
    clients: {page: (_after, limit) => Array.from({length: limit}, (_, i) => 100_000 + i)}
  });
  const get = (encoding: string) =>
    large.fastify.inject({url: "/v1/clients?limit=1000", headers: {"accept-encoding": encoding}});
  const [zipped, plain] = [await get("br, gzip"), await get("identity, gzip;q=0")];
  assert.equal(zipped.headers["content-encoding"], "gzip");
  assert.equal(plain.headers["content-encoding"], undefined);
  assert.equal(plain.headers.vary, "accept-encoding");
  assert.ok(zipped.rawPayload.length * 3 < plain.rawPayload.length);
  await large.close();
});
