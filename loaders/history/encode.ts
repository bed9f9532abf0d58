import pl, {type DataFrame, type Expr} from "nodejs-polars";
import type {RawTables} from "../tables/open.ts";
import type {TableSchema} from "../tables/schema/column.ts";
import {CLIENT_TABLE_SCHEMA} from "../tables/schema/tables.ts";
import type {ClientTable} from "../types.ts";
import {type FieldType, fieldType, nullOf} from "./layout.ts";

const POLARS_TYPES = {
  Int8: pl.Int8,
  Int16: pl.Int16,
  Int32: pl.Int32,
  Float64: pl.Float64,
  Uint8: pl.UInt8,
  Uint16: pl.UInt16
} as const;

/** A whole table in memory, in the order of the file. */
export interface EncodedTable {
  /** Each row's client; 0 when it has none. */
  readonly ids: Int32Array;
  /** The texts of each text column, sorted. */
  readonly dictionaries: ReadonlyMap<string, readonly string[]>;
  /** Texts replaced by their places in the dictionary, nulls by what stands for them; undefined for a missing table. */
  readonly encoded: DataFrame | undefined;
}

/** Reads a client's table for all clients and encodes its cells. */
export function readTable(name: ClientTable, raw: Pick<RawTables, "tables">): EncodedTable {
  const table = CLIENT_TABLE_SCHEMA[name];
  const frame = readFrame(name, raw);
  const texts = table.columns.filter((column) => column.dtype === "String");
  const dictionaries = new Map(
    texts.map((column) => [column.name, frame === undefined ? [] : textsOf(frame, column.name)])
  );
  const ids = frame === undefined ? new Int32Array(0) : clientIds(name, frame, raw);
  return {ids, dictionaries, encoded: frame && encode(frame, table, dictionaries)};
}

/** Reads a client table; both application tables are one, in which a test client's TARGET is null. */
function readFrame(name: ClientTable, {tables}: Pick<RawTables, "tables">): DataFrame | undefined {
  if (name !== "application") return tables[name]?.collectSync();
  const {application_train: train, application_test: test} = tables;
  const columns = CLIENT_TABLE_SCHEMA.application.columns.map((column) => column.name);
  const labelled = train?.collectSync();
  const unlabelled = test
    ?.collectSync()
    .withColumns(pl.lit(null).cast(pl.Int8).alias("TARGET"))
    .select(...columns);
  return labelled && unlabelled ? pl.concat([labelled, unlabelled]) : (labelled ?? unlabelled);
}

/** Tells each row's client; months of the bureau find theirs through the loan, and 0 when the loan is unknown. */
function clientIds(name: ClientTable, frame: DataFrame, {tables}: Pick<RawTables, "tables">): Int32Array {
  if (name !== "bureau_balance") return idsOf(frame, "SK_ID_CURR");
  const loans = tables.bureau?.select("SK_ID_BUREAU", "SK_ID_CURR").collectSync();
  if (loans === undefined) return new Int32Array(frame.height);
  const loanIds = idsOf(loans, "SK_ID_BUREAU");
  const owners = idsOf(loans, "SK_ID_CURR");
  const byLoan = new Map<number, number>();
  for (let i = 0; i < loanIds.length; i++) byLoan.set(loanIds[i]!, owners[i]!);
  return idsOf(frame, "SK_ID_BUREAU").map((loan) => byLoan.get(loan) ?? 0);
}

/** Reads a column of ids. */
export function idsOf(frame: DataFrame, column: string): Int32Array {
  return frame.getColumn(column).toTypedArray() as Int32Array;
}

function textsOf(frame: DataFrame, column: string): string[] {
  const texts = frame.getColumn(column).unique().toArray() as (string | null)[];
  return texts.filter((text) => text !== null).sort();
}

/** Replaces texts by their places in the dictionaries, and nulls by what stands for them. */
function encode(
  frame: DataFrame,
  table: TableSchema,
  dictionaries: ReadonlyMap<string, readonly string[]>
): DataFrame {
  const numbers = new Map<FieldType, string[]>();
  const expressions: Expr[] = [];
  for (const column of table.columns) {
    const dictionary = dictionaries.get(column.name);
    const type = fieldType(column, dictionary);
    if (dictionary === undefined) numbers.set(type, [...(numbers.get(type) ?? []), column.name]);
    else expressions.push(codes(column.name, type, dictionary));
  }
  for (const [type, names] of numbers) expressions.push(pl.col(names).fillNull(nothing(type)));
  return frame.select(...expressions);
}

function codes(name: string, type: FieldType, dictionary: readonly string[]): Expr {
  const polars = POLARS_TYPES[type];
  if (dictionary.length === 0) return pl.col(name).cast(polars).fillNull(nothing(type));
  const places = dictionary.map((_, i) => i);
  return pl.col(name).replaceStrict([...dictionary], places, nothing(type), polars);
}

function nothing(type: FieldType): Expr {
  return pl.lit(nullOf(type)).cast(POLARS_TYPES[type]);
}
