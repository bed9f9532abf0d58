import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import pl from "nodejs-polars";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {PLAN} from "../../loaders/features/all.ts";
import {featuresWithPolars} from "../../loaders/polars/features.ts";
import {clientFrames} from "../../loaders/polars/tables.ts";
import {openTables} from "../../loaders/tables/open.ts";
import type {ColumnSchema} from "../../loaders/tables/schema/column.ts";
import {TABLES} from "../../loaders/tables/schema/tables.ts";
import {TABLE_NAMES, type TableName} from "../../loaders/types.ts";
import {featuresToSql} from "./aggregateSql.ts";
import {createPhases} from "./phases.ts";

const MOST_ID = 2 ** 31 - 1;

/**
 * One measured task in a process of its own, so that time and memory are its alone:
 * node --import tsx bench/aggregation/aggregateTask.ts floor|ours|duckdb|polars RAW_DIR OUT_DIR [PARTITIONS]
 * prints {wall, cpu, rss} in seconds and GiB.
 */
const TASKS: Record<string, (raw: string, out: string, partitions: number) => Promise<unknown>> = {
  floor,
  ours,
  duckdb,
  polars
};

/** Reads every CSV with Polars and collects it: the least that any aggregation has to do. @returns rows by table */
export async function floor(raw: string): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const table of TABLE_NAMES) {
    const path = join(raw, `${table}.csv`);
    if (!existsSync(path)) continue;
    const types = {Int8: pl.Int8, Int16: pl.Int16, Int32: pl.Int32, Float64: pl.Float64, String: pl.Utf8};
    const schema = Object.fromEntries(TABLES[table].columns.map((c) => [c.name, types[c.dtype]]));
    rows[table] = pl.scanCSV(path, {schema, hasHeader: true, cache: false}).collectSync().height;
  }
  return rows;
}

/** Runs everything that npm run features does, on tables that were never checked before. */
async function ours(raw: string, out: string, partitions: number): Promise<void> {
  const dir = join(out, "ours");
  rmSync(dir, {recursive: true, force: true});
  mkdirSync(join(dir, "raw"), {recursive: true});
  for (const file of readdirSync(raw)) {
    if (/\.(csv|gz|zip|parquet)$/.test(file)) symlinkSync(resolve(raw, file), join(dir, "raw", file));
  }
  const phases = createPhases();
  await buildFeatures(dir, {partitions, onProgress: (_done, _total, what) => phases.enter(what)});
  for (const [what, {wall, cpu}] of phases.end())
    console.error(`${wall.toFixed(1)} s, CPU ${cpu.toFixed(1)} s: ${what}`);
}

/** Computes the same features with DuckDB from the same CSV files and writes them as Parquet. */
async function duckdb(raw: string, out: string): Promise<void> {
  const spill = mkdtempSync(join(tmpdir(), "scorebook-duckdb-"));
  const db = await DuckDBInstance.create(":memory:", {temp_directory: spill, memory_limit: "12GB"});
  const connection = await db.connect();
  try {
    for (const statement of [...views(raw), ...featuresToSql(PLAN)]) await connection.run(statement);
    await connection.run(`COPY features TO '${join(out, "duckdb.parquet")}' (FORMAT parquet)`);
  } finally {
    connection.closeSync();
    db.closeSync();
    rmSync(spill, {recursive: true, force: true});
  }
}

/** Computes all features with Polars expressions of the same declarations. */
async function polars(raw: string, out: string): Promise<void> {
  const opened = await openTables(raw);
  try {
    const frames = clientFrames(opened.tables, 1, MOST_ID);
    featuresWithPolars(frames, PLAN).writeParquet(join(out, "polars.parquet"), {compression: "lz4"});
  } finally {
    opened.close();
  }
}

/** Writes the views that featuresToSql() expects over CSV files; a table without a file is empty. */
export function views(raw: string, amounts: "DOUBLE" | "DECIMAL(18, 3)" = "DOUBLE"): string[] {
  const type = ({kind, unit}: ColumnSchema): string => {
    if (kind === "category") return "VARCHAR";
    if (kind === "number") return unit === "currency" ? amounts : "DOUBLE";
    return kind === "id" ? "BIGINT" : "INTEGER";
  };
  const read = (table: TableName): string => {
    const path = join(raw, `${table}.csv`);
    const {columns} = TABLES[table];
    if (!existsSync(path))
      return `(SELECT ${columns.map((c) => `NULL::${type(c)} AS "${c.name}"`).join(", ")} WHERE false)`;
    return `read_csv('${path}', header = true, columns = {${columns.map((c) => `'${c.name}': '${type(c)}'`).join(", ")}})`;
  };
  const plain = [
    "bureau",
    "previous_application",
    "POS_CASH_balance",
    "credit_card_balance",
    "installments_payments"
  ] as const;
  return [
    ...plain.map((table) => `CREATE VIEW ${table} AS SELECT * FROM ${read(table)}`),
    `CREATE VIEW application AS SELECT * FROM ${read("application_train")} UNION ALL BY NAME SELECT * FROM ${read("application_test")}`,
    `CREATE VIEW bureau_balance AS SELECT m.*, b.SK_ID_CURR FROM ${read("bureau_balance")} m JOIN (SELECT SK_ID_BUREAU, SK_ID_CURR FROM ${read("bureau")}) b USING (SK_ID_BUREAU)`
  ];
}

const [task, raw, out, partitions] = process.argv.slice(2);
if (task && TASKS[task] && raw && out) {
  const start = performance.now();
  await TASKS[task](raw, out, Number(partitions ?? 1));
  const {user, system} = process.cpuUsage();
  const used = {
    wall: (performance.now() - start) / 1e3,
    cpu: (user + system) / 1e6,
    rss: process.resourceUsage().maxRSS / 2 ** 20
  };
  writeFileSync(1, JSON.stringify(used));
}
