import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {pipeline} from "node:stream/promises";
import pl, {type DataType, type Expr, type LazyDataFrame} from "nodejs-polars";
import type {Issue} from "../../../src/core/errors.ts";
import {type Note, rowsOf} from "../assumptions.ts";
import {cellFault, expectedCell, rangeOf} from "../cells/cells.ts";
import {planColumns} from "../cells/columnPlan.ts";
import {columnIssue, faultInFile, faultOf, fileIssue, lineIssue, MOST_FAULTS} from "../faults.ts";
import type {ColumnSchema, TableSchema} from "../schema/column.ts";
import {grouped, scanParquetTable} from "./scan.ts";

const INTEGERS = ["Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64"];
const NUMBERS = [...INTEGERS, "Float32", "Float64", "Decimal", "Null"];
const TEXTS = ["String", "Utf8", "Categorical", "Enum", "Null"];
/** Names that no table uses for a column. */
const ROWS = "rows of the file";
const ROW = "number of the row";

/** What the check of a Parquet file tells. */
export interface CheckedParquet {
  readonly sha256: string;
  readonly rows: number;
  /** Declared columns that the file lacks. */
  readonly absent: readonly string[];
  readonly notes: readonly Note[];
}

/**
 * Checks a Parquet file: columns (in any order), types that can hold what is declared, values in range, unique keys.
 * @throws TABLE_INVALID with the first 20 faults, each naming the table, column, row (from 1) and value
 */
export async function checkParquet(table: TableSchema, path: string, file: string): Promise<CheckedParquet> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  const types = readTypes(table, path, file);
  const names = Object.keys(types);
  const plan = planColumns(table, names);
  if (plan.faults.length > 0) throw faultOf(plan.faults.map((fault) => fileIssue(table, file, fault)));
  const present = table.columns.filter((_, i) => plan.places[i]! >= 0);
  const typeOf = (column: ColumnSchema) =>
    types[names[plan.places[table.columns.indexOf(column)]!]!]!.variant;
  const strange = present.filter((column) => !allowed(column).includes(typeOf(column)));
  if (strange.length > 0) {
    const issues = strange.map((column) =>
      columnIssue(table, file, column.name, `is of type ${typeOf(column)}; ${expectedCell(column)}`)
    );
    throw faultOf(issues.slice(0, MOST_FAULTS));
  }
  const frame = scanParquetTable(table, path, "unchecked");
  const counts = collect(
    table,
    file,
    frame.select(pl.len().alias(ROWS), ...badCounts(present))
  ).toRecords()[0]!;
  const rows = Number(counts[ROWS]);
  const bad = present.filter(({name}) => Number(counts[name] ?? 0) > 0);
  const issues = bad.flatMap((column) => badValues(table, file, frame, column));
  if (issues.length === 0) issues.push(...repeatedKeys(table, file, frame, rows));
  if (issues.length > 0) throw faultOf(issues.slice(0, MOST_FAULTS));
  const notes = [...plan.notes];
  const truths = present.filter((column) => typeOf(column) === "Bool").length;
  if (truths > 0) {
    const message = `has True and False in ${truths} 0/1 columns; they are read as 1 and 0`;
    notes.push({kind: "booleans", count: truths, message});
  }
  if (plan.target >= 0) {
    const target = pl.scanParquet(path).select(pl.col(names[plan.target]!).isNotNull().sum());
    const given = Number(collect(table, file, target).row(0)[0]);
    const message = `has TARGET in ${rowsOf(given)}, which is left aside; clients of this table count as unlabelled`;
    if (given > 0) notes.push({kind: "columnsAside", count: given, message});
  }
  return {sha256: hash.digest("hex"), rows, absent: plan.missing, notes};
}

function allowed({kind}: ColumnSchema): readonly string[] {
  if (kind === "category") return TEXTS;
  return kind === "flag" ? [...NUMBERS, "Bool"] : NUMBERS;
}

/** Counts the values that do not fit, column by column. */
function badCounts(columns: readonly ColumnSchema[]): Expr[] {
  const numbers = columns.filter((column) => column.kind !== "category");
  return grouped(numbers, ({kind, dtype}) => `${kind} ${dtype}`).map(([column, names]) =>
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

function badValues(table: TableSchema, file: string, frame: LazyDataFrame, column: ColumnSchema): Issue[] {
  const found = frame
    .select(pl.col(column.name))
    .withRowIndex(ROW, 1)
    .filter(isBad(column))
    .head(MOST_FAULTS);
  return collect(table, file, found)
    .rows()
    .map(([row, value]) => {
      const message = cellFault(column, value === null ? "" : String(value));
      return lineIssue(table, file, Number(row), {column: column.name, message, counted: "row"});
    });
}

function repeatedKeys(table: TableSchema, file: string, frame: LazyDataFrame, rows: number): Issue[] {
  if (table.key === undefined || rows === 0) return [];
  const key = pl.col(table.key);
  const distinct = Number(collect(table, file, frame.select(key.nUnique())).row(0)[0]);
  if (distinct === rows) return [];
  const repeated = collect(
    table,
    file,
    frame.select(key).withRowIndex(ROW, 1).filter(key.isDuplicated())
  ).sort(ROW);
  const first = new Map<unknown, unknown>();
  for (const [row, value] of repeated.rows()) if (!first.has(value)) first.set(value, row);
  return repeated
    .filter(key.isFirstDistinct().not())
    .head(MOST_FAULTS)
    .rows()
    .map(([row, value]) => {
      const message = `${table.key} ${value} occurs twice, first on row ${first.get(value)}; each may occur once`;
      return lineIssue(table, file, Number(row), {message, counted: "row"});
    });
}
