import assert from "node:assert/strict";
import {existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {DuckDBInstance} from "@duckdb/node-api";
import {openDatabase} from "../../../server/query/process/database.ts";
import type {Queries} from "../../../server/query/queries.ts";
import {type ErrorCode, ScorebookError} from "../../../src/core/errors.ts";
import {ask, askJson, createQuerySet, openTestQueries} from "../kit/queryFixture.ts";

let set: Awaited<ReturnType<typeof createQuerySet>>;
let queries: Queries;
let hasty: Queries;
let small: Queries;
const secret = join(tmpdir(), `scorebook-secret-${process.pid}.csv`);
const SECRET_WORD = "a-word-that-nobody-may-read";
const outside = join(tmpdir(), `scorebook-written-${process.pid}`);
before(async () => {
  set = await createQuerySet(40);
  queries = openTestQueries(set.data);
  hasty = openTestQueries(set.data, {timeMs: 700});
  small = openTestQueries(set.data, {timeMs: 15_000, graceMs: 1_000, memoryMib: 256, processMib: 700});
  writeFileSync(secret, `word\n${SECRET_WORD}\n`);
  await ask(queries, "SELECT count(*) FROM clients");
  await ask(queries, "SELECT count(*) FROM bureau");
});
after(() => {
  queries.close();
  hasty.close();
  small.close();
  for (const file of [secret, `${outside}.csv`]) rmSync(file, {force: true});
  set.remove();
});

const inside = "query/written.parquet";
const deep = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
type Statement = [sql: string, ...expected: ErrorCode[]];

/** What is not a SELECT, in every disguise. */
const NOT_A_SELECT: Statement[] = [
  `COPY (SELECT 1) TO '${outside}'`,
  `COPY (SELECT 1) TO '${inside}' (FORMAT parquet)`,
  "COPY clients TO 'features.parquet' (FORMAT parquet)",
  `COPY clients FROM '${secret}'`,
  `ATTACH '${outside}' AS other`,
  "ATTACH ':memory:' AS other",
  "DETACH memory",
  "USE memory",
  "INSTALL httpfs",
  "LOAD httpfs",
  "LOAD '/var/evil.duckdb_extension'",
  "PRAGMA database_list",
  "PRAGMA version",
  "PRAGMA enable_profiling",
  "SET memory_limit = '100GB'",
  "SET enable_external_access = true",
  "RESET lock_configuration",
  "SET VARIABLE x = 1",
  "CALL pragma_version()",
  "CALL duckdb_settings()",
  `EXPORT DATABASE '${outside}'`,
  `IMPORT DATABASE '${outside}'`,
  "CHECKPOINT",
  "FORCE CHECKPOINT",
  "VACUUM",
  "ANALYZE",
  "CREATE TABLE t (a INTEGER)",
  "CREATE TABLE t AS SELECT 1",
  "CREATE VIEW clients AS SELECT 1",
  "CREATE OR REPLACE VIEW clients AS SELECT 1",
  "CREATE MACRO f(x) AS x",
  "CREATE SECRET s (TYPE s3)",
  "CREATE TEMP TABLE t AS SELECT 1",
  "INSERT INTO clients VALUES (1)",
  "UPDATE clients SET target = 0",
  "DELETE FROM clients",
  "DROP VIEW clients",
  "ALTER TABLE clients RENAME TO other",
  "TRUNCATE clients",
  "BEGIN TRANSACTION",
  "COMMIT",
  "PREPARE p AS SELECT 1",
  "EXECUTE p",
  "DEALLOCATE p",
  "EXPLAIN SELECT 1",
  "EXPLAIN ANALYZE SELECT 1",
  "SELECT 1; SELECT 2",
  "SELECT 1; DROP VIEW clients",
  "SELECT 1;; COPY (SELECT 1) TO 'x'",
  "/* SELECT */ DROP VIEW clients",
  "SELECT 1 -- \n; DROP VIEW clients",
  "WITH x AS (SELECT 1) INSERT INTO clients SELECT * FROM x",
  "PIVOT clients ON CODE_GENDER",
  "SUMMARIZE clients; DROP VIEW clients"
].map((sql): Statement => [sql, "QUERY_REFUSED", "QUERY_INVALID"]);

/** SELECTs that reach for files, the engine or other people's settings. */
const REACHING: Statement[] = [
  `SELECT * FROM read_csv('${secret}')`,
  "SELECT * FROM read_csv('/etc/passwd')",
  `SELECT * FROM read_csv_auto('${secret}')`,
  `SELECT * FROM read_text('${secret}')`,
  `SELECT * FROM read_blob('${secret}')`,
  `SELECT * FROM read_json('${secret}')`,
  "SELECT * FROM read_parquet('features.parquet')",
  "SELECT * FROM parquet_metadata('features.parquet')",
  "SELECT * FROM parquet_scan('features.parquet')",
  "SELECT * FROM read_duckdb('x.db')",
  `SELECT * FROM '${secret}'`,
  `SELECT * FROM "${secret}"`,
  "SELECT * FROM 'features.parquet'",
  "SELECT * FROM '../../../../etc/passwd'",
  "SELECT * FROM 'https://example.com/x.parquet'",
  "SELECT * FROM 's3://bucket/x.parquet'",
  `SELECT * FROM sniff_csv('${secret}')`,
  "SELECT * FROM glob('/etc/*')",
  "SELECT * FROM glob('*')",
  "SELECT getenv('HOME')",
  "SELECT current_setting('allowed_paths')",
  "SELECT CURRENT_SETTING('allowed_paths')",
  `SELECT "current_setting"('temp_directory')`,
  "SELECT main.current_setting('allowed_paths')",
  "SELECT system.main.current_setting('allowed_paths')",
  "SELECT list_transform(['allowed_paths'], x -> current_setting(x))",
  "SELECT 1 WHERE EXISTS (SELECT current_setting('allowed_paths'))",
  "SELECT 1 ORDER BY current_setting('allowed_paths')",
  "SELECT 1 LIMIT (SELECT length(current_setting('home_directory')))",
  "SELECT * FROM duckdb_settings()",
  "SELECT * FROM duckdb_secrets()",
  "SELECT * FROM duckdb_views()",
  "SELECT * FROM duckdb_databases()",
  "SELECT * FROM duckdb_extensions()",
  "SELECT * FROM duckdb_temporary_files()",
  "SELECT * FROM duckdb_views",
  "SELECT * FROM duckdb_logs",
  "SELECT * FROM sqlite_master",
  "SELECT * FROM pg_catalog.pg_views",
  "SELECT * FROM pg_views",
  "SELECT * FROM information_schema.tables",
  "SELECT * FROM pragma_database_list",
  "SELECT * FROM pragma_table_info('clients')",
  "SELECT pg_get_viewdef(1)",
  "SELECT * FROM query('SELECT 1')",
  "SELECT * FROM query_table('clients')",
  "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
  "SELECT * FROM which_secret('s3://x', 's3')",
  "SELECT * FROM checkpoint()",
  "SELECT * FROM force_checkpoint()",
  "SELECT * FROM enable_logging()",
  "SELECT write_log('x')",
  "SELECT nextval('s')",
  "SELECT getvariable('x')",
  "SELECT sleep_ms(100000)",
  "SELECT pg_sleep(100)",
  "WITH sqlite_master AS (SELECT 1) SELECT * FROM (SELECT * FROM sqlite_master)",
  "WITH a AS (SELECT * FROM read_csv('/etc/passwd')) SELECT * FROM a",
  `SELECT (SELECT content FROM read_text('${secret}'))`,
  `SELECT * FROM clients UNION ALL SELECT * FROM read_text('${secret}')`,
  `SELECT * FROM clients JOIN '${secret}' ON true`,
  `DESCRIBE '${secret}'`,
  `SUMMARIZE '${secret}'`,
  `DESCRIBE SELECT * FROM read_csv('${secret}')`,
  "SHOW DATABASES",
  "SHOW ALL TABLES",
  "SELECT * FROM other.clients",
  "SELECT * FROM system.information_schema.schemata",
  "FROM test_all_types()"
].map((sql): Statement => [sql, "QUERY_REFUSED", "QUERY_INVALID"]);

/** Statements that are nonsense, or too much of it. */
const BROKEN: Statement[] = [
  ["", "QUERY_INVALID"],
  ["   \n", "QUERY_INVALID"],
  ["-- nothing", "QUERY_INVALID", "QUERY_REFUSED"],
  [";", "QUERY_INVALID", "QUERY_REFUSED"],
  ["SELEC 1", "QUERY_INVALID"],
  ["SELECT nothing FROM clients", "QUERY_INVALID"],
  ["SELECT 'open", "QUERY_INVALID"],
  ["SELECT /* open", "QUERY_INVALID"],
  ["SELECT 1\0; DROP VIEW clients", "QUERY_INVALID"],
  ["SELECT \u{0}", "QUERY_INVALID"],
  ["SELECT ?", "QUERY_INVALID"],
  ["SELECT $1", "QUERY_INVALID"],
  ["SELECT CAST('x' AS INTEGER)", "QUERY_INVALID"],
  ["SELECT error('a text of the caller')", "QUERY_INVALID"],
  ["SELECT regexp_matches('a', '(')", "QUERY_INVALID"],
  [`SELECT '${"x".repeat(40_000)}'`, "QUERY_LIMIT"],
  [deep("SELECT (", ")", 2_000), "QUERY_INVALID", "QUERY_LIMIT"],
  [`SELECT ${deep("(", ")", 12_000)}`, "QUERY_INVALID", "QUERY_LIMIT"],
  [`SELECT ${"-".repeat(1)}${"NOT ".repeat(8_000)}true`, "QUERY_INVALID", "QUERY_LIMIT"],
  [deep("SELECT * FROM (SELECT ", ")", 1_300), "QUERY_INVALID", "QUERY_LIMIT"]
];

/** Statements that ask for more than there is. */
const GREEDY: Statement[] = [
  ["SELECT count(*) FROM generate_series(1, 100000000000)", "QUERY_LIMIT"],
  ["SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b", "QUERY_LIMIT"],
  [
    "SELECT count(*) FROM clients a, clients b, clients c, clients d, clients e, clients f, clients g",
    "QUERY_LIMIT"
  ],
  ["WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t", "QUERY_LIMIT"],
  [
    "WITH RECURSIVE t(s) AS (SELECT 'x' UNION ALL SELECT s || s FROM t) SELECT max(length(s)) FROM t",
    "QUERY_LIMIT"
  ],
  ["SELECT list_sum(list_transform(range(100000000), x -> sqrt(x)))", "QUERY_LIMIT", "QUERY_INVALID"],
  ["SELECT count(DISTINCT hash(range)) FROM range(2000000000)", "QUERY_LIMIT"],
  ["SELECT range FROM range(20000000000) ORDER BY hash(range)", "QUERY_LIMIT"],
  ["SELECT sum(length(repeat('ab', 100000 + range % 2))) FROM range(1000000)", "QUERY_LIMIT"]
];
const HUGE: Statement[] = [
  ["SELECT repeat('x', 600000000)", "QUERY_LIMIT", "QUERY_INVALID"],
  ["SELECT repeat('xyz', 20000000) FROM range(20)", "QUERY_LIMIT"],
  ["SELECT range(100000000)", "QUERY_LIMIT", "QUERY_INVALID"],
  ["SELECT array_agg(range) FROM range(300000000)", "QUERY_LIMIT"],
  ["SELECT string_agg(repeat('x', 1000), '') FROM range(2000000)", "QUERY_LIMIT"],
  ["SELECT range, repeat('y', 1000) FROM range(900000)", "QUERY_LIMIT"]
];

/** Statements that look dangerous and are answered. */
const HARMLESS: [sql: string, first: unknown][] = [
  ["SELECT regexp_matches(repeat('a', 40) || 'b', '(a+)+$')", false],
  ["SELECT regexp_matches(repeat('a', 5000), '^(a|aa)+$')", true],
  [`SELECT 1 ${"UNION ALL SELECT 1 ".repeat(1_000)}`, 1],
  ["SELECT ';DROP VIEW clients' -- ; DROP VIEW clients", ";DROP VIEW clients"],
  ["SELECT 1 /* ; COPY x TO y */", 1],
  ["SELECT 1;", 1],
  ["WITH clients AS (SELECT 7 AS a) SELECT a FROM clients", 7],
  ['SELECT count(*) FROM "CLIENTS"', 40],
  ["SELECT count(*) FROM main.clients", 40],
  ["VALUES (3)", 3],
  ["SELECT '/etc/passwd'", "/etc/passwd"],
  ["SELECT 'read_csv(x)'", "read_csv(x)"]
];

async function problemOf(answer: Promise<unknown>): Promise<ScorebookError> {
  try {
    await answer;
  } catch (error) {
    assert.ok(error instanceof ScorebookError, String(error));
    return error;
  }
  throw new Error("It was answered; a problem was expected.");
}

const told = (sql: string) => JSON.stringify(sql.length > 90 ? `${sql.slice(0, 87)}…` : sql);
const filesOf = (folder: string) => readdirSync(folder, {recursive: true, encoding: "utf8"}).sort();

async function checkRefused(on: Queries, statements: readonly Statement[]) {
  const before = filesOf(set.data);
  const wrong: string[] = [];
  for (const [sql, ...expected] of statements) {
    const {code, detail} = await problemOf(ask(on, sql)).catch((error: Error) => ({
      code: "ANSWERED",
      detail: error.message
    }));
    const shows = [SECRET_WORD, set.data, process.cwd()].filter((path) => detail.includes(path));
    if (!(expected as string[]).includes(code) || shows.length > 0 || !/[.?!…]$/.test(detail))
      wrong.push(`${told(sql)} → ${code} ${detail}`);
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(filesOf(set.data), before);
  assert.equal(existsSync(outside), false);
  assert.equal((await askJson(on, "SELECT 41 + 1")).rows[0]?.[0], 42);
}

describe("queries.run(hostile statement)", () => {
  test("answers a named problem to everything that is not one SELECT, and writes nothing", () =>
    checkRefused(queries, NOT_A_SELECT));

  test("answers a named problem to every SELECT that reaches outside the tables", () =>
    checkRefused(queries, REACHING));

  test("answers a named problem to nonsense of any length and depth", () => checkRefused(queries, BROKEN));

  test("ends what takes too long", () => checkRefused(hasty, GREEDY));

  test("ends what takes too much memory, and other queries go on meanwhile", async () => {
    let answered = 0;
    let isOver = false;
    const others = (async () => {
      while (!isOver) {
        await askJson(queries, "SELECT count(*) FROM clients");
        answered++;
      }
    })();
    await checkRefused(small, HUGE);
    isOver = true;
    await others;
    assert.ok(answered > 0);
  });

  test("answers what only looks hostile", async () => {
    for (const [sql, first] of HARMLESS)
      assert.deepEqual((await askJson(queries, sql)).rows[0]?.[0], first, told(sql));
  });
});

test("openDatabase() refuses by itself what the check of statements would let pass", async () => {
  const {instance} = await openDatabase([], {memoryMib: 128, threads: 1});
  const connection = await instance.connect();
  for (const sql of [
    `SELECT * FROM read_csv('${secret}')`,
    `SELECT * FROM '${secret}'`,
    `SELECT * FROM read_text('${secret}')`,
    "SELECT * FROM glob('/etc/*')",
    `COPY (SELECT 1) TO '${outside}'`,
    `ATTACH '${outside}' AS other`,
    `EXPORT DATABASE '${outside}'`,
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET memory_limit = '100GB'",
    "SET allowed_paths = ['/etc/passwd']",
    "RESET lock_configuration"
  ])
    await assert.rejects(
      connection.runAndReadAll(sql),
      /Permission|Catalog|configuration|disabled|IO Error/,
      sql
    );
  assert.equal(existsSync(outside), false);
  connection.closeSync();
});

test("DuckDB without the locks reads the secret file and writes: the statements above are dangerous", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const read = await connection.runAndReadAll(`SELECT * FROM read_csv('${secret}')`);
  assert.deepEqual(read.getRows(), [[SECRET_WORD]]);
  await connection.run(`COPY (SELECT 1) TO '${outside}.csv'`);
  assert.match(readFileSync(`${outside}.csv`, "utf8"), /1/);
});
