import {createHash} from "node:crypto";
import {readdir, stat} from "node:fs/promises";
import {join} from "node:path";
import pl, {type LazyDataFrame} from "nodejs-polars";
import {TABLE_NAMES, type TableName} from "../types.ts";
import {checkCsv} from "./csvCheck.ts";
import {faultInFolder} from "./faults.ts";
import {polarsType} from "./polarsTypes.ts";
import type {TableSchema} from "./schema/column.ts";
import {isTableName, TABLES} from "./schema/tables.ts";

/** One table's file as it was found. */
export interface RawFile {
  readonly table: TableName;
  /** The file's name in the folder. */
  readonly file: string;
  readonly rows: number;
  /** Of the table's content: the CSV text, packed or not, or the Parquet file. */
  readonly sha256: string;
}

/** The raw tables of one folder, checked; nothing is read into memory before a frame is collected. */
export interface RawTables {
  /** Columns in declared order and of declared types; text as literal text, empty cells null. */
  readonly tables: Partial<Record<TableName, LazyDataFrame>>;
  readonly files: readonly RawFile[];
  /** sha256 over the tables' names and contents; the same for the same CSV text however it is packed. */
  readonly fingerprint: string;
  /** When the newest file was written, ISO 8601. */
  readonly dataAsOf: string;
  /** Removes what was unpacked; the frames cannot be collected afterwards. */
  close(): void;
}

export interface OpenTablesOptions {
  /** Called once per table that is missing or has no rows, and for doubtful files. */
  readonly onWarning?: (sentence: string) => void;
}

/**
 * Opens the eight tables in `dir`, each as .csv, .csv.gz, Kaggle's .zip or .parquet.
 * @throws TABLE_INVALID one sentence that names the table, column, line or value, and what was expected
 */
export async function openTables(dir: string, options: OpenTablesOptions = {}): Promise<RawTables> {
  const warn = options.onWarning ?? (() => {});
  const tables: Partial<Record<TableName, LazyDataFrame>> = {};
  const files: RawFile[] = [];
  let newest = 0;
  for (const file of (await readdir(dir)).sort()) {
    if (file.startsWith(".")) continue;
    const name = file.replace(/\.csv$/, "");
    if (!isTableName(name))
      throw faultInFolder(file, `${file} in ${dir} belongs to none of the eight tables.`);
    const path = join(dir, file);
    const table = TABLES[name];
    const checked = await checkCsv(table, path, file);
    if (checked.rows === 0) warn(`Table ${name} (${file}) has no rows; its features will be missing.`);
    newest = Math.max(newest, (await stat(path)).mtimeMs);
    tables[name] = scanCsv(table, path, checked.pointed);
    files.push({table: name, file, rows: checked.rows, sha256: checked.sha256});
  }
  for (const name of TABLE_NAMES) {
    if (tables[name] === undefined) warn(`Table ${name} is missing in ${dir}; its features will be missing.`);
  }
  const fingerprint = createHash("sha256");
  for (const {table, sha256} of files) fingerprint.update(`${table} ${sha256}\n`);
  return {
    tables,
    files,
    fingerprint: fingerprint.digest("hex"),
    dataAsOf: new Date(newest).toISOString(),
    close: () => {}
  };
}

/** Scans a checked CSV file with its declared types; `1.0` in an integer column is read as a decimal number first. */
function scanCsv(table: TableSchema, path: string, pointed: readonly string[]): LazyDataFrame {
  const schema = Object.fromEntries(
    table.columns.map(({name, dtype}) => [
      name,
      pointed.includes(name) ? (dtype === "Int32" ? pl.Float64 : pl.Float32) : polarsType(dtype)
    ])
  );
  const frame = pl.scanCSV(path, {schema, hasHeader: true, ignoreErrors: false, cache: false});
  const casts = table.columns
    .filter(({name}) => pointed.includes(name))
    .map(({name, dtype}) => pl.col(name).cast(polarsType(dtype), true));
  return casts.length === 0 ? frame : frame.withColumns(...casts);
}
