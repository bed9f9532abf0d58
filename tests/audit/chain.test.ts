import assert from "node:assert/strict";
import {copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import fc from "fast-check";
import Database from "libsql";
import {canonicalText} from "../../server/audit/canonical.ts";
import {audit} from "../../server/audit/main.ts";
import type {Head} from "../../server/audit/record.ts";
import {openChain} from "../../server/audit/sqlite.ts";
import type {ChainStore} from "../../server/audit/store.ts";
import {type ChainReport, verifyChain} from "../../server/audit/verify.ts";
import {chainContract, draft} from "./contract.ts";

const folder = mkdtempSync(join(tmpdir(), "scorebook-chain-"));
after(() => rmSync(folder, {recursive: true}));
let files = 0;
const newPath = () => join(folder, `chain-${files++}.sqlite`);

chainContract("SQLite", () => {
  const path = newPath();
  return {open: async () => openChain(path), remove: () => rmSync(path, {force: true})};
});

const RECORDS = 12;
async function filled(path: string): Promise<Head> {
  const chain = openChain(path);
  for (let i = 0; i < RECORDS; i++) await chain.append(draft(100001 + i));
  const head = await chain.head();
  chain.close();
  const db = new Database(path);
  db.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
  return head;
}

/** Changes a file behind the store's back, triggers aside. */
function tamper(path: string, sql: string, ...values: unknown[]) {
  const db = new Database(path);
  db.exec(
    "DROP TRIGGER IF EXISTS records_kept; DROP TRIGGER IF EXISTS records_stay; DROP TRIGGER IF EXISTS inputs_kept; DROP TRIGGER IF EXISTS inputs_stay"
  );
  db.prepare(sql).run(...values);
  db.close();
}

async function look(path: string, head?: Head): Promise<ChainReport | string> {
  let chain: ChainStore | undefined;
  try {
    chain = openChain(path);
    return await verifyChain(chain, head);
  } catch (error) {
    return String(error);
  } finally {
    chain?.close();
  }
}
const isFound = (report: ChainReport | string) => typeof report === "string" || !report.ok;

test("verifyChain(store) finds every flipped bit of the stored rows' bytes: 600 positions spread over records, hashes and inputs", async () => {
  const path = newPath();
  await filled(path);
  const db = new Database(path);
  const cells = [
    ...(db.prepare("SELECT record AS cell FROM records").all() as {cell: string}[]),
    ...(db.prepare("SELECT hash AS cell FROM records").all() as {cell: string}[]),
    ...(db.prepare("SELECT bytes AS cell FROM inputs").all() as {cell: Uint8Array}[])
  ].map(({cell}) => Buffer.from(cell as string));
  db.close();
  const bytes = readFileSync(path);
  const table = new Set(positionsOf(bytes, cells));
  assert.ok(table.size > 5000, `${table.size} bytes are of rows`);
  const all = [...table];
  const missed: number[] = [];
  for (let i = 0; i < 600; i++) {
    const at = all[Math.floor((i * all.length) / 600)]!;
    const flipped = Buffer.from(bytes);
    flipped[at]! ^= 1 << (i % 8);
    const copy = newPath();
    writeFileSync(copy, flipped);
    if (!isFound(await look(copy))) missed.push(at);
    rmSync(copy);
  }
  assert.deepEqual(missed, []);
  assert.equal(isFound(await look(path)), false);
});

/**
 * Lists the places of a file at which cells lie; a cell that is cut over pages by its pieces. The last place counts:
 * what SQLite leaves behind in the page that a table grew out of is nobody's.
 */
function* positionsOf(file: Buffer, cells: readonly Buffer[]): Generator<number> {
  for (const cell of cells)
    for (let from = 0; from < cell.length; from += 300) {
      const piece = cell.subarray(from, Math.min(from + 300, cell.length));
      if (piece.length < 3) continue;
      const at = file.lastIndexOf(piece);
      for (let i = 0; at >= 0 && i < piece.length; i++) yield at + i;
    }
}

test("verifyChain(store) names the record and the field of each planted fault", async () => {
  const hash = "f".repeat(64);
  const faults: [sql: string, seq: number | null, field: string][] = [
    ["UPDATE records SET record = replace(record, '100003', '100033') WHERE seq = 3", 3, "record"],
    [`UPDATE records SET hash = '${hash}' WHERE seq = 4`, 4, "hash"],
    ["UPDATE records SET seq = 50 WHERE seq = 5", 5, "seq"],
    ["DELETE FROM records WHERE seq = 6", 6, "seq"],
    ["UPDATE records SET record = record || ' ' WHERE seq = 7", 7, "record"],
    ["UPDATE inputs SET bytes = x'00' WHERE bytes = CAST('rows of 100008' AS BLOB)", 8, "inputs.rows"],
    ["DELETE FROM inputs WHERE bytes = CAST('rows of 100009' AS BLOB)", 9, "inputs.rows"],
    ["INSERT INTO inputs VALUES ('aa', x'00')", null, "inputs"]
  ];
  for (const [sql, seq, field] of faults) {
    const path = newPath();
    await filled(path);
    tamper(path, sql);
    const report = await look(path);
    assert.ok(typeof report !== "string" && !report.ok, sql);
    assert.deepEqual([report.fault!.seq, report.fault!.field], [seq, field], sql);
  }
});

test("a record that is forged with a hash of its own is found at the next one, and at the exported head", async () => {
  for (const seq of [5, RECORDS]) {
    const path = newPath();
    const head = await filled(path);
    const db = new Database(path);
    const {record} = db.prepare("SELECT record FROM records WHERE seq = ?").get(seq) as {record: string};
    db.close();
    const forged = canonicalText({...JSON.parse(record), at: "2027-01-01T00:00:00.000Z"});
    const {sha256} = await import("../../server/audit/canonical.ts");
    tamper(path, "UPDATE records SET record = ?, hash = ? WHERE seq = ?", forged, sha256(forged), seq);
    const without = await look(path);
    const report = await look(path, head);
    assert.ok(typeof report !== "string" && typeof without !== "string");
    if (seq === RECORDS) assert.ok(without.ok, "the last record has nothing behind it but the exported head");
    else assert.deepEqual([without.fault!.seq, without.fault!.field], [seq + 1, "previous"]);
    assert.ok(!report.ok && ["previous", "head"].includes(report.fault!.field));
  }
});

test("a chain that was cut short or written anew is whole by itself and found against an exported head", async () => {
  const path = newPath();
  const head = await filled(path);
  const short = newPath();
  copyFileSync(path, short);
  tamper(short, "DELETE FROM records WHERE seq > 9");
  for (const i of [10, 11, 12])
    tamper(short, "DELETE FROM inputs WHERE CAST(bytes AS TEXT) = ?", `rows of ${100000 + i}`);
  const anew = newPath();
  const chain = openChain(anew);
  for (let i = 0; i < RECORDS + 3; i++) await chain.append(draft(5 + i));
  chain.close();
  for (const [other, what] of [
    [short, /3 records are gone/],
    [anew, /written anew/]
  ] as const) {
    assert.equal(isFound(await look(other)), false);
    const report = await look(other, head);
    assert.match(typeof report === "string" ? "" : report.fault!.what, what);
  }
  assert.equal(isFound(await look(path, head)), false);
});

test("records and inputs of the file refuse UPDATE and DELETE", async () => {
  const path = newPath();
  await filled(path);
  const db = new Database(path);
  for (const sql of [
    "UPDATE records SET hash = ''",
    "DELETE FROM records",
    "UPDATE inputs SET bytes = x''",
    "DELETE FROM inputs"
  ])
    assert.throws(() => db.exec(sql), /never (changed|removed)/, sql);
  db.close();
});

test("audit(chain, verify | head) prints the state and the head, and fails on a chain that is not the exported one", async () => {
  const path = newPath();
  await filled(path);
  const out = join(folder, "head.json");
  const chain = openChain(path);
  assert.ok((await audit(chain, ["head"], {out})).ok);
  assert.match((await audit(chain, ["verify"], {head: out})).text, /^Whole: 12 records and 13 inputs/);
  chain.close();
  tamper(path, "DELETE FROM records WHERE seq = 12");
  const cut = openChain(path);
  const {ok, text} = await audit(cut, ["verify"], {head: out});
  assert.deepEqual([ok, /1 records are gone/.test(text)], [false, true], text);
  writeFileSync(out, "{}");
  for (const words of [[], ["verify", "3"], ["replay"], ["replay", "x"], ["mend"]])
    await assert.rejects(audit(cut, words), {code: "USAGE"});
  await assert.rejects(audit(cut, ["verify"], {head: out}), {code: "USAGE"});
  await assert.rejects(audit(cut, ["replay", "99"]), {code: "RECORD_UNKNOWN"});
  cut.close();
});

test("canonicalText(value) does not depend on the order of keys and gives back the same JSON value", () => {
  assert.equal(canonicalText({b: 1, a: [1e21, -0, "é"], c: undefined}), '{"a":[1e+21,0,"é"],"b":1}');
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalText(value);
      assert.equal(canonicalText(JSON.parse(text)), text);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
    })
  );
  assert.throws(() => canonicalText({a: Number.NaN}));
});
