import type {Table} from "apache-arrow";

/** Rows as charts take them: an Arrow table, or objects. */
export type Rows = Table | readonly object[];
/** A column by its name, or what to compute of a row. */
// biome-ignore lint/suspicious/noExplicitAny: a row has whatever columns were asked for
export type Channel = string | ((row: any) => unknown);

const isTable = (rows: Rows): rows is Table => !Array.isArray(rows);

/** Reads one value of each row. @throws RangeError when no row has a column of that name */
export function valuesOf(rows: Rows, channel: Channel): unknown[] {
  if (typeof channel === "function") return Array.from(rows as Iterable<object>, (row) => channel(row));
  if (!isTable(rows)) {
    if (rows.length > 0 && !(channel in rows[0]!)) throw lacks(channel, Object.keys(rows[0]!));
    return rows.map((row) => (row as Record<string, unknown>)[channel]);
  }
  const column = rows.getChild(channel);
  if (!column)
    throw lacks(
      channel,
      rows.schema.fields.map(({name}) => String(name))
    );
  return [...column];
}

const lacks = (name: string, known: readonly string[]) =>
  new RangeError(`The data have no column ${name}; expected one of ${known.join(", ")}.`);

/** Converts a value to a number; what is missing or no number to NaN. */
export const toNumber = (value: unknown): number =>
  typeof value === "number" ? value : typeof value === "bigint" ? Number(value) : Number.NaN;
