import {createHash} from "node:crypto";
import {mkdtempSync, rmSync} from "node:fs";
import {stat} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import pl, {type LazyDataFrame} from "nodejs-polars";
import {TABLE_NAMES, type TableName} from "../types.ts";
import {readAsOf} from "./asOf.ts";
import {CheckCache} from "./checkCache.ts";
import {checkSources} from "./checkSources.ts";
import {scanCsvTable} from "./csvScan.ts";
import {faultInFolder} from "./faults.ts";
import {scanParquetTable} from "./parquetCheck.ts";
import {TABLES} from "./schema/tables.ts";
import {findSources, type Source} from "./sources.ts";

/** One table's file as it was found. */
export interface RawFile {
  readonly table: TableName;
  /** The file's name in the folder. */
  readonly file: string;
  /** The readable file: the same, or what was unpacked from it. */
  readonly path: string;
  readonly format: "csv" | "parquet";
  readonly rows: number;
  /** Of the CSV text, packed or not, or of the Parquet file. */
  readonly sha256: string;
}

/** The raw tables of one folder, checked; rows are read only when a frame is collected. */
export interface RawTables {
  /** Columns in declared order and of declared types; text is literal, empty cells are null, 365243 stays. */
  readonly tables: Partial<Record<TableName, LazyDataFrame>>;
  readonly files: readonly RawFile[];
  /** sha256 over the tables' names and contents; the same for the same CSV text however it is packed. */
  readonly fingerprint: string;
  /** The day that the set states in AS_OF, else when its newest file was written; ISO 8601. */
  readonly dataAsOf: string;
  readonly dataAsOfSource: "stated" | "files";
  /** Removes what was unpacked; the frames cannot be collected afterwards. */
  close(): void;
}

export interface OpenTablesOptions {
  /** Is called with one sentence per table that is missing or empty, and per file that looks cut off. */
  readonly onWarning?: (sentence: string) => void;
  /** Is called before each file that has to be read through. */
  readonly onFile?: (file: string) => void;
  /** From so many bytes on, files are checked on all cores; there is a good default. */
  readonly worthThreads?: number;
}

/**
 * Opens the eight tables in `dir`, each as .csv, .csv.gz, Kaggle's .zip or .parquet. Each file is read through
 * once and checked; an unchanged file is not read again. Packed files are unpacked to a temporary folder.
 * @throws TABLE_INVALID one sentence that names the table, column, line or value, and what was expected
 */
export async function openTables(dir: string, options: OpenTablesOptions = {}): Promise<RawTables> {
  const warn = options.onWarning ?? (() => {});
  const sources = await findSources(dir);
  const stated = readAsOf(dir);
  checkPresence(dir, sources, warn);
  const cache = new CheckCache(dir);
  const unpacked = temporaryFolder();
  const tables: Partial<Record<TableName, LazyDataFrame>> = {};
  const files: RawFile[] = [];
  const fingerprint = createHash("sha256");
  let newest = 0;
  try {
    for (const {source, path, format, checked} of await checkSources(
      dir,
      sources,
      cache,
      unpacked.path,
      options
    )) {
      const {table: name, file, shown} = source;
      if (checked.rows === 0) warn(`Table ${name} (${shown}) has no rows; what depends on it is missing.`);
      if (checked.cut) {
        warn(`Table ${name} (${shown}) ends without a line break; its last value may be cut off.`);
      }
      tables[name] =
        format === "parquet"
          ? scanParquetTable(TABLES[name], path)
          : scanCsvTable(TABLES[name], path, checked.pointed);
      files.push({table: name, file, path, format, rows: checked.rows, sha256: checked.sha256});
      fingerprint.update(`${name} ${checked.sha256}\n`);
      newest = Math.max(newest, (await stat(join(dir, file))).mtimeMs);
    }
    if (cache.changed) checkClientsOnce(tables);
    await cache.save();
  } catch (error) {
    unpacked.remove();
    throw error;
  }
  return {
    tables,
    files,
    fingerprint: fingerprint.digest("hex"),
    dataAsOf: stated ?? new Date(newest).toISOString(),
    dataAsOfSource: stated === undefined ? "files" : "stated",
    close: unpacked.remove
  };
}

function checkPresence(dir: string, sources: readonly Source[], warn: (sentence: string) => void): void {
  const found = new Set(sources.map((source) => source.table));
  if (!found.has("application_train") && !found.has("application_test")) {
    const message = `${dir} has neither application_train nor application_test; at least one was expected.`;
    throw faultInFolder(dir, message);
  }
  for (const name of TABLE_NAMES) {
    if (!found.has(name)) warn(`Table ${name} is missing in ${dir}; what depends on it is missing.`);
  }
}

/** Refuses a client that is in application_train and in application_test. */
function checkClientsOnce(tables: Partial<Record<TableName, LazyDataFrame>>): void {
  const {application_train: train, application_test: test} = tables;
  if (train === undefined || test === undefined) return;
  const key = pl.col("SK_ID_CURR");
  const both = train
    .select(key)
    .join(test.select(key), {on: "SK_ID_CURR", how: "inner"})
    .head(1)
    .collectSync();
  if (both.height === 0) return;
  throw faultInFolder(
    "SK_ID_CURR",
    `Client SK_ID_CURR ${both.row(0)[0]} is in application_train and in application_test; each client may occur once.`
  );
}

/** A temporary folder that is made when first needed and removed at the latest when the process ends. */
function temporaryFolder(): {path: () => string; remove: () => void} {
  let made: string | undefined;
  const remove = () => {
    if (made !== undefined) rmSync(made, {recursive: true, force: true});
    process.off("exit", remove);
    made = undefined;
  };
  return {
    path() {
      if (made === undefined) {
        made = mkdtempSync(join(tmpdir(), "scorebook-tables-"));
        process.once("exit", remove);
      }
      return made;
    },
    remove
  };
}
