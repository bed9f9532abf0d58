import assert from "node:assert/strict";
import {test} from "node:test";
import {type App, createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import {ofOneKind} from "../../../server/clients/scoredSet.ts";
import type {PolicyProposal} from "../../../src/core/schema/policy.ts";
import type {Score} from "../../../src/core/schema/score.ts";
import {createDemoSet} from "../kit/demoSet.ts";
import {silent} from "../kit/fakes.ts";

type Row = Pick<Score, "clientId" | "score" | "decision">;

async function post<T>({fastify}: App, url: string, payload: object): Promise<T> {
  const response = await fastify.inject({method: "POST", url, payload});
  assert.equal(response.statusCode, 200, response.body);
  return response.json() as T;
}

/** What the search says of everybody, and what each is told alone. */
async function bothWays({fastify}: App): Promise<[searched: Row[], alone: Row[]]> {
  const {clients} = (await fastify.inject("/v1/clients?fields=score,decision&limit=100")).json<{
    clients: Row[];
  }>();
  const alone = await Promise.all(
    clients.map(async ({clientId}) => {
      const one = (await fastify.inject(`/v1/clients/${clientId}/score`)).json<Score>();
      return {clientId, score: one.score, decision: one.decision};
    })
  );
  return [clients, alone];
}

test("search, export and near= follow a cut-off from the moment it is approved, with another ETag", async () => {
  const set = await createDemoSet(100);
  const app = await createApp(openParts(set.config, silent));
  try {
    const [before, beforeAlone] = await bothWays(app);
    assert.deepEqual(before, beforeAlone);
    const csv = await app.fastify.inject("/v1/scores.csv");
    // At the median, so that half of the clients are to be decided otherwise.
    const cutoff = before.map(({score}) => score).toSorted((a, b) => a - b)[50]!;
    const {id} = await post<PolicyProposal>(app, "/v1/policy/proposals", {cutoff, note: "test", by: "Ada"});
    await post(app, `/v1/policy/proposals/${id}/approve`, {by: "Grace"});
    const [after, afterAlone] = await bothWays(app);
    assert.deepEqual(after, afterAlone);
    assert.notDeepEqual(
      after.map(({decision}) => decision),
      before.map(({decision}) => decision)
    );
    const other = await app.fastify.inject("/v1/scores.csv");
    assert.notEqual(other.headers.etag, csv.headers.etag);
    assert.notEqual(other.body, csv.body);
    const near = (await app.fastify.inject("/v1/clients?near=0&fields=score")).json<{clients: Row[]}>();
    assert.ok(near.clients.length > 0 && near.clients.every(({score}) => score === cutoff));
  } finally {
    await app.close();
    set.remove();
  }
});

test("ofOneKind(set, work) does work again that began before the scores were others", async () => {
  const set = {etag: "old"};
  const seen: string[] = [];
  const answer = await ofOneKind(set, async () => {
    const begunFor = set.etag;
    if (seen.push(begunFor) === 1) set.etag = "new";
    await Promise.resolve();
    return `${begunFor} to ${set.etag}`;
  });
  assert.deepEqual([answer, seen], ["new to new", ["old", "new"]]);
});
