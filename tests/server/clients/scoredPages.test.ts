import assert from "node:assert/strict";
import {after, before, test} from "node:test";
import {openParts} from "../../../server/app/open.ts";
import {createScoredSet, type ScoredSet} from "../../../server/clients/scoredSet.ts";
import type {Queries} from "../../../server/query/queries.ts";
import {createDemoSet} from "../kit/demoSet.ts";
import {silent} from "../kit/fakes.ts";

const CLIENTS = 250;
const {signal} = new AbortController();
let set: Awaited<ReturnType<typeof createDemoSet>>;
let parts: ReturnType<typeof openParts>;
before(async () => {
  set = await createDemoSet(CLIENTS);
  parts = openParts(set.config, silent);
});
after(() => {
  parts.dataset.close();
  set.remove();
});

/** Makes the scored clients on queries of which each answer has so many rows. */
function pagedBy(pageRows: number, queries: Pick<Queries, "run" | "columns"> = parts.queries!): ScoredSet {
  const {ids, model} = parts.scored!;
  return createScoredSet({queries, ids, cutoff: () => 0, model: () => model, madeFrom: () => 0, pageRows});
}

const CONDITION = "AMT_CREDIT > 400000 OR AMT_CREDIT <= 400000";

test("createScoredSet({pageRows}) reads the same scores and matches in pages of any size", async () => {
  const whole = await pagedBy(10_000).scores(signal);
  assert.deepEqual(
    [...whole.byScore].sort((a, b) => a - b),
    Array.from({length: CLIENTS}, (_, i) => i)
  );
  for (const pageRows of [1, 7, CLIENTS / 2, CLIENTS - 1, CLIENTS, CLIENTS + 1]) {
    const paged = pagedBy(pageRows);
    assert.deepEqual(await paged.scores(signal), whole, `${pageRows} rows`);
    const found = await paged.where(CONDITION, signal);
    assert.ok(
      found.every((is) => is === 1),
      `${pageRows} rows`
    );
  }
});

test("createScoredSet({pageRows}) reads on after an answer that was cut off and says so", async () => {
  const queries = parts.queries!;
  const shorter: Pick<Queries, "run" | "columns"> = {
    columns: queries.columns,
    async run(request, aborted) {
      const sql = request.sql.replace(/LIMIT \d+/, "LIMIT 60");
      const answer = await queries.run({...request, sql}, aborted);
      return {...answer, truncated: answer.rows === 60};
    }
  };
  const whole = pagedBy(10_000);
  const paged = pagedBy(100, shorter);
  assert.deepEqual(await paged.scores(signal), await whole.scores(signal));
  assert.deepEqual(await paged.where(CONDITION, signal), await whole.where(CONDITION, signal));
});

test("createScoredSet(…) refuses scores of which a page is cut off or of other clients", async () => {
  const queries = parts.queries!;
  const cut: Pick<Queries, "run" | "columns"> = {
    columns: queries.columns,
    run: (request, aborted) =>
      queries.run({...request, sql: request.sql.replace(/LIMIT \d+/, "LIMIT 60")}, aborted)
  };
  await assert.rejects(pagedBy(100, cut).scores(signal), {code: "FEATURES_MISSING"});
  const repeated: Pick<Queries, "run" | "columns"> = {
    columns: queries.columns,
    run: (request, aborted) => queries.run({...request, sql: request.sql.replace(/OFFSET \d+/, "")}, aborted)
  };
  await assert.rejects(pagedBy(100, repeated).scores(signal), {code: "FEATURES_MISSING"});
});
