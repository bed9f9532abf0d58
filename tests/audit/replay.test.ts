import assert from "node:assert/strict";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import Database from "libsql";
import {type App, createApp} from "../../server/app/app.ts";
import {openParts} from "../../server/app/open.ts";
import {canonicalText, sha256} from "../../server/audit/canonical.ts";
import {CHAIN_FILE} from "../../server/audit/file.ts";
import {audit} from "../../server/audit/main.ts";
import type {ChainRecord} from "../../server/audit/record.ts";
import {openChain} from "../../server/audit/sqlite.ts";
import type {ChainStore} from "../../server/audit/store.ts";
import {replayDecision} from "../../server/decisions/replay.ts";
import {readModel} from "../../server/scoring/modelStore.ts";
import type {DecisionAnswer} from "../../src/core/schema/decision.ts";
import type {Explanation} from "../../src/core/schema/explanation.ts";
import type {PolicyAnswer, PolicyProposal} from "../../src/core/schema/policy.ts";
import {createDemoSet} from "../server/kit/demoSet.ts";
import {silent} from "../server/kit/fakes.ts";

let set: Awaited<ReturnType<typeof createDemoSet>>;
let app: App;
let chain: ChainStore;
const start = async () => {
  const parts = openParts(set.config, silent);
  chain = parts.chain;
  app = await createApp(parts);
};
before(async () => {
  set = await createDemoSet();
  await start();
});
after(async () => {
  await app.close();
  set.remove();
});

async function call<T>(method: "GET" | "POST", url: string, payload?: object): Promise<T> {
  const response = await app.fastify.inject({method, url, ...(payload && {payload})});
  // A machine that is busy otherwise may need longer than one waits for a table.
  if (response.json<{code?: string}>().code === "QUERY_BUSY") return call(method, url, payload);
  assert.equal(response.statusCode, 200, `${url}: ${response.body.slice(0, 500)}`);
  return response.json() as T;
}
const explain = (id: number) => call<Explanation>("GET", `/v1/clients/${id}/explanation`);
const ids = async () =>
  (await call<{clients: {clientId: number}[]}>("GET", "/v1/clients")).clients.map(({clientId}) => clientId);
const decide = async (id: number) => {
  const {decision} = await explain(id);
  return call<DecisionAnswer>("POST", `/v1/clients/${id}/decisions`, {decision, by: "Ann"});
};
/** Proposes and approves a cut-off. */
async function setCutoff(cutoff: number, referBand = 0): Promise<PolicyProposal> {
  const {id} = await call<PolicyProposal>("POST", "/v1/policy/proposals", {
    cutoff,
    referBand,
    note: "n",
    by: "Ann"
  });
  return call("POST", `/v1/policy/proposals/${id}/approve`, {by: "Bob"});
}

/** Tells whether an answer's decision is not that of the cut-off which it names. */
function isMixed({score, decision, cutoff}: Pick<Explanation, "score" | "decision" | "cutoff">): boolean {
  const refer = cutoff.refer?.score ?? cutoff.score;
  return decision !== (score < cutoff.score ? "decline" : score < refer ? "refer" : "approve");
}

