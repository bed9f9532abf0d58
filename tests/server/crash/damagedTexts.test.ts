import assert from "node:assert/strict";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import Database from "libsql";
import {openCases} from "../../../server/cases/sqlite.ts";
import {openNotebooks} from "../../../server/notebooks/store.ts";
import {openResults} from "../../../server/results/sqlite.ts";
import {put} from "../../cases/contract.ts";
import {job, outcome} from "../../contract/resultsSuite.ts";

const folder = mkdtempSync(join(tmpdir(), "scorebook-texts-"));
after(() => rmSync(folder, {recursive: true}));

/** A byte that no UTF-8 has, in the place of a text. */
const NO_TEXT = "CAST(x'7bff7d' AS TEXT)";
const damage = (path: string, sql: string) => {
  const db = new Database(path);
  db.exec(sql);
  db.close();
};
const damaged = {code: "STORAGE_DAMAGED", message: /not UTF-8|no JSON/};

test("results whose texts are not UTF-8 are STORAGE_DAMAGED, and the process lives", async () => {
  for (const column of ["body", "status", "requested_at"]) {
    const path = join(folder, `results-${column}.sqlite`);
    const results = openResults(path);
    await results.begin([job("a", 1), job("b", 2)]);
    await results.finish([outcome("a")]);
    damage(path, `UPDATE jobs SET ${column} = ${NO_TEXT} WHERE job = 'a'`);
    await assert.rejects(results.job("a"), damaged, column);
    if (column !== "requested_at") await assert.rejects(results.last("score", 1), damaged, column);
    assert.equal((await results.job("b"))?.status, "pending");
    await results.close();
  }
});

test("cases whose texts are not UTF-8, or no JSON, are STORAGE_DAMAGED, and the process lives", async () => {
  for (const text of [NO_TEXT, "'{'"]) {
    const path = join(folder, `cases-${text.length}.sqlite`);
    const cases = openCases(path);
    await put(cases, 1, {note: "a"});
    await put(cases, 2, {note: "b"});
    damage(
      path,
      `UPDATE cases SET state = ${text} WHERE client_id = 1; UPDATE changes SET fact = ${text} WHERE client_id = 1`
    );
    for (const read of [cases.read(1), cases.since(1, 0), cases.list({limit: 5}), cases.some([1])])
      await assert.rejects(read, damaged, text);
    assert.equal((await cases.read(2))?.version, 1);
    cases.close();
  }
});

test("notebooks whose texts are not UTF-8, or no JSON, are STORAGE_DAMAGED, and the process lives", async () => {
  const path = join(folder, "notebooks.sqlite");
  const notebooks = openNotebooks(path);
  const of = (id: string) => ({id, version: 1, title: "T", cells: [], savedAt: "2026-01-01", by: "Ann"});
  for (const id of ["a", "b"]) await notebooks.write(of(id), 0);
  damage(path, "UPDATE versions SET cells = '[' WHERE id = 'a'");
  await assert.rejects(notebooks.read("a"), damaged);
  damage(path, `UPDATE versions SET title = ${NO_TEXT} WHERE id = 'a'`);
  for (const read of [notebooks.read("a"), notebooks.list(5), notebooks.versions("a")])
    await assert.rejects(read, damaged);
  assert.deepEqual(await notebooks.read("b"), of("b"));
  await notebooks.close();
});
