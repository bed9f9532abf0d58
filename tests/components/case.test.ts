import assert from "node:assert/strict";
import {test} from "node:test";
import canonicalize from "canonicalize";
import {linkRecord, parseRecord} from "../../server/audit/record.ts";
import {mergeEdits, toEdits} from "../../server/cases/edits.ts";
import {parseCell} from "../../src/components/case/cellForm.ts";
import {createOutbox} from "../../src/components/case/outbox.ts";
import {type ChainRecord, type Check, hashOf, verifyRecord} from "../../src/components/case/verifyRecord.ts";
import {
  changeTowards,
  editsAfter,
  editsToWhatIf,
  NOTHING_TRIED,
  type WhatIf
} from "../../src/components/case/whatIf.ts";
import {canonicalJson} from "../../src/core/json/canonical.ts";
import type {CaseEdit} from "../../src/core/schema/case.ts";

/** A chain of records such as the server writes, from the genesis on. */
function chainOf(count: number): ChainRecord[] {
  const records: ChainRecord[] = [];
  let head = {seq: 0, hash: "0".repeat(64)};
  for (let i = 0; i < count; i++) {
    const body = {
      clientId: 100002,
      decision: "approve",
      note: `é “${i}” \u2028 1e21`,
      outcome: {rawScore: -0.1 * i + 1e-7}
    };
    const linked = linkRecord(
      {kind: "decision", at: "2026-01-01T00:00:00.000Z", by: {name: "Ada", role: "officer"}, body},
      head
    );
    // As it comes over the wire.
    records.push(JSON.parse(JSON.stringify(parseRecord(linked))) as ChainRecord);
    head = linked;
  }
  return records;
}
const failed = (checks: readonly Check[]) => checks.filter(({holds}) => !holds).map(({what}) => what);

/** A repeatable source of numbers in [0, 1). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** Any value of JSON, a few levels deep. */
function anyJson(random: () => number, depth = 3): unknown {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const text = () =>
    pick(["", "a", "é", "\u20ac", "\ud83d\ude02", "\r", "\u0080", "1", "10", "__", '\\"', "\u2028"]) +
    pick(["", "z", "\u0000"]);
  const number = () =>
    pick([
      0,
      -0,
      1,
      -1.5,
      1e21,
      1e-7,
      333333333.3333333,
      4.5e15,
      2 ** 53,
      random() * 10 ** Math.floor(random() * 40 - 20)
    ]);
  const kind = Math.floor(random() * (depth > 0 ? 6 : 4));
  if (kind === 0) return number();
  if (kind === 1) return text();
  if (kind === 2) return pick([true, false, null]);
  if (kind === 3) return number();
  const parts = Array.from({length: Math.floor(random() * 5)}, () => anyJson(random, depth - 1));
  return kind === 4 ? parts : Object.fromEntries(parts.map((part) => [text(), part]));
}

test("canonicalJson(value) writes what the reference implementation of RFC 8785 writes, for any JSON", () => {
  const random = createRandom(7);
  for (let i = 0; i < 2000; i++) {
    const value = anyJson(random);
    assert.equal(canonicalJson(value), canonicalize(value));
  }
  assert.throws(() => canonicalJson({a: Number.NaN}), TypeError);
  assert.throws(() => canonicalJson([undefined]), TypeError);
  assert.equal(canonicalJson({b: undefined, a: 1}), '{"a":1}');
});

test("the comparison with the reference sees keys that are sorted as people sort them", () => {
  const value = {"\u20ac": 1, "\r": 2, a: 3, B: 4};
  const wrong = JSON.stringify(
    Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
  );
  assert.notEqual(wrong, canonicalize(value));
  assert.equal(canonicalJson(value), canonicalize(value));
});

