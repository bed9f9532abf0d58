import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {pipeline} from "node:stream/promises";
import pl, {type DataType, type Expr, type LazyDataFrame} from "nodejs-polars";
import {columnsFault, faultInColumn, faultInFile, faultInLine} from "./faults.ts";
import {polarsType} from "./polarsTypes.ts";
import {expectedCell, rangeOf} from "./rows.ts";
import type {ColumnSchema, TableSchema} from "./schema/column.ts";

const INTEGERS = ["Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64"];
const NUMBERS = [...INTEGERS, "Float32", "Float64", "Null"];
/** A name that no table uses for a column. */
const ROWS = "rows of the file";
const TEXTS = ["String", "Utf8", "Categorical", "Enum", "Null"];

/** What the check of a Parquet file tells. */
export interface CheckedParquet {
  readonly sha256: string;
  readonly rows: number;
}

/**
 * Checks a Parquet file: columns (in any order), types that can hold what is declared, values in range, unique keys.
 * @throws TABLE_INVALID naming the table, column, row (from 1) and value
 */
export async function checkParquet(table: TableSchema, path: string, file: string): Promise<CheckedParquet> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  const types = readTypes(table, path, file);
  const wrong = columnsFault(table, Object.keys(types), "anyOrder");
  if (wrong !== undefined) throw faultInFile(table, file, wrong);
  for (const column of table.columns) {
    const type = types[column.name]!.variant;
    if (!(column.kind === "category" ? TEXTS : NUMBERS).includes(type)) {
      throw faultInColumn(table, file, column.name, `is of type ${type}; ${expectedCell(column)}`);
    }
  }
  const frame = pl.scanParquet(path);
  const counts = collect(
    table,
    file,
    frame.select(pl.len().alias(ROWS), ...badCounts(table))
  ).toRecords()[0]!;
  const bad = table.columns.find(({name}) => Number(counts[name] ?? 0) > 0);
  if (bad !== undefined) throw badValue(table, file, frame, bad);
  const rows = Number(counts[ROWS]);
  checkKeys(table, file, frame, rows);
  return {sha256: hash.digest("hex"), rows};
}

/** Scans a checked Parquet file with the declared order and types; NaN becomes null. */
export function scanParquetTable(table: TableSchema, path: string): LazyDataFrame {
  const casts = grouped(table.columns, ({dtype}) => dtype).map(([{dtype, kind}, names]) => {
    const cells = pl.col(names).cast(polarsType(dtype), true);
    return kind === "number" ? cells.fillNan(pl.lit(null)) : cells;
  });
  const names = table.columns.map(({name}) => name);
  return pl
    .scanParquet(path)
    .withColumns(...casts)
    .select(pl.col(names));
}

/** Groups columns that are treated alike: a Polars expression over many columns is much cheaper than many. */
function grouped(columns: readonly ColumnSchema[], keyOf: (column: ColumnSchema) => string) {
  const groups = new Map<string, [ColumnSchema, string[]]>();
  for (const column of columns) {
    const group = groups.get(keyOf(column)) ?? [column, []];
    group[1].push(column.name);
    groups.set(keyOf(column), group);
  }
  return [...groups.values()];
}

/** Counts the values that do not fit, column by column. */
function badCounts(table: TableSchema): Expr[] {
  const columns = table.columns.filter((column) => column.kind !== "category");
  return grouped(columns, ({kind, dtype}) => `${kind} ${dtype}`).map(([column, names]) =>
    isBad(column, names).sum()
  );
}

function readTypes(table: TableSchema, path: string, file: string): Record<string, DataType> {
  return collect(table, file, () => pl.scanParquet(path).head(0)).schema as Record<string, DataType>;
}

function collect(table: TableSchema, file: string, frame: LazyDataFrame | (() => LazyDataFrame)) {
  try {
    return (typeof frame === "function" ? frame() : frame).collectSync();
  } catch {
    throw faultInFile(
      table,
      file,
      "cannot be read as Parquet; it was cut off, is damaged or is of another kind"
    );
  }
}

/** Is true where a value does not fit its column. */
function isBad(column: ColumnSchema, names: string[] = [column.name]): Expr {
  const value = pl.col(names).cast(pl.Float64);
  const given = value.isNotNull().and(value.isNan().not());
  if (column.kind === "number") return given.and(value.isInfinite());
  const [low, high] = rangeOf(column);
  const outside = value.lt(low).or(value.gt(high)).or(value.neq(value.floor()));
  return column.kind === "id" ? given.not().or(outside) : given.and(outside);
}

function badValue(table: TableSchema, file: string, frame: LazyDataFrame, column: ColumnSchema) {
  const first = collect(
    table,
    file,
    frame.select(pl.col(column.name)).withRowIndex("number of the row", 1).filter(isBad(column)).head(1)
  ).row(0);
  const value = first[1] === null ? "is empty" : `holds ${JSON.stringify(String(first[1]))}`;
  return faultInLine(table, file, Number(first[0]), {
    column: column.name,
    message: `${value}; ${expectedCell(column)}`,
    counted: "row"
  });
}

function checkKeys(table: TableSchema, file: string, frame: LazyDataFrame, rows: number): void {
  if (table.key === undefined) return;
  const key = pl.col(table.key);
  const distinct = Number(collect(table, file, frame.select(key.nUnique())).row(0)[0]);
  if (rows === 0 || distinct === rows) return;
  const repeated = collect(
    table,
    file,
    frame.select(key).withRowIndex("number of the row", 1).filter(key.isDuplicated())
  ).sort("number of the row");
  const [row, value] = repeated.filter(key.isFirstDistinct().not()).row(0);
  const first = repeated.filter(key.eq(pl.lit(value))).row(0)[0];
  throw faultInLine(table, file, Number(row), {
    message: `${table.key} ${value} occurs twice, first on row ${first}; each may occur once`,
    counted: "row"
  });
}
