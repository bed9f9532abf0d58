import pl, {type Expr, type LazyDataFrame} from "nodejs-polars";
import type {Chunk, TableRows} from "./features/machine/rows.ts";
import {CLIENT_TABLE_SCHEMA, columnOf} from "./tables/schema/tables.ts";
import {CLIENT_TABLES, type ClientTable, type TableName} from "./types.ts";

type Stored = Int8Array | Int16Array | Int32Array | Float64Array;

/** One table's needed columns in memory, rows sorted by client. */
export interface ColumnarTable {
  ids: Int32Array;
  columns: ReadonlyMap<string, Stored>;
}

/** The number that stands for a missing whole number or category in a stored column. */
const MISSING = {Int8: -128, Int16: -32768, Int32: -2147483648} as const;
const CODE_TYPE = "Int16";

/** Converts a declared column to numbers without nulls: categories to codes, missing to the type's least, or NaN. */
function stored(table: ClientTable, name: string): Expr {
  const {dtype, categories} = columnOf(CLIENT_TABLE_SCHEMA[table], name);
  if (categories) {
    let code: Expr = pl.lit(MISSING[CODE_TYPE]).cast(pl.Int16);
    categories.forEach((text, i) => {
      code = pl
        .when(pl.col(name).eq(pl.lit(text)))
        .then(pl.lit(i).cast(pl.Int16))
        .otherwise(code);
    });
    return code.alias(name);
  }
  if (dtype === "Float64") return pl.col(name).fillNull(pl.lit(Number.NaN));
  const type = {Int8: pl.Int8, Int16: pl.Int16, Int32: pl.Int32, String: pl.Int32}[dtype];
  const missing = MISSING[dtype as keyof typeof MISSING];
  return pl.col(name).cast(type).fillNull(pl.lit(missing).cast(type));
}

/** Reads the needed columns of one client table, sorted by client; an absent table has no rows. */
export function readColumnar(
  tables: Partial<Record<TableName, LazyDataFrame>>,
  table: ClientTable,
  columns: readonly string[]
): ColumnarTable {
  const frame = clientFrame(tables, table);
  if (!frame)
    return {ids: new Int32Array(0), columns: new Map(columns.map((name) => [name, new Float64Array(0)]))};
  const wanted = columns.filter((name) => name !== "SK_ID_CURR");
  const read = frame
    .select(pl.col("SK_ID_CURR"), ...wanted.map((name) => stored(table, name)))
    .sort("SK_ID_CURR")
    .collectSync();
  const ids = read.getColumn("SK_ID_CURR").toTypedArray() as Int32Array;
  return {
    ids,
    columns: new Map(wanted.map((name) => [name, read.getColumn(name).toTypedArray() as Stored]))
  };
}

function clientFrame(
  tables: Partial<Record<TableName, LazyDataFrame>>,
  table: ClientTable
): LazyDataFrame | undefined {
  if (table === "application") {
    const parts: LazyDataFrame[] = [];
    if (tables.application_train) parts.push(tables.application_train);
    if (tables.application_test) {
      const order = CLIENT_TABLE_SCHEMA.application.columns.map((c) => c.name);
      parts.push(
        tables.application_test.withColumns(pl.lit(null).cast(pl.Int8).alias("TARGET")).select(...order)
      );
    }
    return parts.length === 2 ? pl.concat(parts) : parts[0];
  }
  if (table !== "bureau_balance") return tables[table];
  const {bureau, bureau_balance} = tables;
  if (!bureau || !bureau_balance) return undefined;
  return bureau_balance.join(bureau.select("SK_ID_BUREAU", "SK_ID_CURR"), {on: "SK_ID_BUREAU", how: "inner"});
}

/** Cuts sorted tables into chunks of at most `clients` clients; rows of clients without an application are left out. */
export function* chunksOf(
  tables: Readonly<Record<ClientTable, ColumnarTable>>,
  clients: number
): Generator<{first: number; chunk: Chunk}> {
  const {ids} = tables.application;
  const at = new Map<ClientTable, number>(CLIENT_TABLES.map((table) => [table, 0]));
  for (let first = 0; first < ids.length; first += clients) {
    const chosen = ids.subarray(first, first + clients);
    const rows = Object.fromEntries(
      CLIENT_TABLES.map((table) => {
        const [slice, next] = sliceOf(tables[table], at.get(table)!, chosen);
        at.set(table, next);
        return [table, slice];
      })
    ) as Record<ClientTable, TableRows>;
    yield {first, chunk: {clients: chosen.length, tables: rows}};
  }
}

/** Takes the rows of the chosen clients, of which `from` is the first that may belong to one of them. */
function sliceOf(table: ColumnarTable, from: number, chosen: Int32Array): [TableRows, number] {
  const {ids, columns} = table;
  const rows: number[] = [];
  const clients: number[] = [];
  let at = from;
  for (let c = 0; c < chosen.length; c++) {
    const id = chosen[c]!;
    while (at < ids.length && ids[at]! < id) at++;
    for (; at < ids.length && ids[at] === id; at++) {
      rows.push(at);
      clients.push(c);
    }
  }
  const start = rows[0] ?? 0;
  const contiguous = rows.length === 0 || rows[rows.length - 1]! - start === rows.length - 1;
  const fill = (column: string, out: Float64Array): void => {
    const stored = columns.get(column)!;
    const missing = missingOf(stored);
    if (contiguous) {
      for (let i = 0, j = start; i < rows.length; i++, j++)
        out[i] = stored[j] === missing ? Number.NaN : stored[j]!;
    } else {
      for (let i = 0; i < rows.length; i++) {
        const value = stored[rows[i]!]!;
        out[i] = value === missing ? Number.NaN : value;
      }
    }
  };
  return [{count: rows.length, client: Int32Array.from(clients), fill}, at];
}

function missingOf(values: Stored): number {
  if (values instanceof Int8Array) return MISSING.Int8;
  if (values instanceof Int16Array) return MISSING.Int16;
  if (values instanceof Int32Array) return MISSING.Int32;
  return Number.NaN;
}
