import assert from "node:assert/strict";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import Database from "libsql";
import {changeCase, newCase} from "../../server/cases/change.ts";
import {toWhatIf} from "../../server/cases/edits.ts";
import {openCases} from "../../server/cases/sqlite.ts";
import {createTurns} from "../../server/cases/turns.ts";
import {createFileCommit} from "../../server/results/fileCommit.ts";
import {caseFactOf} from "../../src/core/cases/difference.ts";
import {type CaseChange, MAX_EDITS, MAX_NOTES, MAX_SCENARIOS} from "../../src/core/schema/case.ts";
import {caseContract} from "./contract.ts";

const folder = mkdtempSync(join(tmpdir(), "scorebook-cases-"));
after(() => rmSync(folder, {recursive: true}));
let files = 0;
caseContract("SQLite", () => {
  const path = join(folder, `cases-${files++}.sqlite`);
  return {open: async () => openCases(path), remove: () => rmSync(path, {force: true})};
});

const noteOf = (clientId: number, text: string) => {
  const after = changeCase(newCase(clientId, of("Ann")), {note: text}, of("Ann"));
  return [after, caseFactOf(null, after)] as const;
};

test("openCases(path).write(…) of a file that another program has locked waits with the event loop free, and keeps its order", async () => {
  const path = join(folder, "locked.sqlite");
  const store = openCases(path);
  const other = new Database(path);
  other.exec("BEGIN IMMEDIATE");
  const heard: number[] = [];
  store.onWrite(({clientId}) => heard.push(clientId));
  const writes = [7, 3, 5].map((id) => store.write(...noteOf(id, "n")));
  await new Promise((done) => setTimeout(done, 60));
  assert.deepEqual([heard, await store.read(7)], [[], null]);
  other.exec("COMMIT");
  assert.deepEqual(await Promise.all(writes), [true, true, true]);
  assert.deepEqual(heard, [7, 3, 5]);
  other.close();
  store.close();
});

test("createFileCommit(db, path, write) keeps all of a turn or, where one of them throws, nothing", async () => {
  const path = join(folder, "turn.sqlite");
  const db = new Database(path);
  db.exec("CREATE TABLE kept (n INTEGER)");
  const turns: number[] = [];
  const commit = createFileCommit<number>(db, path, (items) => {
    turns.push(items.length);
    for (const n of items) {
      db.prepare("INSERT INTO kept VALUES (?)").run(n);
      if (n === 13) throw new Error("planted");
    }
  });
  await Promise.all([1, 2, 3].map(commit));
  const refused = await Promise.allSettled([4, 13].map(commit));
  assert.deepEqual(
    [turns, refused.map(({status}) => status)],
    [
      [3, 2],
      ["rejected", "rejected"]
    ]
  );
  assert.deepEqual(db.prepare("SELECT n FROM kept ORDER BY rowid").pluck().all(), [1, 2, 3]);
  db.close();
});

/** Starts work that takes the less long the later it comes; answers in which order it ended. */
async function endsOf(run: (key: string, work: () => Promise<void>) => Promise<void>): Promise<number[]> {
  const ended: number[] = [];
  const work = (i: number) => async () => {
    await new Promise((done) => setTimeout(done, 30 - 10 * i));
    ended.push(i);
    if (i === 0) throw new Error("planted");
  };
  await Promise.allSettled([0, 1, 2].map((i) => run("a", work(i))));
  return ended;
}

test("createTurns()(key, work) runs work of a key in the order in which it came, whatever fails", async () => {
  assert.deepEqual(await endsOf(createTurns<string>()), [0, 1, 2]);
  const planted = await endsOf((_, work) => work());
  assert.deepEqual(planted, [2, 1, 0], "without turns the check sees another order");
  const inTurn = createTurns<string>();
  const never = inTurn("a", () => new Promise(() => {}));
  assert.equal(await Promise.race([never, inTurn("b", async () => "b")]), "b");
});

