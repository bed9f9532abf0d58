import {ScorebookError} from "../../src/core/errors.ts";
import {nearestNames} from "../../src/core/nearestNames.ts";

/** A node of a statement as DuckDB's json_serialize_sql() gives it. */
type Node = Record<string, unknown>;

/** Table functions that make rows from their arguments alone. */
const TABLE_FUNCTIONS = new Set(["generate_series", "range", "unnest", "json_each", "json_tree"]);
/** Functions that tell about the engine or act on it, rather than on the data. */
const ENGINE_FUNCTIONS =
  /^(current_setting|getenv|getvariable|write_log|sleep_ms|nextval|currval|pg_.*|inet_.*|duckdb_.*|pragma_.*|read_.*|parquet_.*|json_(de)?serialize_.*|json_execute_.*|query|query_table|glob|which_secret)$/;
const ENGINE_TABLES = /^(duckdb_|pragma_|pg_|sqlite_)/;
/** What a table of someone's own might be called; anything else may be a file. */
const PLAIN_NAME = /^\w+$/;
const ENGINE_SCHEMAS = new Set(["", "main"]);

/** What a checked statement asks for. */
export interface CheckedStatement {
  /** Names of the given tables that it reads, in lower case. */
  tables: string[];
  /** Whether it is SHOW TABLES. */
  showsTables: boolean;
}

/**
 * Checks a statement's text before anything parses it.
 * @throws QUERY_INVALID when it is empty or has a NUL, QUERY_LIMIT when it is too long
 */
export function checkText(sql: string, most: number): void {
  if (sql.length > most)
    throw new ScorebookError(
      "QUERY_LIMIT",
      `The statement has ${sql.length.toLocaleString("en")} characters; at most ${most.toLocaleString("en")} were expected.`
    );
  if (sql.includes("\0"))
    throw new ScorebookError(
      "QUERY_INVALID",
      `The statement has a NUL at character ${sql.indexOf("\0") + 1}; text without it was expected.`
    );
  if (sql.trim() === "")
    throw new ScorebookError("QUERY_INVALID", "The statement is empty; one SELECT was expected.");
}

/**
 * Checks that a parsed statement is one SELECT that reads only the given tables and what it makes itself, and calls
 * no function that looks outside. DuckDB's own locks stand behind this check, so a gap in it opens no file.
 * @param parsed what json_serialize_sql() gave
 * @param known the names that may be read, in lower case
 * @throws QUERY_INVALID, QUERY_REFUSED
 */
export function checkStatement(parsed: Node, known: ReadonlySet<string>): CheckedStatement {
  if (parsed.error === true) {
    // DuckDB's word for a statement that is sound but no SELECT
    if (parsed.error_type === "not implemented") throw refused("is not a SELECT");
    throw new ScorebookError("QUERY_INVALID", `The statement cannot be read: ${parsed.error_message}.`);
  }
  const statements = parsed.statements as Node[];
  if (statements.length !== 1) throw refused(`holds ${statements.length} statements`);
  const nodes = [...nodesOf(statements[0])];
  const own = new Set(nodes.flatMap(namesOfCommonTables));
  const tables = new Set<string>();
  let showsTables = false;
  for (const node of nodes) {
    if (node.class === "PARAMETER")
      throw new ScorebookError(
        "QUERY_INVALID",
        "The statement has a parameter; values were expected in its text."
      );
    if (node.type === "TABLE_FUNCTION") checkTableFunction(node);
    else if (node.type === "SHOW_REF") showsTables = showsTables || isShowTables(node);
    else if (node.class === "FUNCTION" && ENGINE_FUNCTIONS.test(lower(node.function_name)))
      throw refused(`calls ${shown(node.function_name)}, which does not belong to the data`);
    else if (node.type === "BASE_TABLE") {
      const name = lower(node.table_name);
      const isOurs = ENGINE_SCHEMAS.has(lower(node.schema_name)) && lower(node.catalog_name) === "";
      if (isOurs && known.has(name)) tables.add(name);
      else if (!isOurs || ENGINE_TABLES.test(name) || !(own.has(name) || PLAIN_NAME.test(name)))
        throw refused(`reads ${shown(node.table_name)}; the tables are ${[...known].join(", ")}`);
      else if (!own.has(name)) throw unknownTable(name, known);
    }
  }
  return {tables: [...tables], showsTables};
}

/**
 * Checks that `SELECT (expression)` is nothing else than that.
 * @throws QUERY_INVALID when the expression closes its bracket, or is more than one
 */
export function checkExpression(parsed: Node, text: string): void {
  const statements = (parsed.statements ?? []) as {node: Node}[];
  const node = statements[0]?.node;
  const isOne =
    statements.length === 1 &&
    node?.type === "SELECT_NODE" &&
    (node.select_list as Node[]).length === 1 &&
    (node.select_list as Node[])[0]?.alias === "" &&
    (node.from_table as Node).type === "EMPTY" &&
    (node.modifiers as Node[]).length === 0 &&
    ["where_clause", "having", "qualify", "sample"].every((part) => node[part] === null) &&
    (node.group_expressions as Node[]).length === 0;
  if (isOne) return;
  throw new ScorebookError(
    "QUERY_INVALID",
    `?where= is ${shown(text)}; one condition on columns was expected, such as AMT_CREDIT > 500000.`
  );
}

function* nodesOf(root: unknown): Generator<Node> {
  const waiting = [root];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== "object" || next === null) continue;
    if (!Array.isArray(next)) yield next as Node;
    for (const child of Object.values(next)) waiting.push(child);
  }
}

function namesOfCommonTables(node: Node): string[] {
  if (typeof node.cte_name === "string") return [lower(node.cte_name)];
  const map = (node.cte_map as {map?: {key: string}[]} | undefined)?.map ?? [];
  return map.map(({key}) => lower(key));
}

function checkTableFunction({function: called}: Node): void {
  const name = lower((called as Node).function_name);
  if (!TABLE_FUNCTIONS.has(name))
    throw refused(`reads from ${shown(name)}(), which is not one of ${[...TABLE_FUNCTIONS].join(", ")}`);
}

function isShowTables({table_name: name}: Node): boolean {
  const what = lower(name).replaceAll('"', "");
  if (what === "") return false;
  if (what !== "tables")
    throw refused(`shows ${shown(what)}; SHOW TABLES and DESCRIBE of a table are answered`);
  return true;
}

function unknownTable(name: string, known: ReadonlySet<string>): ScorebookError {
  const near = nearestNames(name, [...known]);
  const hint =
    near.length > 0 ? `did you mean ${near.join(" or ")}?` : `the tables are ${[...known].join(", ")}.`;
  return new ScorebookError("QUERY_INVALID", `There is no table ${shown(name)}; ${hint}`);
}

const lower = (value: unknown) => String(value ?? "").toLowerCase();
const shown = (value: unknown) => JSON.stringify(String(value).slice(0, 60));
const refused = (what: string) =>
  new ScorebookError(
    "QUERY_REFUSED",
    `The statement ${what}. One SELECT over the data set's tables was expected.`
  );