test("verifyRecord(record, before, after) computes the hashes that the server wrote, from the first record to the newest", async () => {
  const chain = chainOf(3);
  assert.deepEqual(failed(await verifyRecord(chain[0]!, null, chain[1]!)), []);
  assert.deepEqual(failed(await verifyRecord(chain[1]!, chain[0]!, chain[2]!)), []);
  const newest = await verifyRecord(chain[2]!, chain[1]!, null);
  assert.deepEqual(
    newest.map(({what, seq, holds}) => [what, seq, holds]),
    [
      ["hash", 3, true],
      ["previous", 2, true]
    ]
  );
});

test("verifyRecord(record, before, after) sees one flipped bit anywhere in a record", async () => {
  const [before, record, after] = chainOf(3) as [ChainRecord, ChainRecord, ChainRecord];
  const text = JSON.stringify(record);
  const random = createRandom(11);
  let seen = 0;
  for (let i = 0; i < 300; i++) {
    const at = Math.floor(random() * text.length);
    const flipped = String.fromCharCode(text.charCodeAt(at) ^ (1 << Math.floor(random() * 5)));
    let faulty: ChainRecord;
    try {
      faulty = JSON.parse(text.slice(0, at) + flipped + text.slice(at + 1)) as ChainRecord;
    } catch {
      continue;
    }
    if (canonicalJson(faulty) === canonicalJson(record)) continue;
    assert.notDeepEqual(failed(await verifyRecord(faulty, before, after)), [], `at ${at}`);
    seen++;
  }
  assert.ok(seen > 100, `only ${seen} flips were still JSON`);
});

test("verifyRecord(record, before, after) sees a record that was written anew with a hash that fits", async () => {
  const [before, record, after] = chainOf(3) as [ChainRecord, ChainRecord, ChainRecord];
  const other = {...record, body: {...record.body, decision: "decline"}};
  const forged = {...other, hash: await hashOf(other)};
  assert.deepEqual(failed(await verifyRecord(forged, before, after)), ["next"]);
  assert.deepEqual(failed(await verifyRecord(record, {...before, at: "2026-01-02T00:00:00.000Z"}, after)), [
    "previous"
  ]);
});

const who = {by: "Ada", at: "2026-01-01T00:00:00.000Z", version: 1};
const wanted: WhatIf = {
  rows: [
    {op: "edit", table: "application", index: 0, values: {AMT_CREDIT: 1000, AMT_ANNUITY: null}},
    {op: "remove", table: "bureau", index: 2},
    {op: "add", table: "bureau", values: {AMT_CREDIT_SUM: 5}},
    {op: "add", table: "bureau", values: {AMT_CREDIT_SUM: 5}}
  ],
  features: {app_age: 40}
};
/** What the server makes of a change: those taken back are away, those set are merged. */
function served(
  edits: readonly CaseEdit[],
  {set = {}, unset = []}: NonNullable<ReturnType<typeof changeTowards>>,
  version = 2
) {
  return mergeEdits(
    edits.filter(({key}) => !unset.includes(key)),
    toEdits(set, {...who, version})
  );
}

test("editsToWhatIf(edits) gives back the what-if that the server made the edits of", () => {
  assert.deepEqual(editsToWhatIf(toEdits(wanted as never, who)), wanted);
  assert.deepEqual(editsToWhatIf([]), NOTHING_TRIED);
});

test("changeTowards(edits, wanted) leads the server's edits to any what-if, and sends nothing of what stays", () => {
  const edits = toEdits(wanted as never, who);
  assert.equal(changeTowards(edits, wanted), null);
  assert.deepEqual(editsToWhatIf(served([], changeTowards([], wanted)!)), wanted);
  const next: WhatIf = {
    rows: [
      {op: "edit", table: "application", index: 0, values: {AMT_CREDIT: 1000}},
      {op: "add", table: "bureau", values: {AMT_CREDIT_SUM: 5}},
      {op: "add", table: "bureau", values: {AMT_CREDIT_SUM: 6}}
    ],
    features: {app_age: 41}
  };
  const change = changeTowards(edits, next)!;
  assert.deepEqual(editsToWhatIf(served(edits, change)), next);
  assert.deepEqual(change, {
    set: {rows: [{op: "add", table: "bureau", values: {AMT_CREDIT_SUM: 6}}], features: {app_age: 41}},
    unset: ["application/0/AMT_ANNUITY", "bureau/2", "bureau/+1.3"]
  });
});

