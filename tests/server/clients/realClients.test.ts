import assert from "node:assert/strict";
import {test} from "node:test";
import {buildFeatures} from "../../../loaders/batch/build.ts";
import {createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import {parseConfig} from "../../../server/config.ts";
import type {Explanation} from "../../../src/core/schema/explanation.ts";
import type {Score} from "../../../src/core/schema/score.ts";
import {realDataSet, realSkip} from "../../loaders/planFixture.ts";
import {silent} from "../kit/fakes.ts";

test("POST then GET /compute/ and /explainer/ for the real client 100002, from raw tables to reasons", {
  skip: realSkip
}, async () => {
  const {dir: data, remove} = realDataSet();
  try {
    await buildFeatures(data);
    const config = parseConfig(
      JSON.stringify({port_api: 0, port_dashboard: 0, data}),
      "the tests' configuration"
    );
    const parts = openParts(config, silent);
    assert.equal(parts.demoClients().length, 0, "real clients are never shown as a demonstration");
    const app = await createApp(parts);
    const call = (method: "GET" | "POST", url: string) => app.fastify.inject({method, url});
    for (const resource of ["compute", "explainer"])
      assert.equal((await call("POST", `/${resource}/?ID=100002`)).statusCode, 202);
    await app.scoring.idle();
    const score = (await call("GET", "/compute/")).json<Score>();
    const why = (await call("GET", "/explainer/?ID=100002")).json<Explanation>();
    assert.equal(score.clientId, 100002);
    assert.equal(why.score, score.score);
    assert.equal(why.basePoints + why.features.reduce((sum, {points}) => sum + points, 0), why.score);
    assert.ok(why.features.some(({value}) => value !== null));
    assert.ok(why.decision === "approve" || why.reasonCodes.length > 0);
    await app.close();
  } finally {
    remove();
  }
});