const of = (who: string) => ({by: who, at: `2026-01-01T00:00:0${who.length}Z`});
const empty = newCase(1, of("Ann"));

test("changeCase(state, {set}) splits a what-if into fields: the last writer of each wins and is named", () => {
  const rows = [
    {op: "edit", table: "application", index: 0, values: {AMT_CREDIT: 1, AMT_ANNUITY: 2}},
    {op: "remove", table: "bureau", index: 3},
    {op: "add", table: "bureau", values: {DAYS_CREDIT: -1}}
  ];
  const first = changeCase(empty, {set: {rows, features: {a: 1}}}, of("Ann"));
  assert.deepEqual(
    first.edits.map(({key}) => key),
    ["application/0/AMT_CREDIT", "application/0/AMT_ANNUITY", "bureau/3", "bureau/+1.2", "feature/a"]
  );
  const again = [{op: "edit", table: "application", index: 0, values: {AMT_CREDIT: 9}}];
  const second = changeCase(first, {set: {rows: again}, unset: ["bureau/+1.2"]}, of("Bobby"));
  assert.deepEqual(
    second.edits.map(({key, by}) => `${key} ${by}`),
    ["application/0/AMT_CREDIT Bobby", "application/0/AMT_ANNUITY Ann", "bureau/3 Ann", "feature/a Ann"]
  );
  assert.deepEqual(toWhatIf(second.edits), {
    rows: [
      {op: "edit", table: "application", index: 0, values: {AMT_CREDIT: 9}},
      {op: "edit", table: "application", index: 0, values: {AMT_ANNUITY: 2}},
      {op: "remove", table: "bureau", index: 3}
    ],
    features: {a: 1}
  });
});

test("changeCase(state, change) saves, applies and drops scenarios, and resets", () => {
  let state = changeCase(empty, {set: {features: {a: 1}}, save: "one"}, of("Ann"));
  state = changeCase(state, {reset: true, set: {features: {b: 2}}, save: "two"}, of("Ann"));
  assert.deepEqual(toWhatIf(state.edits).features, {b: 2});
  state = changeCase(state, {apply: "one"}, of("Bob"));
  assert.deepEqual(toWhatIf(state.edits).features, {a: 1});
  state = changeCase(state, {drop: "one"}, of("Bob"));
  assert.deepEqual(
    state.scenarios.map(({name}) => name),
    ["two"]
  );
  assert.throws(() => changeCase(state, {apply: "one"}, of("Bob")), {code: "REQUEST_INVALID"});
});

test("changeCase(state, change) refuses another's claim and note, an old version and too much of anything", () => {
  const taken = changeCase(empty, {claim: true, note: "mine"}, of("Ann"));
  const refuse = (change: CaseChange, code: string, state = taken) =>
    assert.throws(() => changeCase(state, change, of("Bob")), {code});
  refuse({claim: true}, "CASE_CHANGED");
  refuse({claim: false}, "CASE_CHANGED");
  refuse({version: 7}, "CASE_CHANGED");
  refuse({removeNote: taken.notes[0]!.id}, "REQUEST_INVALID");
  assert.equal(changeCase(taken, {claim: false}, of("Ann")).claim, null);
  const features = Object.fromEntries(Array.from({length: MAX_EDITS}, (_, i) => [`f${i}`, i]));
  const full = changeCase(empty, {set: {features}}, of("Ann"));
  refuse({set: {features: {more: 1}}}, "CASE_LIMIT", full);
  let many = empty;
  for (let i = 0; i < MAX_NOTES; i++) many = changeCase(many, {note: "n"}, of("Ann"));
  refuse({note: "n"}, "CASE_LIMIT", many);
  for (let i = 0; i < MAX_SCENARIOS; i++) many = changeCase(many, {save: `${i}`}, of("Ann"));
  refuse({save: "more"}, "CASE_LIMIT", many);
  assert.ok(changeCase(many, {save: "3"}, of("Bob")));
});