test("the comparison of changeTowards finds a change that forgets to take a row back", () => {
  const edits = toEdits(wanted as never, who);
  const change = changeTowards(edits, NOTHING_TRIED)!;
  assert.deepEqual(editsToWhatIf(served(edits, change)), NOTHING_TRIED);
  assert.notDeepEqual(editsToWhatIf(served(edits, {unset: change.unset!.slice(1)})), NOTHING_TRIED);
});

test("editsAfter(case, waiting) tells what the server will make of what waits", () => {
  const edits = toEdits(wanted as never, who);
  const scenarios = [{name: "less", by: "Ada", at: who.at, edits: edits.slice(0, 1)}];
  const set = {features: {app_age: 50}};
  const told = (waiting: Parameters<typeof editsAfter>[1]) =>
    editsToWhatIf(editsAfter({edits, scenarios}, waiting));
  const by = "Grace";
  assert.deepEqual(told([{change: {set}, by}]), {...wanted, features: {app_age: 50}});
  assert.deepEqual(
    told([
      {change: {reset: true}, by},
      {change: {set}, by}
    ]),
    {rows: [], features: {app_age: 50}}
  );
  assert.deepEqual(told([{change: {apply: "less"}, by}]), editsToWhatIf(edits.slice(0, 1)));
  assert.deepEqual(told([{change: {unset: ["feature/app_age"]}, by}]).features, {});
});

test("createOutbox(storage, clientId) has what waits again after the page is loaded anew, in its order and with its keys", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name)
  };
  const first = createOutbox(storage, 100002);
  first.put({note: "one"}, "Ada");
  first.put({note: "two"}, "Ada");
  const again = createOutbox(storage, 100002);
  assert.deepEqual(again.list(), first.list());
  assert.notEqual(again.list()[0]!.key, again.list()[1]!.key);
  assert.deepEqual(createOutbox(storage, 100003).list(), []);
  again.remove(again.list()[0]!.key);
  assert.deepEqual(
    createOutbox(storage, 100002)
      .list()
      .map(({change}) => change),
    [{note: "two"}]
  );
  kept.set("scorebook.case.100002", "{broken");
  assert.deepEqual(createOutbox(storage, 100002).list(), []);
  assert.deepEqual(createOutbox(null, 100002).list(), []);
});

test("outbox.answered(key, version) keeps a change until the case has come so far, and sends the next meanwhile", () => {
  const outbox = createOutbox(null, 100002);
  outbox.put({note: "one"}, "Ada");
  outbox.put({note: "two"}, "Ada");
  const [one, two] = outbox.list();
  assert.equal(outbox.next(), one);
  outbox.answered(one!.key, 7);
  assert.equal(outbox.next(), two);
  outbox.arrived(6);
  assert.deepEqual(outbox.list(), [one, two], "what the server has and this page has not stays in sight");
  outbox.arrived(7);
  assert.deepEqual(outbox.list(), [two]);
  outbox.answered(two!.key, 9);
  assert.equal(outbox.next(), undefined);
  outbox.arrived(10);
  assert.deepEqual(outbox.list(), []);
});

test("parseCell(lang, text, now) reads numbers as the language writes them and leaves what is none to the server", () => {
  assert.equal(parseCell("en", "300,000.5", 1), 300000.5);
  assert.equal(parseCell("fr", "300\u202f000,5", 1), 300000.5);
  assert.equal(parseCell("en", "\u22125", 1), -5);
  assert.equal(parseCell("fr", "0,5", null), 0.5);
  assert.equal(parseCell("en", "1,5", 1), "1,5");
  assert.equal(parseCell("en", "many", 1), "many");
  assert.equal(parseCell("en", "2", "Married"), "2");
});
