import assert from "node:assert/strict";
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import Database from "libsql";
import {createGroupCommit, PATIENCE_MS} from "../../server/results/groupCommit.ts";
import {openDatabase, SCHEMA_VERSION} from "../../server/results/openDatabase.ts";
import type {PendingJob, Results} from "../../server/results/results.ts";
import {createResults, openResults} from "../../server/results/sqlite.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {createManualClock} from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "scorebook-results-"));
after(() => rmSync(folder, {recursive: true}));

const job = (name: string, clientId: number, kind: PendingJob["kind"] = "score"): PendingJob => ({
  job: name,
  kind,
  clientId,
  requestedAt: "2026-01-01T00:00:00.000Z"
});
const finish = (results: Results, name: string, body = `"${name}"`, status: "done" | "failed" = "done") =>
  results.finish([{job: name, status, finishedAt: "2026-01-01T00:00:01.000Z", body}]);

test("last(kind, clientId) follows the order of requests, not of ends", () => {
  const results = openResults(":memory:");
  assert.equal(results.last("score"), null);
  results.begin([job("a", 1), job("b", 2)]);
  assert.deepEqual(results.last("score"), {status: "pending"});
  finish(results, "b");
  assert.deepEqual(results.last("score"), {status: "done", body: '"b"'});
  assert.deepEqual(results.last("score", 1), {status: "pending"});
  finish(results, "a");
  assert.deepEqual(results.last("score"), {status: "done", body: '"b"'});
  assert.deepEqual(results.last("score", 1), {status: "done", body: '"a"'});
  assert.equal(results.last("explanation"), null);
  assert.equal(results.last("score", 3), null);
  results.close();
});

test("finish(…) forgets the client's earlier results of that kind, and nothing else", () => {
  const results = openResults(":memory:");
  results.begin([job("a", 1), job("b", 1), job("c", 1, "explanation"), job("d", 2)]);
  for (const name of ["a", "c", "d", "b"]) finish(results, name);
  assert.deepEqual(results.last("score", 1), {status: "done", body: '"b"'});
  assert.deepEqual(results.last("explanation", 1), {status: "done", body: '"c"'});
  assert.deepEqual(results.last("score", 2), {status: "done", body: '"d"'});
  finish(results, "a", '"again"');
  assert.deepEqual(results.last("score", 1), {status: "done", body: '"b"'});
  results.close();
});

test("openResults(path) finds pending and finished jobs of an earlier process", () => {
  const path = join(folder, "deep", "results.sqlite");
  const earlier = openResults(path);
  earlier.begin([job("a", 1), job("b", 2), job("c", 3)]);
  finish(earlier, "b");
  finish(earlier, "c", '{"code":"INTERNAL"}', "failed");
  earlier.close();
  const later = openResults(path);
  assert.deepEqual(later.pending(), [job("a", 1)]);
  assert.deepEqual(later.last("score", 2), {status: "done", body: '"b"'});
  assert.deepEqual(later.last("score"), {status: "failed", body: '{"code":"INTERNAL"}'});
  later.close();
});

test("begin([a, a]) writes nothing when one of the jobs cannot be written", () => {
  const results = openResults(":memory:");
  assert.throws(() => results.begin([job("x", 1), job("x", 2)]));
  assert.deepEqual(results.pending(), []);
  results.close();
});

test("createGroupCommit(write) writes what came in one turn at once, and tells everyone of a failure", async () => {
  const groups: string[][] = [];
  const commit = createGroupCommit<string>((items) => {
    groups.push([...items]);
    if (items.includes("bad")) throw new Error("disk full");
  });
  await Promise.all([commit("a"), commit("b"), commit("c")]);
  const settled = await Promise.allSettled([commit("d"), commit("bad")]);
  await commit("e");
  assert.deepEqual(groups, [["a", "b", "c"], ["d", "bad"], ["e"]]);
  assert.deepEqual(
    settled.map(({status}) => status),
    ["rejected", "rejected"]
  );
});

test("openResults(path) adopts a file from before versions were written: waiting jobs stay, bodies of the older form go", () => {
  const path = join(folder, "older.sqlite");
  const earlier = openResults(path);
  earlier.begin([job("a", 1), job("b", 2), job("c", 3)]);
  finish(earlier, "b");
  finish(earlier, "c", '{"code":"INTERNAL"}', "failed");
  earlier.close();
  withDatabase(path, (db) => db.exec("PRAGMA application_id = 0; PRAGMA user_version = 0"));
  const later = openResults(path);
  assert.deepEqual(later.pending(), [job("a", 1)]);
  assert.equal(later.last("score", 2), null);
  assert.equal(later.last("score", 3)?.status, "failed");
  later.close();
  withDatabase(path, (db) =>
    assert.equal(
      (db.prepare("PRAGMA user_version").get() as {user_version: number}).user_version,
      SCHEMA_VERSION
    )
  );
});

