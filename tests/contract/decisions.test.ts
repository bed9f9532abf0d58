import assert from "node:assert/strict";
import {after, before, test} from "node:test";
import {type ChainRecord, verifyRecord} from "../../src/components/case/verifyRecord.ts";
import {OVERRIDE_REASONS} from "../../src/core/credit/overrides.ts";
import type {Problem} from "../../src/core/errors.ts";
import type {DecisionAnswer, DecisionSummary} from "../../src/core/schema/decision.ts";
import {createContractEngine, createDecidingParts, serveContract} from "./served.ts";

let served: Awaited<ReturnType<typeof serveContract>>;
/** The model approves 100001 and declines 100002. */
before(async () => {
  served = await serveContract(createDecidingParts(createContractEngine()));
});
after(() => served.close());

async function call<T>(method: "GET" | "POST", path: string, payload?: object) {
  const response = await fetch(served.address + path, {
    method,
    ...(payload && {headers: {"content-type": "application/json"}, body: JSON.stringify(payload)})
  });
  return {status: response.status, body: (await response.json()) as T};
}
async function decide(id: number, payload: object): Promise<DecisionAnswer> {
  const {status, body} = await call<DecisionAnswer>("POST", `/v1/clients/${id}/decisions`, payload);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}
async function refused(
  url: string,
  payload: object | undefined,
  code: string,
  method: "GET" | "POST" = "POST"
) {
  const {status, body} = await call<Problem>(method, url, payload);
  assert.equal(body.code, code, JSON.stringify(body));
  assert.ok(status >= 400 && /\S\.$/.test(body.detail), body.detail);
}

test("POST /v1/clients/:id/decisions goes along with the model without a reason, and against it with one only", async () => {
  const along = await decide(100001, {decision: "approve", note: "fine", by: "Ann"});
  assert.deepEqual([along.status, along.override, along.note, along.by.name], ["final", null, "fine", "Ann"]);
  const url = "/v1/clients/100002/decisions";
  await refused(url, {decision: "approve"}, "OVERRIDE_UNEXPLAINED");
  await refused(url, {decision: "approve", override: {reason: "other", note: " "}}, "OVERRIDE_UNEXPLAINED");
  await refused(url, {decision: "decline", override: {reason: "guarantee"}}, "REQUEST_INVALID");
  await refused(url, {decision: "approve", override: {reason: "a whim"}}, "REQUEST_INVALID");
  const against = await decide(100002, {decision: "approve", override: {reason: "guarantee", note: "house"}});
  assert.deepEqual(against.override, {reason: "guarantee", note: "house"});
  assert.deepEqual(
    [against.modelDecision, against.status, against.by.name],
    ["decline", "awaiting", "local"]
  );
});

test("an override that needs two people is confirmed or refused once, by somebody else", async () => {
  const {id} = await decide(100002, {decision: "approve", override: {reason: "guarantee"}, by: "Ann"});
  await refused(`/v1/decisions/${id}/confirm`, {by: "Ann"}, "SECOND_PERSON_NEEDED");
  const confirmed = await call<DecisionAnswer>("POST", `/v1/decisions/${id}/confirm`, {
    by: "Bob",
    note: "seen"
  });
  assert.deepEqual(
    [confirmed.body.status, confirmed.body.second?.by.name, confirmed.body.second?.note],
    ["confirmed", "Bob", "seen"]
  );
  await refused(`/v1/decisions/${id}/refuse`, {by: "Cem"}, "RECORD_TAKEN");
  const {id: plain} = await decide(100001, {decision: "approve", by: "Ann"});
  await refused(`/v1/decisions/${plain}/confirm`, {by: "Bob"}, "RECORD_TAKEN");
  await refused("/v1/decisions/999/confirm", {by: "Bob"}, "RECORD_UNKNOWN");
});

