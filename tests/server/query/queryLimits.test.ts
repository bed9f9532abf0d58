import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {createSystemClock} from "../../../server/clock.ts";
import {QUERY_LIMITS} from "../../../server/query/limits.ts";
import {type QueryProcess, startQueryProcess} from "../../../server/query/process/queryProcess.ts";
import {createQueries, type Queries} from "../../../server/query/queries.ts";
import {ask, askJson, createQuerySet, openTestQueries} from "../kit/queryFixture.ts";

const limits = {...QUERY_LIMITS, timeMs: 60_000};
let set: Awaited<ReturnType<typeof createQuerySet>>;
let queries: Queries;
before(async () => {
  set = await createQuerySet();
  queries = openTestQueries(set.data);
});
after(() => {
  queries.close();
  set.remove();
});

describe("queries.run() keeps its limits", () => {
  test("rows beyond the limit are left out, and the answer says so", async () => {
    const few = openTestQueries(set.data, {rows: 5});
    const {rows, truncated} = await askJson(few, "SELECT clientId FROM clients ORDER BY 1");
    assert.deepEqual([rows.length, truncated], [5, true]);
    assert.equal((await askJson(few, "SELECT 1 FROM range(5)")).truncated, false);
    few.close();
  });

  test("a query that nobody waits for is stopped, and the next one is answered", async () => {
    const alone = openTestQueries(set.data, {processes: 1});
    await askJson(alone, "SELECT 1");
    const abort = new AbortController();
    const endless = alone.run(
      {sql: "SELECT count(*) FROM range(1000000) a, range(1000000) b", format: "json"},
      abort.signal
    );
    setTimeout(() => abort.abort(), 100);
    await assert.rejects(endless, {code: "QUERY_LIMIT", detail: /nobody waits/});
    assert.deepEqual((await askJson(alone, "SELECT 2")).rows, [[2]]);
    alone.close();
  });

  test("more queries than may wait get QUERY_BUSY, and so do those that wait too long", async () => {
    const narrow = openTestQueries(set.data, {processes: 1, waiting: 1, waitMs: 200, timeMs: 3000});
    await askJson(narrow, "SELECT 1");
    const endless = ask(narrow, "SELECT count(*) FROM range(1000000) a, range(1000000) b");
    const waits = ask(narrow, "SELECT 1");
    await assert.rejects(ask(narrow, "SELECT 1"), {code: "QUERY_BUSY"});
    await assert.rejects(waits, {code: "QUERY_BUSY"});
    await assert.rejects(endless, {code: "QUERY_LIMIT"});
    narrow.close();
  });

  test("a query whose process is killed from outside is told so, and the next one is answered", async () => {
    const started: QueryProcess[] = [];
    const alone = createQueries({
      start() {
        const process = startQueryProcess({folder: set.data, tables: [], limits, clock: createSystemClock()});
        started.push(process);
        return process;
      },
      maker: {make: () => Promise.resolve(), close: () => {}},
      model: () => ({name: "none", version: "", sha256: ""}),
      limits,
      clock: createSystemClock()
    });
    await ask(alone, "SELECT 1");
    const endless = ask(alone, "SELECT count(*) FROM range(1000000) a, range(1000000) b");
    setTimeout(() => process.kill(started[0]!.pid!, "SIGKILL"), 100);
    await assert.rejects(endless, {code: "QUERY_LIMIT", detail: /its process ended/});
    assert.equal((await ask(alone, "SELECT 2")).rows, 1);
    assert.equal(started.length, 2);
    alone.close();
  });
});
