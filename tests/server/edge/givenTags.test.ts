import assert from "node:assert/strict";
import {test} from "node:test";
import type {FastifyRequest} from "fastify";
import {createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import {createGivenTags} from "../../../server/rest/answers/givenTags.ts";
import {createDemoSet} from "../kit/demoSet.ts";
import {silent} from "../kit/fakes.ts";

const asks = (etag?: string) => ({headers: etag ? {"if-none-match": etag} : {}}) as FastifyRequest;

test("createGivenTags(madeFrom) knows a tag until it is forgotten, and no other", () => {
  const tags = createGivenTags(() => "one", 2);
  tags.begin("/a")('W/"a"');
  assert.deepEqual(
    [asks('W/"a"'), asks('W/"b", W/"a"'), asks('W/"b"'), asks()].map((request) =>
      tags.unchanged(request, "/a")
    ),
    ['W/"a"', 'W/"a"', null, null]
  );
  assert.equal(tags.unchanged(asks('W/"a"'), "/b"), null);
  for (const name of ["/b", "/c"]) tags.begin(name)('W/"x"');
  assert.equal(tags.unchanged(asks('W/"a"'), "/a"), null);
  assert.equal(tags.unchanged(asks('W/"x"'), "/b"), 'W/"x"');
});

test("createGivenTags(madeFrom) forgets what was made from something else, also what was begun before and ended after", () => {
  let from = "model 1";
  const tags = createGivenTags(() => from);
  tags.begin("/a")('W/"a"');
  const late = tags.begin("/b");
  from = "model 2";
  assert.equal(tags.unchanged(asks('W/"a"'), "/a"), null);
  late('W/"b"');
  assert.equal(tags.unchanged(asks('W/"b"'), "/b"), null);
  from = "model 1";
  assert.equal(tags.unchanged(asks('W/"a"'), "/a"), null, "what was forgotten does not come back");
});

test("GET /v1/clients/:id/explanation of whoever has it is 304 and is not computed, until the cut-off is another", async () => {
  const set = await createDemoSet(30);
  const parts = openParts(set.config, silent);
  const {engine, limits} = parts;
  let computed = 0;
  const counting = new Proxy(engine, {
    get(target, name, receiver) {
      if (name === "compute") computed++;
      return Reflect.get(target, name, receiver);
    }
  });
  const app = await createApp({...parts, engine: counting});
  try {
    const [id] = parts.clients.page(0, 1);
    for (const url of [`/v1/clients/${id}/explanation`, `/v1/clients/${id}/explanation?top=3&form=compact`]) {
      const {etag} = (await app.fastify.inject(url)).headers;
      const headers = {"if-none-match": String(etag)};
      const before = computed;
      const again = await app.fastify.inject({url, headers});
      assert.deepEqual([again.statusCode, again.body, again.headers.etag], [304, "", etag]);
      assert.equal(computed, before, "nothing was computed");
      assert.equal((await app.fastify.inject({url, headers: {"if-none-match": 'W/"x"'}})).statusCode, 200);
      assert.equal(computed, before + 1);
    }
    const url = `/v1/clients/${id}/explanation`;
    const headers = {"if-none-match": String((await app.fastify.inject(url)).headers.etag)};
    limits.set({version: 7, cutoffLogOdds: -1});
    assert.equal((await app.fastify.inject({url, headers})).statusCode, 200);
    assert.equal((await app.fastify.inject({url, headers})).statusCode, 200, "the old tag stays the old one");
  } finally {
    await app.close();
    set.remove();
  }
});
