import assert from "node:assert/strict";
import {after, before, test} from "node:test";
import {io, type Socket} from "socket.io-client";
import type {App} from "../../server/app/app.ts";
import {createDashboard} from "../../server/pages/dashboard.ts";
import type {LiveScore} from "../../src/core/live/batch.ts";
import {wholeBatch} from "../../src/core/live/compactBatch.ts";
import type {Ack, ClientToServer, LiveState, ServerToClient} from "../../src/core/protocol.ts";
import {createFakeApp, listen, silent} from "./kit/fakes.ts";

type Client = Socket<ServerToClient, ClientToServer>;
let app: App;
let addresses: [string, string];
const clients: Client[] = [];

before(async () => {
  app = await createFakeApp({demoClients: () => [100005]});
  addresses = [await listen(app), await listen(app)];
});
after(async () => {
  for (const client of clients) client.disconnect();
  await app.close();
});

async function connect(address = addresses[0], options = {}): Promise<Client> {
  const client: Client = io(address, {transports: ["websocket"], reconnection: false, ...options});
  clients.push(client);
  await new Promise<void>((resolve, reject) => {
    client.once("connect", resolve);
    client.once("connect_error", reject);
  });
  return client;
}

/** Waits for a live batch with scores. */
const nextScores = (client: Client) =>
  new Promise<LiveScore[]>((resolve) => {
    const listener: ServerToClient["live:batch"] = ({scores}) => {
      if (scores.length === 0) return;
      client.off("live:batch", listener);
      resolve(scores);
    };
    client.on("live:batch", listener);
  });
const state = (answer: Ack<LiveState>) => {
  assert.ok(answer.ok);
  return answer.body;
};

test("POST /compute/ on one port reaches live:batch and score:done on the other", async () => {
  const client = await connect(addresses[1]);
  const {demoFeed} = state(await client.emitWithAck("live:subscribe", {}));
  assert.equal(demoFeed, false);
  const facts: string[] = [];
  client.on("score:started", ({clientId}) => facts.push(`started ${clientId}`));
  client.on("score:done", ({clientId}) => facts.push(`done ${clientId}`));
  const batch = nextScores(client);
  await fetch(`${addresses[0]}/compute/?ID=100028`, {method: "POST"});
  const [live] = await batch;
  assert.deepEqual([live?.score.clientId, live?.origin, live?.top.length], [100028, "request", 2]);
  assert.deepEqual(facts, ["started 100028", "done 100028"]);
  client.disconnect();
});

test('live:subscribe {form: "compact"} tells live:compact instead of live:batch, the same scores, until subscribed anew', async () => {
  const [full, compact] = [await connect(), await connect()];
  await full.emitWithAck("live:subscribe", {facts: []});
  const {viewers} = state(await compact.emitWithAck("live:subscribe", {facts: [], form: "compact"}));
  assert.ok(viewers >= 2, `${viewers} viewers`);
  const heard: string[] = [];
  compact.onAny((event) => heard.push(event));
  const nextCompact = () =>
    new Promise<LiveScore[]>((resolve) =>
      compact.on("live:compact", (batch) => {
        if (batch.scores.length > 0) resolve(wholeBatch(batch).scores);
      })
    );
  const [whole, told] = [nextScores(full), nextCompact()];
  await fetch(`${addresses[0]}/compute/?ID=100028`, {method: "POST"});
  assert.deepEqual(await told, await whole);
  assert.ok(!heard.includes("live:batch"), heard.join());
  await compact.emitWithAck("live:subscribe", {facts: []});
  heard.length = 0;
  const again = nextScores(compact);
  await fetch(`${addresses[0]}/compute/?ID=100013`, {method: "POST"});
  assert.equal((await again)[0]?.score.clientId, 100013);
  assert.ok(!heard.includes("live:compact"), heard.join());
  for (const client of [full, compact]) client.disconnect();
});

test("explain:request tells explain:done to who asked for it and to nobody else; GET /explainer/ has the same", async () => {
  const [asking, watching, idle] = [await connect(), await connect(), await connect()];
  await watching.emitWithAck("live:subscribe", {facts: ["explanation"]});
  const heard: string[] = [];
  idle.onAny((event) => heard.push(event));
  const own = new Promise((resolve) => asking.once("explain:done", resolve));
  const fact = new Promise((resolve) => watching.once("explain:done", resolve));
  const answer = await asking.emitWithAck("explain:request", {clientId: 100013});
  assert.ok(answer.ok);
  assert.deepEqual(await fact, answer.body);
  assert.deepEqual(await own, answer.body);
  assert.deepEqual(await (await fetch(`${addresses[0]}/explainer/`)).json(), answer.body);
  assert.equal((await idle.emitWithAck("live:unsubscribe", {})).ok, true);
  assert.deepEqual(heard, []);
  for (const client of [asking, watching, idle]) client.disconnect();
});

test("score:request tells score:started and score:done to the socket that asked, before it is answered", async () => {
  const client = await connect();
  const told: string[] = [];
  client.onAny((event) => told.push(event));
  assert.ok((await client.emitWithAck("score:request", {clientId: 100013})).ok);
  assert.deepEqual(told, ["score:started", "score:done"]);
  client.disconnect();
});