test("GET /v1/decisions narrows by client, person and override, page by page, newest first", async () => {
  const list = async (query: string) =>
    (await call<{decisions: DecisionSummary[]; next: number | null}>("GET", `/v1/decisions${query}`)).body;
  const all = (await list("")).decisions;
  assert.ok(all.length >= 4 && all.every(({id}, i) => i === 0 || id < all[i - 1]!.id));
  const paged: number[] = [];
  for (let before = ""; ; ) {
    const {decisions, next} = await list(`?limit=2${before}`);
    paged.push(...decisions.map(({id}) => id));
    if (next === null) break;
    before = `&before=${next}`;
  }
  assert.deepEqual(
    paged,
    all.map(({id}) => id)
  );
  const idsOf = async (query: string) => (await list(query)).decisions.map(({id}) => id);
  assert.deepEqual(
    await idsOf("?client=100001"),
    all.filter(({clientId}) => clientId === 100001).map(({id}) => id)
  );
  assert.deepEqual(
    await idsOf("?by=Ann"),
    all.filter(({by}) => by.name === "Ann").map(({id}) => id)
  );
  assert.deepEqual(
    await idsOf("?overrides=true"),
    all.filter(({override}) => override).map(({id}) => id)
  );
  assert.deepEqual(
    await idsOf("?overrides=false"),
    all.filter(({override}) => !override).map(({id}) => id)
  );
  const {body} = await call<DecisionAnswer>("GET", `/v1/decisions/${all[0]!.id}`);
  assert.equal(body.record.hash, body.hash);
});

test("GET /v1/audit/verify and /v1/audit/head tell that the chain is whole and where it ends", async () => {
  const head = (await call<{seq: number}>("GET", "/v1/audit/head")).body;
  const report = (await call<{ok: boolean; head: object; records: number}>("GET", "/v1/audit/verify")).body;
  assert.deepEqual([report.ok, report.head, report.records], [true, head, head.seq]);
  assert.deepEqual((await call("GET", "/v1/overrides")).body, OVERRIDE_REASONS);
});

test("GET /v1/audit/records/:id gives every record, of whatever kind, as it was hashed, so that a page can check it", async () => {
  const {seq} = (await call<{seq: number}>("GET", "/v1/audit/head")).body;
  const records: ChainRecord[] = [];
  for (let id = 1; id <= seq; id++)
    records.push((await call<ChainRecord>("GET", `/v1/audit/records/${id}`)).body);
  assert.ok(new Set(records.map(({kind}) => kind)).size > 1, "records of several kinds");
  for (const [i, record] of records.entries()) {
    const checks = await verifyRecord(record, records[i - 1] ?? null, records[i + 1] ?? null);
    assert.ok(
      checks.every(({holds}) => holds),
      JSON.stringify(checks)
    );
  }
  await refused(`/v1/audit/records/${seq + 1}`, undefined, "RECORD_UNKNOWN", "GET");
  await refused("/v1/audit/records/0", undefined, "REQUEST_INVALID", "GET");
  await refused("/v1/audit/records/x", undefined, "REQUEST_INVALID", "GET");
});

test("hostile decisions, pages and ids each get a problem by name", async () => {
  const url = "/v1/clients/100001/decisions";
  for (const body of [
    {},
    {decision: "maybe"},
    {decision: null},
    {decision: "approve", extra: 1},
    {decision: "approve", note: 3},
    {decision: "approve", note: "x".repeat(2001)},
    {decision: "approve", by: ""},
    {decision: "approve", by: "x".repeat(61)},
    {decision: "approve", case: -1},
    {decision: "approve", case: 1.5},
    {decision: "approve", override: "guarantee"},
    {decision: "approve", override: {}},
    {decision: "approve", override: {reason: ["guarantee"]}},
    {decision: "approve", override: {reason: "__proto__"}}
  ])
    await refused(url, body, "REQUEST_INVALID");
  await refused("/v1/clients/1/decisions", {decision: "approve"}, "CLIENT_UNKNOWN");
  await refused("/v1/clients/x/decisions", {decision: "approve"}, "CLIENT_ID_INVALID");
  for (const query of [
    "?client=0",
    "?client=x",
    "?overrides=yes",
    "?limit=0",
    "?limit=201",
    "?before=-1",
    "?by=a&by=b",
    "?who=a"
  ])
    await refused(`/v1/decisions${query}`, undefined, "REQUEST_INVALID", "GET");
  for (const id of ["0", "-1", "1.5", "x", "9".repeat(30)])
    await refused(`/v1/decisions/${id}`, undefined, "REQUEST_INVALID", "GET");
  await refused("/v1/decisions/123456", undefined, "RECORD_UNKNOWN", "GET");
});
