import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {Validator} from "@seriousme/openapi-schema-validator";
import {Ajv2020} from "ajv/dist/2020.js";
import {type App, createApp} from "../../server/app/app.ts";
import {openParts} from "../../server/app/open.ts";
import {abridge} from "../../server/docs/abridge.ts";
import {OPERATIONS, readAnswers} from "../../server/docs/describe.ts";
import {createExamples, shownAnswer} from "../../server/docs/examples.ts";
import {createDemoSet} from "../server/kit/demoSet.ts";
import {silent} from "../server/kit/fakes.ts";

interface Media {
  schema?: object;
  example?: unknown;
}
interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  parameters?: {name: string; in: string; required?: boolean; example?: unknown}[];
  requestBody?: {content: Record<string, Media>};
  responses: Record<string, {content?: Record<string, Media>}>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: {schemas: Record<string, object>};
}
let set: Awaited<ReturnType<typeof createDemoSet>>;
let app: App;
let document: Document;
const answers = readAnswers();
before(async () => {
  set = await createDemoSet();
  app = await createApp(openParts(set.config, silent));
  document = (await app.fastify.inject("/openapi.json")).json();
});
after(async () => {
  await app.close();
  set.remove();
});
const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      key: `${method.toUpperCase()} ${path}`,
      operation
    }))
  );
const successOf = ({responses}: Operation) =>
  Object.entries(responses).find(([status]) => status.startsWith("2")) ??
  assert.fail("no success is described");
const operationOf = (key: string): Operation => {
  const [method = "", path = ""] = key.split(" ");
  return document.paths[path]?.[method.toLowerCase()] ?? assert.fail(`${key} is not in the document`);
};

/** Finds what in two values is of different form: a key that only one has, or another type. Missing values fit all. */
function differences(a: unknown, b: unknown, path = ""): string[] {
  if (a === null || b === null) return [];
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === 0 || b.length === 0 ? [] : differences(a[0], b[0], `${path}/0`);
  if (typeof a !== typeof b || Array.isArray(a) !== Array.isArray(b))
    return [`${path} ${typeof a} ${typeof b}`];
  if (typeof a !== "object") return [];
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  // What is said of a person's records differs from person to person.
  if (/\/(facts|values|row|rows\/0)$/.test(path)) return [];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    key in left && key in right
      ? differences(left[key], right[key], `${path}/${key}`)
      : key === "otherFeatures"
        ? []
        : [`${path}/${key} is in one of them`]
  );
}

describe("the OpenAPI document", () => {
  test("is valid by the schema of OpenAPI 3.1, which finds a planted fault", async () => {
    const told = await new Validator().validate(structuredClone({...document}));
    assert.ok(told.valid, JSON.stringify(told.errors));
    const broken = structuredClone({...document});
    (broken.paths["/v1/score"]!.post as {responses: unknown}).responses = 7;
    assert.equal((await new Validator().validate(broken)).valid, false);
  });

  test("gives every operation a name of its own, a description and an example", () => {
    const names = operations().map(({operation}) => operation.operationId);
    assert.equal(new Set(names).size, names.length);
    for (const {key, operation} of operations()) {
      assert.match(operation.operationId ?? "", /^[a-z][A-Za-z]+$/, key);
      assert.ok(operation.summary && operation.description, key);
      assert.ok(key in OPERATIONS, `${key} has no example in server/docs`);
      for (const {name, required, example} of operation.parameters ?? [])
        assert.ok(!required || example !== undefined, `${key} has no example of ${name}`);
      if (operation.requestBody)
        for (const [type, {example}] of Object.entries(operation.requestBody.content))
          assert.notEqual(example, undefined, `${key} has no example of ${type}`);
    }
    for (const key of Object.keys(OPERATIONS)) operationOf(key);
  });
});

describe("the examples of the OpenAPI document", () => {
  test("are answered with a success that fits its schema and has the form of the example", async () => {
    const ajv = new Ajv2020({strict: false, validateFormats: false});
    ajv.addSchema({$id: "document", components: document.components});
    const send = createExamples(app.fastify, () => app.scoring.idle());
    for (const [key, example] of Object.entries(OPERATIONS)) {
      if (example.untried) continue;
      const live = await send(key, example);
      const [status, {content}] = successOf(operationOf(key));
      assert.equal(live.status, Number(status), `${key}: ${live.body}`);
      const told = shownAnswer(live);
      if (told === undefined) continue;
      const media =
        content?.[live.type.split(";")[0] as string] ?? assert.fail(`${key} answers ${live.type}`);
      const schema = JSON.parse(JSON.stringify(media.schema).replaceAll('"#/', '"document#/'));
      const fits = ajv.compile(schema);
      assert.ok(fits(told), `${key}: ${JSON.stringify(fits.errors?.slice(0, 3))}`);
      assert.deepEqual(differences(abridge(told), media.example), [], `${key}; record the examples again`);
      assert.deepEqual(media.example, answers[key]);
    }
  });

  test("are compared so that a planted difference is found", () => {
    assert.deepEqual(differences({a: 1, b: [{c: "x"}]}, {a: 2, b: [{c: "y"}]}), []);
    assert.equal(differences({a: 1}, {a: "1"}).length, 1);
    assert.equal(differences({a: 1}, {a: 1, b: 2}).length, 1);
    assert.equal(differences({b: [{c: 1}]}, {b: [{d: 1}]}).length, 2);
  });

  test("POST /v1/batch answers its NDJSON and CSV examples as well", async () => {
    const {bodies = {}} = OPERATIONS["POST /v1/batch"]!;
    for (const [type, payload] of Object.entries(bodies)) {
      const response = await app.fastify.inject({
        method: "POST",
        url: "/v1/batch",
        headers: {"content-type": type},
        payload
      });
      const {results} = response.json<{results: {ok: boolean}[]}>();
      assert.ok(results.length > 0 && results.every(({ok}) => ok), response.body);
    }
  });
});