test("openResults(path) refuses in a sentence what is damaged, of another program, later or cannot be opened", () => {
  const cases: [name: string, make: (path: string) => void, code: string, sentence: RegExp][] = [
    [
      "text",
      (path) => writeFileSync(path, "no database ".repeat(100)),
      "STORAGE_DAMAGED",
      /not a whole SQLite/
    ],
    [
      "torn",
      (path) => {
        const results = openResults(path);
        results.begin(Array.from({length: 500}, (_, i) => job(`job ${i}`, i)));
        results.close();
        withDatabase(path, (db) => db.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
        const bytes = readFileSync(path);
        bytes.fill(0x55, 4096 * 3, 4096 * 5);
        writeFileSync(path, bytes);
      },
      "STORAGE_DAMAGED",
      /not a whole SQLite/
    ],
    [
      "foreign",
      (path) => withDatabase(path, (db) => db.exec("CREATE TABLE photos (a)")),
      "STORAGE_INVALID",
      /another program \(its tables are photos\)/
    ],
    [
      "other-jobs",
      (path) => withDatabase(path, (db) => db.exec("CREATE TABLE jobs (job, status)")),
      "STORAGE_INVALID",
      /no column seq, kind, client_id/
    ],
    [
      "later",
      (path) => {
        openResults(path).close();
        withDatabase(path, (db) => db.exec("PRAGMA user_version = 9"));
      },
      "STORAGE_INVALID",
      /later version of this program \(schema 9; this one knows 1\)/
    ],
    ["folder", (path) => mkdirSync(path), "STORAGE_INVALID", /cannot be read and written/]
  ];
  for (const [name, make, code, sentence] of cases) {
    const path = join(folder, `${name}.sqlite`);
    make(path);
    assert.throws(
      () => openResults(path),
      (error) => {
        assert.ok(error instanceof ScorebookError, `${name}: ${error}`);
        assert.equal(error.code, code, name);
        assert.match(error.detail, sentence);
        assert.ok(error.detail.startsWith(path));
        return true;
      }
    );
  }
});

test("results.begin(jobs) on a full disk is STORAGE_FULL, check() says so, and both work once there is space", () => {
  const path = join(folder, "full.sqlite");
  const db = openDatabase(path);
  const results = createResults(db, path);
  results.begin([job("first", 1)]);
  const {page_count: pages} = db.prepare("PRAGMA page_count").get() as {page_count: number};
  db.exec(`PRAGMA max_page_count = ${pages}`);
  const many = Array.from({length: 500}, (_, i) => job(`job ${i}`, i));
  assert.throws(() => results.begin(many), {code: "STORAGE_FULL"});
  assert.deepEqual(results.pending(), [job("first", 1)]);
  db.exec("PRAGMA max_page_count = 100000");
  results.check();
  results.begin(many);
  assert.equal(results.pending().length, 501);
  results.close();
});

test("results.check() throws while the store cannot be written, though it can be read", () => {
  const path = join(folder, "held.sqlite");
  const results = openResults(path);
  withDatabase(path, (other) => {
    other.exec("BEGIN IMMEDIATE");
    results.check();
    assert.throws(() => results.begin([job("a", 1)]), {code: "STORAGE_LOCKED"});
    assert.throws(() => results.check(), {code: "STORAGE_LOCKED"});
    assert.equal(results.last("score"), null);
    other.exec("ROLLBACK");
  });
  results.check();
  results.begin([job("a", 1)]);
  results.close();
});

test("createGroupCommit(write, retry) tries again what may pass, without blocking, and gives up in the end", async () => {
  const clock = createManualClock();
  let locked = true;
  const written: string[] = [];
  const commit = createGroupCommit<string>(
    (items) => {
      if (items.includes("bad")) throw new Error("never");
      if (locked) throw new ScorebookError("STORAGE_LOCKED", "Locked.");
      written.push(...items);
    },
    {
      isWorthIt: (error) => error instanceof ScorebookError,
      elapsedMs: clock.elapsedMs,
      after: clock.after
    }
  );
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const first = commit("a");
  await turn();
  const second = commit("b");
  clock.advance(PATIENCE_MS / 2);
  locked = false;
  clock.advance(100);
  await Promise.all([first, second]);
  assert.deepEqual(written, ["a", "b"]);
  locked = true;
  const third = assert.rejects(commit("c"), {code: "STORAGE_LOCKED"});
  await turn();
  clock.advance(PATIENCE_MS + 100);
  await third;
  await assert.rejects(commit("bad"), /never/);
});

function withDatabase(path: string, work: (db: Database.Database) => void): void {
  const db = new Database(path);
  try {
    work(db);
  } finally {
    db.close();
  }
}
