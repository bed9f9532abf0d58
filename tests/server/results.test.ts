import assert from "node:assert/strict";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import Database from "libsql";
import {createGroupCommit} from "../../server/results/groupCommit.ts";
import type {PendingJob, Results} from "../../server/results/results.ts";
import {openResults} from "../../server/results/sqlite.ts";

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

test("openResults(path) keeps what it wrote, and forgets explanations of an older form", () => {
  const path = join(folder, "forms.sqlite");
  const write = openResults(path);
  write.begin([job("a", 1), job("b", 1, "explanation")]);
  finish(write, "a");
  finish(write, "b");
  write.close();
  const again = openResults(path);
  assert.equal(again.last("explanation")?.status, "done");
  again.close();
  const old = new Database(path);
  old.exec("PRAGMA user_version = 0");
  old.close();
  const opened = openResults(path);
  assert.equal(opened.last("explanation"), null);
  assert.equal(opened.last("score")?.status, "done");
  opened.close();
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
