import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {isDeepStrictEqual} from "node:util";
import {io, type Socket} from "socket.io-client";
import {type App, createApp} from "../../server/app/app.ts";
import {openParts} from "../../server/app/open.ts";
import type {QueueItem} from "../../server/cases/queue.ts";
import {applyCaseFact} from "../../src/core/cases/difference.ts";
import type {Problem} from "../../src/core/errors.ts";
import type {LiveScore} from "../../src/core/live/batch.ts";
import type {Ack, ClientToServer, ServerToClient} from "../../src/core/protocol.ts";
import type {CaseAnswer, CaseChange, CaseState} from "../../src/core/schema/case.ts";
import type {Explanation} from "../../src/core/schema/explanation.ts";
import type {PolicyProposal} from "../../src/core/schema/policy.ts";
import {createDemoSet} from "../server/kit/demoSet.ts";
import {listen, silent} from "../server/kit/fakes.ts";

type Client = Socket<ServerToClient, ClientToServer>;
let set: Awaited<ReturnType<typeof createDemoSet>> | undefined;
/** Whatever listens at SCOREBOOK_ADDRESS, such as replicas behind a proxy, is asked instead of an app of the test's own. */
const elsewhere = process.env.SCOREBOOK_ADDRESS;
let app: App | undefined;
let address: string;
let ids: number[];
const sockets: Client[] = [];
before(async () => {
  if (!elsewhere) {
    set = await createDemoSet();
    set.config.overrides.secondPerson = true;
  }
  await start();
});
after(async () => {
  await stop();
  set?.remove();
});
async function start() {
  app = set && (await createApp(openParts(set.config, silent)));
  address = app ? await listen(app) : elsewhere!;
  ids = (await get<{clients: {clientId: number}[]}>("/v1/clients")).clients.map(({clientId}) => clientId);
}
async function stop() {
  for (const socket of sockets) socket.disconnect();
  await app?.close();
}

