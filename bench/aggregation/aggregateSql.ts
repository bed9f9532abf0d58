import {declaredColumn} from "../../loaders/features/columns.ts";
import type {Node} from "../../loaders/features/expression.ts";
import type {Feature} from "../../loaders/features/feature.ts";
import {type FrameName, GROUPINGS, isDerived} from "../../loaders/features/frames.ts";
import {AGGREGATES, isAlways, sourceOf} from "../../loaders/features/machine/operands.ts";
import {RATE_STEPS} from "../../loaders/features/machine/rowwise.ts";
import {
  columnsRead,
  isPlaced,
  keysOf,
  linkKeys,
  ownerOf,
  placeFeatures
} from "../../loaders/features/placement.ts";

/**
 * Translates features to DuckDB SQL, from the same declarations: one statement per frame and depth of nesting,
 * one GROUP BY per pair of frames in it, with a FILTER per condition. Expects views named after the client
 * tables, bureau_balance with its SK_ID_CURR; leaves the table `features`, one row per client.
 */
export function featuresToSql(features: readonly Feature[]): string[] {
  const {nodes, names, frames, levels} = placeFeatures(features);
  const current = new Map<FrameName, string>();
  const statements: string[] = [];
  for (const frame of frames) {
    current.set(frame, `${frame}_0`);
    statements.push(`CREATE TEMP TABLE ${frame}_0 AS ${baseOf(frame, nodes)}`);
  }
  const text = (n: Node): string => sqlOf(n, names);
  levels.forEach((level, i) => {
    const made = [...level].map(([frame, here]): [FrameName, string] => {
      const table = `${frame}_${i + 1}`;
      statements.push(`CREATE TEMP TABLE ${table} AS ${extend(frame, here, current, names, text)}`);
      return [frame, table];
    });
    for (const [frame, table] of made) current.set(frame, table);
  });
  const outputs = features.map((f) => `${text(f.expression)} AS "${f.name}"`);
  statements.push(
    `CREATE TABLE features AS SELECT SK_ID_CURR, ${outputs.join(", ")} FROM ${current.get("application")} t ORDER BY SK_ID_CURR`
  );
  return statements;
}

function baseOf(frame: FrameName, nodes: readonly Node[]): string {
  if (isDerived(frame)) {
    const keys = keysOf(frame).join(", ");
    return `SELECT ${keys} FROM ${GROUPINGS[frame].source}_0 GROUP BY ${keys}`;
  }
  const shown = columnsRead(frame, nodes).map((name) => {
    const code = declaredColumn(ownerOf(frame, name), name).nullCode;
    return code === undefined ? `"${name}"` : `nullif("${name}", ${code}) AS "${name}"`;
  });
  return `SELECT ${shown.join(", ")} FROM ${frame}`;
}

function extend(
  frame: FrameName,
  here: readonly Node[],
  current: ReadonlyMap<FrameName, string>,
  names: ReadonlyMap<Node, string>,
  text: (n: Node) => string
): string {
  const selected = ["t.*"];
  const joins: string[] = [];
  for (const source of new Set(here.filter((n) => AGGREGATES.has(n.op)).map(sourceOf))) {
    const own = here.filter((n) => AGGREGATES.has(n.op) && sourceOf(n) === source);
    const keys = linkKeys(source, frame);
    const alias = `a_${source}`;
    const columns = own.map((n) => `${aggregateSql(n, text)} AS ${names.get(n)}`);
    const grouped = `SELECT ${keys.join(", ")}, ${columns.join(", ")} FROM ${current.get(source)} t GROUP BY ${keys.join(", ")}`;
    joins.push(`LEFT JOIN (${grouped}) ${alias} ON ${matching(keys, alias)}`);
    selected.push(...own.map((n) => `${alias}.${names.get(n)}`));
  }
  for (const above of new Set(here.filter((n) => n.op === "parent").map((n) => n.args[0]!.frame!))) {
    const own = here.filter((n) => n.op === "parent" && n.args[0]!.frame === above);
    const keys = linkKeys(frame, above);
    const alias = `p_${above}`;
    const columns = own.map((n) => `${text(n.args[0]!)} AS ${names.get(n)}`);
    joins.push(
      `LEFT JOIN (SELECT ${keys.join(", ")}, ${columns.join(", ")} FROM ${current.get(above)} t) ${alias} ON ${matching(keys, alias)}`
    );
    selected.push(...own.map((n) => `${alias}.${names.get(n)}`));
  }
  for (const n of here) {
    if (n.op === "rank") selected.push(`${rankSql(n, text)} AS ${names.get(n)}`);
    if (n.op === "monthlyRate") selected.push(`${rateSql(n, text)} AS ${names.get(n)}`);
  }
  return `SELECT ${selected.join(", ")} FROM ${current.get(frame)} t ${joins.join(" ")}`;
}

