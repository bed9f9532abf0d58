import assert from "node:assert/strict";
import {randomBytes, randomUUID} from "node:crypto";
import {get, type IncomingMessage} from "node:http";
import {Readable} from "node:stream";
import {test} from "node:test";
import Fastify from "fastify";
import {createDashboard} from "../../../server/pages/dashboard.ts";
import {compressAnswers} from "../../../server/rest/answers/compress.ts";
import type {Problem} from "../../../src/core/errors.ts";
import {createFakeApp, listen, silent} from "../kit/fakes.ts";

test("GET /docs leads to the page with a slash, relative, whose files are all its own", async () => {
  const app = await createFakeApp();
  const moved = await app.fastify.inject("/docs");
  assert.deepEqual([moved.statusCode, moved.headers.location], [308, "docs/"]);
  const page = await app.fastify.inject("/docs/");
  assert.equal(page.statusCode, 200);
  const policy = String(page.headers["content-security-policy"]);
  assert.match(policy, /script-src 'self'(;| 'sha256)/);
  assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|https?:/);
  const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file as string);
  assert.ok(files.length >= 5 && files.every((file) => file.startsWith("./static/")), files.join());
  for (const file of files) {
    const response = await app.fastify.inject(`/docs/${file.slice(2)}`);
    assert.equal(response.statusCode, 200, file);
    const again = {"if-none-match": String(response.headers.etag)};
    assert.equal(
      (await app.fastify.inject({url: `/docs/${file.slice(2)}`, headers: again})).statusCode,
      304,
      file
    );
  }
  const bundle = {url: "/docs/static/swagger-ui-bundle.js", headers: {"accept-encoding": "gzip"}};
  const zipped = await app.fastify.inject(bundle);
  assert.equal(zipped.headers["content-encoding"], "gzip");
  assert.ok(zipped.rawPayload.length < 600_000, `${zipped.rawPayload.length}`);
  assert.equal((await app.fastify.inject("/docs/static/none.js")).json<Problem>().code, "ROUTE_UNKNOWN");
  await app.close();
});

test("a dashboard of its own passes /docs on", async () => {
  const app = await createFakeApp();
  const api = await listen(app);
  const dashboard = await createDashboard({api, pages: null, log: silent, newId: randomUUID});
  const page = await dashboard.inject("/docs/");
  assert.match(page.body, /swagger-ui-bundle\.js/);
  assert.match(String(page.headers["content-security-policy"]), /script-src 'self'/);
  assert.match((await dashboard.inject("/docs/json")).body, /"openapi":"3\.1/);
  await dashboard.close();
  await app.close();
});

test("a compressed stream is made no faster than it is read, and ends when its reader goes away", async () => {
  const fastify = Fastify();
  compressAnswers(fastify);
  const CHUNK = 65_536;
  let made = 0;
  let ended = () => {};
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  async function* endless() {
    try {
      for (;;) {
        made += CHUNK;
        yield randomBytes(CHUNK).toString("latin1");
      }
    } finally {
      ended();
    }
  }
  fastify.get("/", (_request, reply) =>
    reply.type("text/csv").send(Readable.from(endless(), {objectMode: false}))
  );
  const address = await fastify.listen({port: 0, host: "127.0.0.1"});
  const request = get(address, {headers: {"accept-encoding": "gzip"}});
  const response = await new Promise<IncomingMessage>((resolve) => request.once("response", resolve));
  assert.equal(response.headers["content-encoding"], "gzip");
  // Nobody reads: what is made comes to a stop.
  let before = -1;
  for (let i = 0; i < 200 && before !== made; i++) {
    before = made;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(before, made, "it is made on and on");
  assert.ok(made < 64 << 20, `${made}`);
  response.once("data", () => {});
  response.resume();
  while (made === before) await new Promise((resolve) => setImmediate(resolve));
  request.on("error", () => {});
  response.on("error", () => {});
  request.destroy();
  await end;
  await fastify.close();
});