test("live:subscribe {demoFeed: true} streams real scores that are not kept and not the last", async () => {
  const client = await connect();
  const before = await (await fetch(`${addresses[0]}/compute/`)).text();
  const batch = nextScores(client);
  assert.equal(state(await client.emitWithAck("live:subscribe", {demoFeed: true})).demoFeed, true);
  const [live] = await batch;
  assert.deepEqual([live?.origin, live?.score.clientId], ["demo", 100005]);
  assert.equal(await (await fetch(`${addresses[0]}/compute/`)).text(), before);
  assert.equal((await fetch(`${addresses[0]}/compute/?ID=100005`)).status, 204);
  client.disconnect();
});

test("live:subscribe {demoFeed: true} tells demoFeed: false where the data are not generated", async () => {
  const real = await createFakeApp();
  const client = await connect(await listen(real));
  assert.equal(state(await client.emitWithAck("live:subscribe", {demoFeed: true})).demoFeed, false);
  client.disconnect();
  await real.close();
});

test("live:subscribe after a lost connection has the scores that came meanwhile", async () => {
  const first = await connect();
  await first.emitWithAck("live:subscribe", {});
  first.disconnect();
  await fetch(`${addresses[0]}/v1/clients/100001/score`, {method: "POST"});
  const second = await connect();
  const {recent, viewers} = state(await second.emitWithAck("live:subscribe", {}));
  assert.equal(recent.at(-1)?.score.clientId, 100001);
  assert.ok(viewers >= 1);
  assert.deepEqual(await second.emitWithAck("live:unsubscribe", {}), {ok: true, body: null});
  second.disconnect();
});

for (const [request, path] of [
  [{demoFeed: 3}, "/demoFeed"],
  [{facts: "score"}, "/facts"],
  [{facts: ["all"]}, "/facts"],
  [{form: "short"}, "/form"],
  [{facts: ["score", "score", "score"]}, "/facts"]
] as const)
  test(`live:subscribe ${JSON.stringify(request)} answers REQUEST_INVALID at ${path}`, async () => {
    const client = await connect();
    const answer = await client.emitWithAck("live:subscribe", request as never);
    assert.ok(!answer.ok);
    assert.deepEqual([answer.problem.code, answer.problem.issues[0]?.path], ["REQUEST_INVALID", path]);
    client.disconnect();
  });

test("score:request without request or acknowledgement does no harm", async () => {
  const client = await connect();
  const raw = client as unknown as {emit(event: string, ...args: unknown[]): void};
  for (const args of [[], [null], ["x"], [{clientId: 5}], [{}, {}, {}]]) raw.emit("score:request", ...args);
  const answer = await client.emitWithAck("score:request", {clientId: 100001});
  assert.ok(answer.ok);
  client.disconnect();
});

test("a page of another origin may not open a socket; a page of the same host may", async () => {
  const origin = (value: string) => ({extraHeaders: {origin: value}});
  await assert.rejects(connect(addresses[0], origin("https://elsewhere.example")));
  await assert.rejects(connect(addresses[0], origin("null")));
  (await connect(addresses[0], origin(addresses[0]))).disconnect();
});

test("createDashboard(…) passes REST and sockets on to the API, and refuses sockets of other origins", async () => {
  const parts = {pages: null, dns: null, log: silent, newId: () => "id"};
  const dashboard = await createDashboard({...parts, api: addresses[0]});
  const address = await dashboard.listen({port: 0, host: "127.0.0.1"});
  const posted = await fetch(`${address}/compute/?ID=100002`, {method: "POST"});
  assert.equal(posted.status, 202);
  await app.scoring.idle();
  const [one, other] = await Promise.all(
    [address, addresses[0]].map(async (base) => (await fetch(`${base}/compute/?ID=100002`)).text())
  );
  assert.equal(one, other);
  const unknown = await fetch(`${address}/compute/?ID=7`);
  assert.deepEqual([unknown.status, unknown.headers.get("content-type")], [404, "application/problem+json"]);
  assert.equal((await fetch(`${address}/v1/clients?limit=1`)).status, 200);
  for (const transports of [["websocket"], ["polling"]]) {
    const client = await connect(address, {transports});
    const answer = await client.emitWithAck("score:request", {clientId: 100002});
    assert.ok(answer.ok && answer.body.score === 562);
    client.disconnect();
  }
  for (const transports of [["websocket"], ["polling"]]) {
    const extraHeaders = {origin: "https://elsewhere.example"};
    await assert.rejects(connect(address, {transports, extraHeaders}));
  }
  await dashboard.close();
});

test("createDashboard(…) answers API_UNREACHABLE while the API does not run", async () => {
  const gone = await createDashboard({
    api: "http://127.0.0.1:9",
    pages: null,
    log: silent,
    newId: () => "id"
  });
  const response = await gone.inject({url: "/v1/clients"});
  assert.equal(response.statusCode, 502);
  assert.equal(response.json().code, "API_UNREACHABLE");
  await gone.close();
});
