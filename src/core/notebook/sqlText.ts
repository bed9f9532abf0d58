/**
 * Writes the text of a statement with values in it, each as a literal of SQL: a number, text, true, false, null, a
 * day, or a list of these for IN.
 * @throws TypeError for anything else
 */
export function sqlText(strings: readonly string[], values: readonly unknown[]): string {
  return strings.reduce((text, part, i) => text + literal(values[i - 1]) + part);
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : `'${value}'::DOUBLE`;
  if (typeof value === "bigint") return String(value);
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Date) return `'${value.toISOString()}'::TIMESTAMP`;
  if (Array.isArray(value)) return `(${value.map(literal).join(", ")})`;
  throw new TypeError(
    "A value in sql`…` is an object; expected a number, text, true, false, null, a Date or a list."
  );
}

/** Writes a name of a column or table so that SQL takes it as it is. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What clients(…) takes: columns of the table clients, a condition in SQL, and how many rows at most. */
export interface ClientsRequest {
  columns?: readonly string[];
  where?: string;
  limit?: number;
}

/** Writes the statement that answers clients(…). */
export function clientsSql({columns = ["*"], where, limit}: ClientsRequest): string {
  const names = columns.map((name) => (name === "*" ? name : sqlName(name)));
  const list = names.includes("*") || columns.includes("clientId") ? names : ["clientId", ...names];
  const condition = where === undefined ? "" : ` WHERE (${where}\n)`;
  const rows = limit === undefined ? "" : ` LIMIT ${Math.max(0, Math.floor(Number(limit)))}`;
  return `SELECT ${list.join(", ")} FROM clients${condition} ORDER BY clientId${rows}`;
}