describe("decisions on generated clients and the committed model", () => {
  test("POST /v1/clients/:id/decisions records what the explanation says, and its hash is that of the canonical record", async () => {
    for (const id of (await ids()).slice(0, 5)) {
      const why = await explain(id);
      const {record, ...told} = await decide(id);
      const {hash, ...rest} = record;
      assert.equal(sha256(canonicalText(rest)), hash);
      const body = record.body as Record<string, Record<string, unknown>>;
      assert.deepEqual(
        [body.outcome!.rawScore, body.outcome!.score, body.outcome!.reasonCodes],
        [why.rawScore, why.score, why.reasonCodes]
      );
      assert.deepEqual([told.modelDecision, told.by.name], [why.decision, "Ann"]);
      for (const digest of Object.values(record.inputs))
        assert.equal(sha256((await chain.input(digest))!), digest);
      const rows = new TextDecoder().decode((await chain.input(record.inputs.rows!))!);
      assert.doesNotMatch(rows, /"TARGET":[01]/);
    }
  });

  test("audit(chain, replay ID) gives identical bytes for every client, and goes on doing so when the cut-off is another", async () => {
    const all = await ids();
    for (const id of all) await decide(id);
    const before = await chain.list({kinds: ["decision"], limit: 100});
    await setCutoff(640, 25);
    const {id: later} = await decide(all[0]!);
    for (const id of [...before.map(({seq}) => seq), later]) {
      const {ok, text} = await audit(chain, ["replay", String(id)]);
      assert.ok(ok, text);
    }
    assert.ok((await audit(chain, ["verify"])).ok);
  });

  test("replayDecision(record, store) needs no model's folder: it computes by the model.txt that the record names, and refuses when that is not kept", async () => {
    await decide((await ids())[0]!);
    const [record] = (await chain.list({kinds: ["decision"], limit: 1})) as [ChainRecord];
    const {model} = record.body as unknown as {model: {sha256: string}};
    assert.equal(record.inputs.model, model.sha256);
    const folder = process.cwd();
    process.chdir(tmpdir());
    try {
      assert.throws(() => readModel(join("models", "demo")), {code: "MODEL_MISSING"});
      assert.equal((await replayDecision(record, chain)).identical, true);
    } finally {
      process.chdir(folder);
    }
    const without = async (digest: string) => (digest === model.sha256 ? null : chain.input(digest));
    await assert.rejects(replayDecision(record, {input: without}), {
      code: "STORAGE_DAMAGED",
      message: `The model of record ${record.seq} are not what it states; npm run audit -- verify tells more.`
    });
  });

  test("replayDecision(record, store) says what differs when score, reason, feature or input are others", async () => {
    const [record] = (await chain.list({kinds: ["decision"], limit: 1})) as [ChainRecord];
    const planted = (change: (body: Record<string, never>) => void) => {
      const copy = structuredClone(record);
      change(copy.body as Record<string, never>);
      return copy;
    };
    const score = planted((body: {outcome?: {score: number}}) => body.outcome!.score++);
    assert.match((await replayDecision(score, chain)).differences.join(), /The score was \d+ and is \d+/);
    const plan = planted((body: {data?: {planSha256: string}}) => (body.data!.planSha256 = "0".repeat(64)));
    assert.match((await replayDecision(plan, chain)).differences.join(), /computed by plan 000000000000…/);
    const bytes = (await chain.input(record.inputs.features!))!;
    const other = bytes.slice();
    other[0]! ^= 1;
    const changed = {...record, inputs: {...record.inputs, features: sha256(other)}};
    const input = async (digest: string) => (digest === sha256(other) ? other : chain.input(digest));
    assert.match((await replayDecision(changed, {input})).differences.join("\n"), /The feature \w+ was/);
    await assert.rejects(replayDecision({...record, inputs: {}}, chain), {code: "STORAGE_DAMAGED"});
    const [policy] = await chain.list({kinds: ["policy:approved"], limit: 1});
    await assert.rejects(replayDecision(policy!, chain), {code: "RECORD_UNKNOWN"});
  });
});

