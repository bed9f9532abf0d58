import assert from "node:assert/strict";
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import Database from "libsql";
import {createGroupCommit, PATIENCE_MS} from "../../server/results/groupCommit.ts";
import {openDatabase, SCHEMA_VERSION} from "../../server/results/openDatabase.ts";
import {createResults, openResults} from "../../server/results/sqlite.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {job, outcome} from "../contract/resultsSuite.ts";
import {createManualClock} from "./kit/fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "scorebook-results-"));
after(() => rmSync(folder, {recursive: true}));

test("createGroupCommit(write) writes what came in one turn at once, and tells everyone of a failure", async () => {
  const groups: string[][] = [];
  const commit = createGroupCommit<string>(async (items) => {
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

test("openResults(path) adopts a file from before versions were written: waiting jobs stay, bodies of the older form go", async () => {
  const path = join(folder, "older.sqlite");
  const earlier = openResults(path);
  await earlier.begin([job("a", 1), job("b", 2), job("c", 3)]);
  await earlier.finish([outcome("b"), outcome("c", {body: '{"code":"INTERNAL"}', status: "failed"})]);
  await earlier.close();
  withDatabase(path, (db) =>
    db.exec(
      "PRAGMA application_id = 0; PRAGMA user_version = 0; DROP INDEX jobs_older; ALTER TABLE jobs DROP COLUMN older"
    )
  );
  const later = openResults(path);
  assert.deepEqual(await later.pending(), [job("a", 1)]);
  assert.equal(await later.last("score", 2), null);
  assert.equal((await later.last("score", 3))?.status, "failed");
  await later.close();
  withDatabase(path, (db) =>
    assert.equal(
      (db.prepare("PRAGMA user_version").get() as {user_version: number}).user_version,
      SCHEMA_VERSION
    )
  );
});

test("openResults(path) refuses in a sentence what is damaged, of another program, later or cannot be opened", async () => {
  const cases: [
    name: string,
    make: (path: string) => void | Promise<void>,
    code: string,
    sentence: RegExp
  ][] = [
    [
      "text",
      (path) => writeFileSync(path, "no database ".repeat(100)),
      "STORAGE_DAMAGED",
      /not a whole SQLite/
    ],
    [
      "torn",
      async (path) => {
        const results = openResults(path);
        await results.begin(Array.from({length: 500}, (_, i) => job(`job ${i}`, i)));
        await results.close();
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
      /later version of this program \(schema 9; this one knows 2\)/
    ],
    ["folder", (path) => mkdirSync(path), "STORAGE_INVALID", /cannot be read and written/]
  ];
  for (const [name, make, code, sentence] of cases) {
    const path = join(folder, `${name}.sqlite`);
    await make(path);
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

test("results.begin(jobs) on a full disk is STORAGE_FULL, check() says so, and both work once there is space", async () => {
  const path = join(folder, "full.sqlite");
  const db = openDatabase(path);
  const results = createResults(db, path);
  await results.begin([job("first", 1)]);
  const {page_count: pages} = db.prepare("PRAGMA page_count").get() as {page_count: number};
  db.exec(`PRAGMA max_page_count = ${pages}`);
  const many = Array.from({length: 500}, (_, i) => job(`job ${i}`, i));
  await assert.rejects(results.begin(many), {code: "STORAGE_FULL"});
  assert.deepEqual(await results.pending(), [job("first", 1)]);
  db.exec("PRAGMA max_page_count = 100000");
  await results.check();
  await results.begin(many);
  assert.equal((await results.pending()).length, 501);
  await results.close();
});

test("results.check() throws while the store cannot be written, though it can be read", async () => {
  const path = join(folder, "held.sqlite");
  const results = openResults(path);
  const other = new Database(path);
  other.exec("BEGIN IMMEDIATE");
  await results.check();
  await assert.rejects(results.begin([job("a", 1)]), {code: "STORAGE_LOCKED"});
  await assert.rejects(results.check(), {code: "STORAGE_LOCKED"});
  assert.equal(await results.last("score"), null);
  other.exec("ROLLBACK");
  other.close();
  await results.check();
  await results.begin([job("a", 1)]);
  await results.close();
});

test("createGroupCommit(write, retry) tries again what may pass, without blocking, and gives up in the end", async () => {
  const clock = createManualClock();
  let locked = true;
  const written: string[] = [];
  const commit = createGroupCommit<string>(
    async (items) => {
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
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 25) {
      clock.advance(25);
      await turn();
    }
  };
  const first = commit("a");
  await turn();
  const second = commit("b");
  await pass(PATIENCE_MS / 2);
  locked = false;
  await pass(100);
  await Promise.all([first, second]);
  assert.deepEqual(written, ["a", "b"]);
  locked = true;
  const third = assert.rejects(commit("c"), {code: "STORAGE_LOCKED"});
  await turn();
  await pass(PATIENCE_MS + 100);
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
