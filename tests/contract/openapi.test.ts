import assert from "node:assert/strict";
import {after, before, test} from "node:test";
import type {App} from "../../server/app/app.ts";
import {ERRORS} from "../../src/core/errors.ts";
import {createFakeApp} from "../server/kit/fakes.ts";

interface Document {
  openapi: string;
  info: {description: string};
  paths: Record<string, Record<string, {summary?: string; responses: Record<string, {content?: object}>}>>;
  components: {schemas: Record<string, unknown>};
}
let app: App;
let document: Document;
before(async () => {
  app = await createFakeApp();
  document = (await app.fastify.inject({url: "/openapi.json"})).json();
});
after(() => app.close());

test("GET /openapi.json is OpenAPI 3.1 and resolves every reference", () => {
  assert.match(document.openapi, /^3\.1\./);
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"/]+)"/g);
  const names = new Set([...references].map(([, name]) => name as string));
  assert.ok(names.has("Score") && names.has("Explanation") && names.has("Problem"), [...names].join());
  for (const name of names) assert.ok(name in document.components.schemas, `${name} is not defined`);
  assert.doesNotMatch(JSON.stringify(document), /"\$ref":"(?!#\/)/);
});

test("GET /openapi.json tells every error code with its status", () => {
  for (const [code, {status}] of Object.entries(ERRORS))
    assert.ok(document.info.description.includes(`| \`${code}\` | ${status} |`), code);
});

test("GET /openapi.json gives every operation a summary, a success and its problems", () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({where: `${method} ${path}`, operation}))
  );
  assert.ok(operations.length >= 10);
  for (const {where, operation} of operations) {
    assert.ok(operation.summary, where);
    assert.ok(
      Object.keys(operation.responses).some((status) => status.startsWith("2")),
      where
    );
    for (const [status, response] of Object.entries(operation.responses))
      if (/^[45]/.test(status) && !where.includes("/health/"))
        assert.ok(response.content && "application/problem+json" in response.content, `${where} ${status}`);
  }
  for (const path of ["/compute", "/explainer", "/v1/clients", "/health/live", "/health/ready"])
    assert.ok(path in document.paths, path);
  assert.deepEqual(Object.keys(document.paths["/compute"]?.post?.responses ?? {}).sort(), [
    "202",
    "400",
    "401",
    "403",
    "404",
    "500",
    "503"
  ]);
});

test("GET /problems/:code answers every code of the catalogue", async () => {
  for (const [code, {status, title}] of Object.entries(ERRORS))
    assert.deepEqual((await app.fastify.inject({url: `/problems/${code}`})).json(), {code, status, title});
});

test("GET /schemas/config.json publishes the schema of config.json", async () => {
  const schema = (await app.fastify.inject({url: "/schemas/config.json"})).json();
  assert.ok("port_bokeh" in schema.properties && schema.additionalProperties === false);
});

test("GET /openapi.json tells of every operation who may ask it, but of those that anyone may", () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({where: `${method} ${path}`, ...operation}))
  ) as {where: string; description?: string; security?: object[]}[];
  for (const {where, description = "", security} of operations)
    assert.ok(
      security?.length === 0 || /Least role: (viewer|analyst|officer|admin)\.$/.test(description),
      `${where}: ${description}`
    );
  const open = operations.filter(({security}) => security?.length === 0).map(({where}) => where);
  assert.deepEqual(open.sort(), [
    "delete /v1/session",
    "get /health/live",
    "get /health/ready",
    "get /problems/{code}",
    "post /v1/session"
  ]);
});
