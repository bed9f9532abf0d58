import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import {DuckDBInstance} from "@duckdb/node-api";
import {featuresToSql} from "../../bench/aggregation/aggregateSql.ts";
import {views} from "../../bench/aggregation/aggregateTask.ts";
import {createClientPlan} from "../../loaders/client/plan.ts";
import {PLAN} from "../../loaders/features/all.ts";
import {realDataSet, realSkip, rowsByClient, withTables} from "./planFixture.ts";

/** Computes numeric features of all clients with DuckDB, amounts as exact decimals, one array per feature. */
async function withDuckdb(
  raw: string,
  features: typeof PLAN
): Promise<{ids: number[]; columns: unknown[][]}> {
  const db = await DuckDBInstance.create(":memory:", {threads: "2"});
  const connection = await db.connect();
  try {
    for (const statement of [...views(raw, "DECIMAL(18, 3)"), ...featuresToSql(features)]) {
      await connection.run(statement);
    }
    const casts = features.map((f) => `"${f.name}"::DOUBLE`).join(", ");
    const read = await connection.runAndReadAll(`SELECT SK_ID_CURR::INTEGER, ${casts} FROM features`);
    const [ids, ...columns] = read.getColumnsJS();
    return {ids: ids as number[], columns: columns as unknown[][]};
  } finally {
    connection.closeSync();
    db.closeSync();
  }
}

test("createClientPlan() agrees with DuckDB's SQL of the same declarations, for every numeric feature", {
  skip: realSkip
}, async () => {
  const set = realDataSet();
  try {
    const features = PLAN.filter((f) => f.expression.exactness !== "category");
    const {ids, columns} = await withDuckdb(join(set.dir, "raw"), features);
    const clients = await withTables(set.dir, (raw) => rowsByClient(raw.tables));
    const plan = createClientPlan(features);
    const wrong: string[] = [];
    ids.forEach((id, i) => {
      const ours = plan(clients.get(id)!);
      features.forEach((f, j) => {
        const theirs = (columns[j]![i] as number | null) ?? Number.NaN;
        const size = Math.max(1e-6, Math.abs(theirs));
        const same = Number.isNaN(theirs)
          ? Number.isNaN(ours[j]!)
          : Math.abs(ours[j]! - theirs) <= 1e-9 * size;
        if (!same) wrong.push(`${f.name} of ${id}: ${ours[j]}, DuckDB ${theirs}`);
      });
    });
    assert.equal(ids.length, 265);
    assert.deepEqual(wrong.slice(0, 20), []);
  } finally {
    set.remove();
  }
});