async function connect(): Promise<Client> {
  const socket: Client = io(address, {transports: ["websocket"], reconnection: false, forceNew: true});
  sockets.push(socket);
  await new Promise((done) => socket.once("connect", () => done(null)));
  return socket;
}
/** Asks until an answer is as it should be, for replicas hear of each other a moment later. */
async function eventually<T>(read: () => T | Promise<T>, expected: T) {
  for (let tries = 0; tries < 2400; tries++) {
    if (isDeepStrictEqual(await read(), expected)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.deepEqual(await read(), expected);
}
const next = <E extends keyof ServerToClient>(socket: Client, event: E) =>
  new Promise<Parameters<ServerToClient[E]>[0]>((done) => socket.once(event, done as never));
async function ask(method: "GET" | "POST", path: string, body?: unknown) {
  const response = await fetch(address + path, {
    method,
    ...(body !== undefined && {headers: {"content-type": "application/json"}, body: JSON.stringify(body)})
  });
  return {status: response.status, body: (await response.json()) as unknown};
}
async function get<T>(path: string): Promise<T> {
  const {status, body} = await ask("GET", path);
  assert.equal(status, 200, JSON.stringify(body));
  return body as T;
}
async function post<T>(path: string, sent: unknown): Promise<T> {
  const {status, body} = await ask("POST", path, sent);
  assert.equal(status, 200, JSON.stringify(body));
  return body as T;
}
const done = <T>(answer: Ack<T>): T => {
  assert.ok(answer.ok, JSON.stringify(answer));
  return answer.body;
};
const join = async (socket: Client, clientId: number, by: string, version?: number) =>
  done(await socket.emitWithAck("case:join", {clientId, by, ...(version !== undefined && {version})}));
const change = async (socket: Client, clientId: number, by: string, more: CaseChange) =>
  done(await socket.emitWithAck("case:change", {clientId, by, ...more}));

describe("cases over sockets and REST", () => {
  test("two who have a case open see who is there and each other's edits with the rescored result, whichever way they came", async () => {
    const [id] = ids as [number];
    const [ann, bob] = [await connect(), await connect()];
    const opened = await join(ann, id, "Ann");
    assert.deepEqual([opened.case?.version, opened.result, opened.people], [0, null, ["Ann"]]);
    const here = next(ann, "case:presence");
    assert.deepEqual((await join(bob, id, "Bob")).people, ["Ann", "Bob"]);
    assert.deepEqual(await here, {clientId: id, people: ["Ann", "Bob"]});

    const own = await get<Explanation>(`/v1/clients/${id}/explanation`);
    const rows = [{op: "edit", table: "application", index: 0, values: {AMT_CREDIT: 50_000}}];
    const whatIf = await post<{after: Explanation}>(`/v1/clients/${id}/what-if`, {rows});
    const heard = next(bob, "case:changed");
    const {version} = await change(ann, id, "Ann", {set: {rows}});
    const news = await heard;
    assert.deepEqual([news.version, news.changedBy, version], [1, "Ann", 1]);
    assert.deepEqual(
      news.edits.set.map(({key, by}) => [key, by]),
      [["application/0/AMT_CREDIT", "Ann"]]
    );
    assert.deepEqual([news.result?.before.score, news.result?.after.score], [own.score, whatIf.after.score]);
    assert.deepEqual(news.result?.causes, whatIf.after.causes);

    const heardAgain = next(ann, "case:changed");
    await post(`/v1/cases/${id}`, {
      by: "Bob",
      set: {features: {app_ext_source_2: 0.9}},
      note: "as on the phone"
    });
    const third = await heardAgain;
    assert.deepEqual(
      [third.version, third.notes.set[0]?.text, third.notes.set[0]?.by],
      [2, "as on the phone", "Bob"]
    );
    const gone = next(ann, "case:presence");
    bob.disconnect();
    assert.deepEqual((await gone).people, ["Ann"]);
  });

  test("who comes back with a version is told what they missed, and it leads to what the case is; also after a restart", async () => {
    const id = ids[1]!;
    const ann = await connect();
    await join(ann, id, "Ann");
    await change(ann, id, "Ann", {note: "first", claim: true});
    const {case: known} = await get<CaseAnswer>(`/v1/cases/${id}`);
    ann.disconnect();
    await post(`/v1/cases/${id}`, {by: "Bob", set: {features: {app_ext_source_2: 0.1}}, save: "worse"});
    await post(`/v1/cases/${id}`, {by: "Bob", reset: true});
    const check = async () => {
      const back = await connect();
      const {case: whole, missed} = await join(back, id, "Ann", known!.version);
      assert.deepEqual([whole, missed?.length], [null, 2]);
      const {case: now} = await get<CaseAnswer>(`/v1/cases/${id}`);
      assert.deepEqual(missed!.reduce(applyCaseFact, known as CaseState), now);
      assert.deepEqual((await join(back, id, "Ann", 99)).case, now);
    };
    await check();
    await stop();
    await start();
    await check();
  });

  test("twenty edits at once from two sockets and REST are all there, each field with its last writer", async () => {
    const id = ids[2]!;
    const [ann, bob] = [await connect(), await connect()];
    for (const socket of [ann, bob]) await join(socket, id, "x");
    await Promise.all(
      Array.from({length: 21}, (_, i) =>
        i % 3 === 2
          ? post(`/v1/cases/${id}`, {by: "Cem", note: `note ${i}`})
          : change(i % 3 ? bob : ann, id, i % 3 ? "Bob" : "Ann", {note: `note ${i}`})
      )
    );
    const {case: now} = await get<CaseAnswer>(`/v1/cases/${id}`);
    assert.deepEqual([now?.version, new Set(now?.notes.map(({text}) => text)).size], [21, 21]);
  });

  test("a decision in a case is told to all, awaits its second person and is settled; the work queue follows", async () => {
    const id = ids[3]!;
    const {decision} = await get<Explanation>(`/v1/clients/${id}/explanation`);
    const other = decision === "approve" ? "decline" : "approve";
    const ann = await connect();
    await join(ann, id, "Ann");
    const facts: string[] = [];
    ann.on("case:changed", ({status, decision: told}) => facts.push(`${status} ${told?.status}`));
    await change(ann, id, "Ann", {
      decide: {decision: other, override: {reason: "record_wrong", note: "seen"}}
    });
    const items = async (query: string) => (await get<{items: QueueItem[]}>(`/v1/cases?${query}`)).items;
    const [waiting] = await items("status=awaiting");
    assert.deepEqual([waiting?.clientId, waiting?.case?.decision?.by], [id, "Ann"]);
    await post(`/v1/decisions/${waiting!.case!.decision!.id}/confirm`, {by: "Bob"});
    await eventually(() => facts, ["awaiting awaiting", "decided confirmed"]);
    assert.deepEqual(
      (await items("status=decided")).map(({clientId}) => clientId),
      [id]
    );
    const near = await items("near=1000&limit=200");
    assert.deepEqual(
      near.map(({clientId}) => clientId).sort(),
      ids.filter((one) => one !== id)
    );
    const {cutoff} = await get<Explanation>(`/v1/clients/${id}/score`);
    const far = near.map(({score}) => Math.abs(score! - cutoff.score));
    assert.deepEqual(
      far,
      [...far].sort((a, b) => a - b)
    );
    const scores = await Promise.all(ids.map((one) => post<Explanation>(`/v1/clients/${one}/score`, {})));
    const declined = scores
      .filter((one) => one.decision === "decline" && one.clientId !== id)
      .map(({clientId}) => clientId);
    assert.deepEqual((await items("status=declined")).map(({clientId}) => clientId).sort(), declined.sort());
    assert.deepEqual(await items("status=failed"), []);
    assert.deepEqual(
      (await items("claimed=Ann")).map(({clientId}) => clientId),
      [ids[1]]
    );
  });

  test("queue:join hears that a case has changed and that somebody was scored; queue:leave hears no more", async () => {
    const id = ids[2]!;
    const [socket, other] = [await connect(), await connect()];
    for (const one of [socket, other]) done(await one.emitWithAck("queue:join", {}));
    const changed = next(socket, "queue:changed");
    await post(`/v1/cases/${id}`, {by: "Ann", note: "for the queue"});
    assert.deepEqual(await changed, {});
    const scored = next(socket, "queue:changed");
    done(await socket.emitWithAck("score:request", {clientId: id}));
    await scored;
    done(await socket.emitWithAck("queue:leave", {}));
    let heard = 0;
    socket.on("queue:changed", () => heard++);
    const told = next(other, "queue:changed");
    await post(`/v1/cases/${id}`, {by: "Ann", note: "for the other"});
    await told;
    assert.equal(heard, 0);
  });

  test("policy:changed reaches every socket, and the case's result follows the new cut-off", async () => {
    const id = ids[0]!;
    const idle = await connect();
    const told = next(idle, "policy:changed");
    const {id: proposal} = await post<PolicyProposal>("/v1/policy/proposals", {
      cutoff: 700.5,
      note: "n",
      by: "Ann"
    });
    await post(`/v1/policy/proposals/${proposal}/approve`, {by: "Bob"});
    const {version, cutoff} = await told;
    assert.equal(cutoff.score, 700.5);
    await eventually(async () => {
      const {result} = await get<CaseAnswer>(`/v1/cases/${id}`);
      return [result?.after.cutoff.score, result?.before.cutoff.policyVersion];
    }, [700.5, version]);
  });

  test("policy:proposal tells every socket of what is proposed, and of what became of it", async () => {
    const idle = await connect();
    const proposed = next(idle, "policy:proposal");
    const body = {cutoff: 690, note: "n", by: "Ann"};
    const {id: proposal} = await post<PolicyProposal>("/v1/policy/proposals", body);
    assert.deepEqual(await proposed, await get(`/v1/policy/proposals/${proposal}`));
    const settled = next(idle, "policy:proposal");
    await post(`/v1/policy/proposals/${proposal}/reject`, {by: "Bob"});
    const {id: told, status, settled: end} = await settled;
    assert.deepEqual([told, status, end?.by.name], [proposal, "rejected", "Bob"]);
  });

  test("live:presence names those who watch the live desk, as they come and go", async () => {
    const [ann, other] = [await connect(), await connect()];
    const people = async () => (await next(ann, "live:presence")).people;
    const first = people();
    await ann.emitWithAck("live:subscribe", {name: " Ann ", facts: []});
    assert.deepEqual(await first, ["Ann"]);
    const both = people();
    await other.emitWithAck("live:subscribe", {facts: []});
    assert.deepEqual(await both, ["", "Ann"]);
    const alone = people();
    other.disconnect();
    assert.deepEqual(await alone, ["Ann"]);
    for (const name of [7, "x".repeat(61)]) {
      const answer = (await ann.emitWithAck("live:subscribe", {name} as never)) as Ack<unknown>;
      assert.equal(answer.ok || answer.problem.code, "REQUEST_INVALID");
    }
  });

  test("a score that was asked for reaches the live desk with the time that it took, and the causes that weigh most", async () => {
    const socket = await connect();
    await socket.emitWithAck("live:subscribe", {facts: []});
    const came = new Promise<LiveScore>((done) =>
      socket.on("live:batch", ({scores}) => {
        const own = scores.find(({score}) => score.clientId === ids[3]);
        if (own) done(own);
      })
    );
    await post(`/v1/clients/${ids[3]}/score`, {});
    const {latencyMs, top} = await came;
    assert.ok(latencyMs !== null && latencyMs > 0 && latencyMs < 60_000, `${latencyMs}`);
    const {causes} = await get<Explanation>(`/v1/clients/${ids[3]}/explanation`);
    assert.deepEqual(
      top,
      causes.slice(0, top.length).map(({code, label, points}) => ({code, label, points}))
    );
    assert.ok(top.length > 0);
  });

  test("hostile changes and pages each get a problem by name, and change nothing", async () => {
    const id = ids[4]!;
    const socket = await connect();
    const bad: [unknown, string][] = [
      [{set: {rows: [{op: "edit", table: "application", index: 9, values: {}}]}}, "REQUEST_INVALID"],
      [
        {set: {rows: [{op: "edit", table: "application", index: 0, values: {AMT_CREDIT: "x"}}]}},
        "REQUEST_INVALID"
      ],
      [{set: {rows: [{op: "edit", table: "application", index: 0, values: {TARGET: 1}}]}}, "REQUEST_INVALID"],
      [{set: {rows: [{op: "mend", table: "application"}]}}, "REQUEST_INVALID"],
      [{set: {features: {nothing: 1}}}, "FEATURE_UNKNOWN"],
      [{set: {features: {app_ext_source_2: "high"}}}, "REQUEST_INVALID"],
      [{set: {features: {app_ext_source_2: [1]}}}, "REQUEST_INVALID"],
      [{set: {more: 1}}, "REQUEST_INVALID"],
      [{note: ""}, "REQUEST_INVALID"],
      [{note: "x".repeat(2001)}, "REQUEST_INVALID"],
      [{claim: "yes"}, "REQUEST_INVALID"],
      [{status: "decided"}, "REQUEST_INVALID"],
      [{unset: Array(201).fill("a")}, "REQUEST_INVALID"],
      [{apply: "nothing"}, "REQUEST_INVALID"],
      [{drop: "nothing"}, "REQUEST_INVALID"],
      [{save: "x".repeat(61)}, "REQUEST_INVALID"],
      [{version: 5}, "CASE_CHANGED"],
      [{decide: {decision: "maybe"}}, "REQUEST_INVALID"],
      [{by: 3}, "REQUEST_INVALID"],
      [{unknown: 1}, "REQUEST_INVALID"]
    ];
    for (const [body, code] of bad) {
      const {body: problem} = await ask("POST", `/v1/cases/${id}`, body);
      assert.equal((problem as Problem).code, code, JSON.stringify(body));
      const answer = await (socket as unknown as Socket).emitWithAck("case:change", {
        clientId: id,
        ...(body as object)
      });
      assert.equal(answer.problem?.code, code, JSON.stringify(body));
    }
    for (const request of [
      undefined,
      null,
      3,
      {},
      {clientId: "1"},
      {clientId: 1.5},
      {clientId: id, version: -1},
      {clientId: id, x: 1}
    ]) {
      const answer = await (socket as unknown as Socket).emitWithAck("case:join", request);
      assert.equal(answer.problem?.code, "REQUEST_INVALID", JSON.stringify(request));
    }
    const unknown = await (socket as unknown as Socket).emitWithAck("case:join", {clientId: 7});
    assert.equal(unknown.problem.code, "CLIENT_UNKNOWN");
    for (const query of [
      "status=x",
      "near=-1",
      "near=x",
      "near=1&status=open",
      "status=failed&claimed=a",
      "after=x",
      "limit=0",
      "claimed=a&claimed=b",
      "who=a"
    ]) {
      const {body} = await ask("GET", `/v1/cases?${query}`);
      assert.equal((body as Problem).code, "REQUEST_INVALID", query);
    }
    assert.equal((await get<CaseAnswer>(`/v1/cases/${id}`)).case?.version, 0);
  });
});
