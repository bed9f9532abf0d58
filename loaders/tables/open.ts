import {createHash} from "node:crypto";
import {stat} from "node:fs/promises";
import {join} from "node:path";
import type {LazyDataFrame} from "nodejs-polars";
import {readApplicants} from "../history/applicants.ts";
import type {DistributedFile} from "../history/distribution.ts";
import type {WorkerPool} from "../tasks/workerPool.ts";
import {TABLE_NAMES, type TableName} from "../types.ts";
import {type Assumption, noteToAssumption} from "./assumptions.ts";
import {CheckCache} from "./check/cache.ts";
import {IdSet} from "./check/idSet.ts";
import {type CheckedSource, checkSources} from "./check/sources.ts";
import {scanCsvTable} from "./csv/scan.ts";
import {faultInFolder} from "./faults.ts";
import {readAsOf} from "./files/asOf.ts";
import {createScratch} from "./files/scratch.ts";
import {findSources, type Source} from "./files/sources.ts";
import {scanParquetTable} from "./parquet/scan.ts";
import {TABLES} from "./schema/tables.ts";

/** One table's file as it was found. */
export interface RawFile {
  readonly table: TableName;
  /** The file's name in the folder. */
  readonly file: string;
  /** What errors call it: the same, or its name inside a zip. */
  readonly shown: string;
  /** The readable file: the same, or what was unpacked from it or written of it in Kaggle's own form. */
  readonly path: string;
  readonly format: "csv" | "parquet";
  readonly rows: number;
  /** Of the CSV text, packed or not, or of the Parquet file. */
  readonly sha256: string;
  /** Declared columns that the file lacks; they count as empty. */
  readonly absent: readonly string[];
  /** Its rows as records of the history, where the check has distributed them; the history removes their files. */
  readonly distributed?: DistributedFile;
  /** Of an application table whose rows are distributed: the client ids in the order of the rows. */
  readonly ids?: Int32Array;
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
  /** What was taken for granted to read them. */
  readonly assumptions: readonly Assumption[];
  /** The clients among whom rows are distributed, ascending; what is distributed is right if these are all clients. */
  readonly applicants?: Int32Array | undefined;
  /** Removes what was unpacked or written on the way; the frames cannot be collected afterwards. */
  close(): void;
}

export interface OpenTablesOptions {
  /** Is called with one sentence per assumption. */
  readonly onWarning?: (sentence: string) => void;
  /** Is called before each file that has to be read through. */
  readonly onFile?: (file: string) => void;
  /** From so many bytes on, files are checked on all cores; there is a good default. */
  readonly worthThreads?: number;
  /** Whether what is checked is distributed as records on the way, so that it need not be decoded again. */
  readonly distributes?: boolean;
  /** The threads to check on; its own if undefined. */
  readonly pool?: WorkerPool;
}

/**
 * Opens the eight tables in `dir`, each as .csv, .csv.gz, Kaggle's .zip or .parquet. Each file is read through
 * once and checked; an unchanged file is not read again. Packed files are unpacked to a scratch folder.
 * @throws TABLE_INVALID one sentence per fault that names the table, column, line or value, and what was expected
 */
export async function openTables(dir: string, options: OpenTablesOptions = {}): Promise<RawTables> {
  const {sources, others} = await findSources(dir);
  const stated = readAsOf(dir);
  const assumptions = [...others, ...missingTables(dir, sources)];
  const cache = new CheckCache(dir);
  const scratch = createScratch(dir);
  const tables: Partial<Record<TableName, LazyDataFrame>> = {};
  const files: RawFile[] = [];
  const fingerprint = createHash("sha256");
  let newest = 0;
  let applicants: Int32Array | undefined;
  try {
    const found = await checkSources(dir, sources, cache, scratch, options);
    applicants = found.applicants;
    for (const checkedSource of found.checked) {
      const {source, path, format, checked, distributed, ids} = checkedSource;
      const {table: name, file, shown} = source;
      assumptions.push(...assumptionsOf(checkedSource));
      tables[name] =
        format === "parquet"
          ? scanParquetTable(TABLES[name], path)
          : scanCsvTable(TABLES[name], path, checked.pointed);
      const {rows, sha256, absent} = checked;
      const known = {...(distributed && {distributed}), ...(ids && {ids})};
      files.push({table: name, file, shown, path, format, rows, sha256, absent, ...known});
      fingerprint.update(`${name} ${checked.sha256}\n`);
      newest = Math.max(newest, (await stat(join(dir, file))).mtimeMs);
    }
    checkSomeClient(dir, files);
    if (cache.changed) checkClientsOnce(tables, files);
    await cache.save();
  } catch (error) {
    scratch.remove();
    throw error;
  }
  for (const {sentence} of assumptions) options.onWarning?.(sentence);
  return {
    tables,
    files,
    fingerprint: fingerprint.digest("hex"),
    dataAsOf: stated ?? new Date(newest).toISOString(),
    dataAsOfSource: stated === undefined ? "files" : "stated",
    assumptions,
    applicants,
    close: scratch.remove
  };
}

/** Tells which tables are missing. @throws TABLE_INVALID when there is no application table */
function missingTables(dir: string, sources: readonly Source[]): Assumption[] {
  const found = new Set(sources.map((source) => source.table));
  if (!found.has("application_train") && !found.has("application_test")) {
    const message = `${dir} has neither application_train nor application_test; at least one was expected.`;
    throw faultInFolder(dir, message);
  }
  return TABLE_NAMES.filter((name) => !found.has(name)).map((table) => {
    const sentence = `Table ${table} is missing in ${dir}; what depends on it is missing.`;
    return {table, file: "", kind: "tableMissing", sentence, count: 1};
  });
}

function assumptionsOf({source, checked}: CheckedSource): Assumption[] {
  const notes = [...checked.notes];
  if (checked.rows === 0)
    notes.push({kind: "tableEmpty", count: 1, message: "has no rows; what depends on it is missing"});
  if (checked.cut) {
    const message = "ends without a line break; its last value may be cut off";
    notes.push({kind: "cutOff", count: 1, message});
  }
  return notes.map((note) => noteToAssumption(source.table, source.shown, note));
}

/** Refuses application tables without any row. */
function checkSomeClient(dir: string, files: readonly RawFile[]): void {
  const applications = files.filter(({table}) => table.startsWith("application_"));
  if (applications.some(({rows}) => rows > 0)) return;
  const names = applications.map(({file}) => file).join(" and ");
  throw faultInFolder(
    dir,
    `${names} in ${dir} ${applications.length > 1 ? "have" : "has"} no rows; at least one client was expected.`
  );
}

/** Refuses a client that is in application_train and in application_test. */
function checkClientsOnce(
  tables: Partial<Record<TableName, LazyDataFrame>>,
  files: readonly RawFile[]
): void {
  const known = new IdSet();
  for (const file of files.filter(({table}) => table.startsWith("application_")))
    for (const id of readApplicants({...file, frame: tables[file.table]!}))
      if (!known.add(id))
        throw faultInFolder(
          "SK_ID_CURR",
          `Client SK_ID_CURR ${id} is in application_train and in application_test; each client may occur once.`
        );
}
