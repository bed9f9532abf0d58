import {type HostileRequest, post} from "./entry.ts";

const REFUSED = [
  "DROP TABLE clients",
  "CREATE TABLE t (a INTEGER)",
  "INSERT INTO clients VALUES (1)",
  "UPDATE clients SET target = 0",
  "COPY clients TO 'x.csv'",
  "ATTACH 'x' AS y",
  "INSTALL httpfs",
  "LOAD httpfs",
  "SET threads = 64",
  "PRAGMA version",
  "SELECT 1; SELECT 2",
  "SELECT * FROM read_csv('/etc/passwd')",
  "SELECT * FROM 'clients.parquet'",
  "SELECT * FROM duckdb_settings()",
  "SELECT * FROM information_schema.tables",
  "SELECT * FROM sqlite_master",
  "SELECT current_setting('threads')",
  "SELECT getenv('HOME')",
  "SELECT * FROM query('SELECT 1')",
  "WITH a AS (SELECT * FROM read_text('x')) SELECT * FROM a",
  "BEGIN",
  "-- nothing",
  "EXPLAIN ANALYZE DELETE FROM clients"
];
const INVALID = [
  "",
  " ",
  "\u0000",
  "SELECT",
  "SELEC 1",
  "SELECT FROM WHERE",
  "SELECT nothing FROM clients",
  "SELECT * FROM nothing",
  "SELECT ?",
  "SELECT $1",
  "SELECT (",
  "SELECT 'open",
  'SELECT "open',
  "SELECT 1 +",
  "SELECT count(*) FROM clients GROUP BY",
  "SELECT CAST('x' AS INTEGER)",
  "SELECT unknown_function(1)",
  "SELECT sum(CODE_GENDER) FROM clients",
  "SELECT 1/",
  "SELECT * FROM clients LIMIT -1",
  "💩",
  "SELECT 1 FROM clients JOIN bureau"
];
const LIMIT = [
  `SELECT ${"1+".repeat(20_000)}1`,
  "SELECT count(*) FROM range(100000) a, range(100000) b, range(100000) c",
  "SELECT repeat('x', 100000000)"
];

export const STATEMENTS: readonly HostileRequest[] = [
  ...REFUSED.map((sql) => post("/v1/sql", {sql}, "QUERY_REFUSED")),
  ...INVALID.map((sql) => post("/v1/sql", {sql}, "QUERY_INVALID")),
  ...LIMIT.map((sql) => post("/v1/sql", {sql}, "QUERY_LIMIT")),
  ...[{}, {sql: 1}, {sql: null}, {sql: ["SELECT 1"]}, {sql: "SELECT 1", limit: 5}].map((body) =>
    post("/v1/sql", body)
  )
];
