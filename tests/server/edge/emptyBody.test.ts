import assert from "node:assert/strict";
import {test} from "node:test";
import {createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import {createDemoSet} from "../kit/demoSet.ts";
import {silent} from "../kit/fakes.ts";

test("recourse, and what a second person says, may come without a body; no other POST with one may", async () => {
  const set = await createDemoSet();
  const app = await createApp(openParts(set.config, silent));
  const post = async (url: string, payload?: string) => {
    const headers = payload === undefined ? {} : {"content-type": "application/json"};
    return (await app.fastify.inject({method: "POST", url, headers, payload})).statusCode;
  };
  try {
    assert.equal(await post("/v1/clients/100002/recourse"), 200);
    assert.equal(await post("/v1/clients/100002/recourse", "{}"), 200);
    assert.equal(await post("/v1/clients/100002/recourse", ""), 200);
    assert.equal(await post("/v1/clients/100002/recourse", "null"), 400);
    assert.equal(await post("/v1/decisions/1/confirm"), 404);
    assert.equal(await post("/v1/policy/proposals/1/approve"), 404);
    assert.equal(await post("/v1/clients/100002/decisions"), 400);
    assert.equal(await post("/v1/clients/100002/what-if"), 400);
    assert.equal(await post("/v1/score"), 400);
    assert.equal(await post("/v1/sql"), 400);
  } finally {
    await app.close();
    set.remove();
  }
});