describe("a cut-off that two people have changed", () => {
  test("is effective in scores, explanations, SQL, model and recourse at once, and survives a restart", async () => {
    const {settled} = await setCutoff(655.5, 30);
    const check = async () => {
      const policy = await call<PolicyAnswer>("GET", "/v1/policy");
      assert.deepEqual(
        [policy.version, policy.cutoff.score, policy.refer?.score],
        [settled!.id, 655.5, 685.5]
      );
      const {served} = await call<{served: {policyVersion: number; cutoff: {score: number}}}>(
        "GET",
        "/v1/model"
      );
      assert.deepEqual([served.policyVersion, served.cutoff.score], [settled!.id, 655.5]);
      const decisions = new Set<string>();
      const expected: unknown[] = [];
      for (const id of await ids()) {
        const why = await explain(id);
        const {score, decision, cutoff} = why;
        assert.equal(cutoff.policyVersion, settled!.id);
        assert.equal(decision, score < 655.5 ? "decline" : score < 685.5 ? "refer" : "approve");
        decisions.add(decision);
        expected.push([id, score, decision]);
      }
      assert.ok(decisions.has("decline") && decisions.has("refer"), [...decisions].join());
      const sql = "SELECT clientId, score, decision FROM scores ORDER BY clientId";
      assert.deepEqual((await call<{rows: unknown[]}>("POST", "/v1/sql", {sql})).rows, expected);
      const joined = "SELECT clientId, score, decision FROM clients ORDER BY clientId";
      assert.deepEqual((await call<{rows: unknown[]}>("POST", "/v1/sql", {sql: joined})).rows, expected);
    };
    await check();
    await app.close();
    await start();
    await check();
  });

  test("never mixes in one answer: score, decision and cut-off agree while it changes under load", async () => {
    const all = await ids();
    let done = false;
    const versions = new Set<number>();
    const ask = async () => {
      while (!done)
        for (const id of all) {
          await new Promise(setImmediate);
          const one = await explain(id);
          assert.equal(isMixed(one), false, `${one.decision} at ${one.score}`);
          versions.add(one.cutoff.policyVersion!);
        }
    };
    const rows = async () => {
      while (!done) {
        const sql = "SELECT score, decision FROM scores";
        const answer = await call<{rows: [number, string][]}>("POST", "/v1/sql", {sql});
        const lowest = Math.min(
          ...answer.rows.flatMap(([score, word]) => (word === "decline" ? [] : [score]))
        );
        for (const [score, word] of answer.rows) assert.equal(word === "decline", score < lowest);
      }
    };
    const load = Promise.all([ask(), ask(), rows()]).finally(() => {
      done = true;
    });
    for (let i = 0; i < 12 && !done; i++) {
      const seen = versions.size;
      await setCutoff(560 + 15 * i, (i % 3) * 20);
      while (!done && versions.size === seen) await new Promise((resolve) => setTimeout(resolve, 30));
    }
    done = true;
    await load;
    assert.ok(versions.size > 3, `${versions.size} policies were seen`);
  });

  test("isMixed(answer) finds planted answers whose decision is by one policy and whose cut-off is of another", async () => {
    const [id] = (await ids()) as [number];
    await setCutoff(1);
    const approved = await explain(id);
    await setCutoff(999);
    const declined = await explain(id);
    assert.deepEqual([isMixed(approved), isMixed(declined)], [false, false]);
    assert.equal(isMixed({...approved, cutoff: declined.cutoff}), true);
    assert.equal(isMixed({...declined, cutoff: approved.cutoff}), true);
  });

  test("is refused by name when one person alone makes it, twice over, or where nobody would be beyond it", async () => {
    const refuse = async (url: string, payload: object, code: string) => {
      const response = await app.fastify.inject({method: "POST", url, payload});
      assert.equal(response.json().code, code, response.body);
    };
    const propose = {cutoff: 610, note: "more", by: "Ann"};
    const {id} = await call<PolicyProposal>("POST", "/v1/policy/proposals", propose);
    const proposal = `/v1/policy/proposals/${id}`;
    await refuse(`${proposal}/approve`, {by: "Ann"}, "SECOND_PERSON_NEEDED");
    await refuse("/v1/policy/proposals/9999/approve", {by: "Bob"}, "RECORD_UNKNOWN");
    await refuse("/v1/policy/proposals/x/approve", {by: "Bob"}, "REQUEST_INVALID");
    assert.equal((await call<PolicyProposal>("POST", `${proposal}/reject`, {by: "Bob"})).status, "rejected");
    await refuse(`${proposal}/approve`, {by: "Bob"}, "RECORD_TAKEN");
    for (const cutoff of [1e6, -1e6, 1e308])
      await refuse("/v1/policy/proposals", {...propose, cutoff}, "POLICY_INVALID");
    await refuse("/v1/policy/proposals", {...propose, cutoff: 600.2, referBand: 0.1}, "POLICY_INVALID");
    for (const body of [
      {cutoff: "600", note: "n"},
      {cutoff: 600},
      {...propose, note: ""},
      {...propose, x: 1},
      {...propose, by: " "}
    ])
      await refuse("/v1/policy/proposals", body, "REQUEST_INVALID");
    const open = await call<PolicyProposal>("POST", "/v1/policy/proposals", propose);
    const both = await Promise.all(
      ["Bob", "Cem", "Dee"].map((by) =>
        app.fastify.inject({method: "POST", url: `/v1/policy/proposals/${open.id}/approve`, payload: {by}})
      )
    );
    assert.deepEqual(both.map(({statusCode}) => statusCode).sort(), [200, 409, 409]);
    const {proposals} = await call<{proposals: PolicyProposal[]}>("GET", "/v1/policy/history?limit=2");
    assert.deepEqual(
      proposals.map(({status}) => status),
      ["approved", "rejected"]
    );
  });

  test("is read as it is kept: the chain beside the data is whole and its file names itself", () => {
    const db = new Database(join(set.config.data, CHAIN_FILE));
    const {n} = db.prepare("SELECT count(*) AS n FROM records").get() as {n: number};
    db.close();
    assert.ok(n > 50);
    openChain(join(set.config.data, CHAIN_FILE)).close();
  });
});