const matching = (keys: readonly string[], alias: string): string =>
  keys.map((key) => `t.${key} = ${alias}.${key}`).join(" AND ");

function sqlOf(n: Node, names: ReadonlyMap<Node, string>): string {
  if (isPlaced(n)) return `t.${names.get(n)}`;
  const [a, b, c] = n.args.map((x) => sqlOf(x, names));
  switch (n.op) {
    case "column":
      return `t."${n.column}"`;
    case "literal":
      if (n.exactness === "flag") return n.value ? "true" : "false";
      return Number.isNaN(n.value) ? "NULL" : String(n.value);
    case "add":
      return `(${a} + ${b})`;
    case "subtract":
      return `(${a} - ${b})`;
    case "multiply":
      return `(${a} * ${b})`;
    case "divide":
      return `(${a} / nullif(${b}, 0))`;
    case "minimum":
    case "maximum":
      return `CASE WHEN ${a} IS NULL OR ${b} IS NULL THEN NULL ELSE ${n.op === "minimum" ? "least" : "greatest"}(${a}, ${b}) END`;
    case "absolute":
      return `abs(${a})`;
    case "squareRoot":
      return `CASE WHEN ${a} >= 0 THEN sqrt(${a}) END`;
    case "choose":
      return `CASE WHEN ${a} THEN ${b} ELSE ${c} END`;
    case "coalesce":
      return `coalesce(${a}, ${b})`;
    case "less":
      return `(${a} < ${b})`;
    case "lessEqual":
      return `(${a} <= ${b})`;
    case "equal":
      return `(${a} = ${b})`;
    case "oneOf":
      return `(${a} IN (${n.texts!.map((t) => `'${t.replaceAll("'", "''")}'`).join(", ")}))`;
    case "and":
      return `(${a} AND ${b})`;
    case "or":
      return `(${a} OR ${b})`;
    case "not":
      return `(NOT coalesce(${a}, false))`;
    case "isMissing":
      return `(${a} IS NULL)`;
    default:
      throw new Error(`No SQL for ${n.op}.`);
  }
}

function aggregateSql(n: Node, text: (n: Node) => string): string {
  const [where, x, y, z] = n.args as [Node, Node, Node, Node];
  const passes = isAlways(where) ? "" : ` FILTER (WHERE ${text(where)})`;
  const also = (condition: string) =>
    ` FILTER (WHERE ${isAlways(where) ? "" : `${text(where)} AND `}${condition})`;
  switch (n.op) {
    case "count":
      return `count(*)${passes}`;
    case "sum":
      return `CASE WHEN count(*)${passes} > 0 AND count(${text(x)})${passes} = 0 THEN NULL ELSE coalesce(sum(${text(x)})${passes}, 0) END`;
    case "mean":
      return `avg(${text(x)})${passes}`;
    case "min":
    case "max":
      return `${n.op}(${text(x)})${passes}`;
    case "variance":
      return `var_samp(${text(x)})${passes}`;
    case "distinct":
      return `count(DISTINCT ${text(x)})${passes}`;
    case "slope":
      return `regr_slope(${text(x)}, ${text(y)})${passes}`;
    default:
      return `arg_max_null(${text(x)}, {'o': ${text(y)}, 't': ${text(z)}})${also(`${text(y)} IS NOT NULL`)}`;
  }
}

function rankSql(n: Node, text: (n: Node) => string): string {
  const [where, order, tie] = n.args.map(text) as [string, string, string];
  const passes = isAlways(n.args[0]!) ? `${order} IS NOT NULL` : `(${where} AND ${order} IS NOT NULL)`;
  return `CASE WHEN ${passes} THEN row_number() OVER (PARTITION BY t.SK_ID_CURR, coalesce(${passes}, false) ORDER BY ${order} DESC, ${tie} DESC) END`;
}

function rateSql(n: Node, text: (n: Node) => string): string {
  const [c, a, m] = n.args.map((x) => `(${text(x)})::DOUBLE`) as [string, string, string];
  const step = `r - (${c} * r - ${a} * (1 - pow(1 + r, -${m}))) / (${c} - ${a} * ${m} * pow(1 + r, -${m} - 1))`;
  const solved = `list_reduce(range(${RATE_STEPS}), lambda r, i: ${step}, ${a} / ${c})`;
  return `CASE WHEN ${c} > 0 AND ${a} > 0 AND ${m} > 0 AND ${m} * ${a} > ${c} THEN ${solved} END`;
}
