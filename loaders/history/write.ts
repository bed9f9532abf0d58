/**
 * The history is every client's raw rows in flat files, of which one positioned read per table answers a
 * client. Parquet sorted by client was the other choice: it has to decode a whole row group, some hundred
 * thousand rows of a column, for the forty that are asked for. The cells are decoded here and not by Polars,
 * whose frames of one table alone take more memory than the whole job is allowed.
 */
import {existsSync, mkdirSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {availableParallelism} from "node:os";
import {join} from "node:path";
import {isDeepStrictEqual} from "node:util";
import {describeFile, type FileCheck} from "../generation/checks.ts";
import {syncFile} from "../generation/syncFile.ts";
import {type Assumption, rowsOf} from "../tables/assumptions.ts";
import type {FileFacts} from "../tables/check/facts.ts";
import {judgeFacts} from "../tables/check/judgeFacts.ts";
import {faultOf} from "../tables/faults.ts";
import type {RawTables} from "../tables/open.ts";
import {clientTableOf} from "../tables/schema/tables.ts";
import {runTasks} from "../tasks/runTasks.ts";
import type {WorkerPool} from "../tasks/workerPool.ts";
import {CLIENT_TABLES, type ClientTable} from "../types.ts";
import {readApplicants, sortIds} from "./applicants.ts";
import {HISTORY_VERSION, type HistoryIndex, type TableIndex} from "./layout.ts";
import {type HistoryTask, runTask, type WrittenTable} from "./writeTables.ts";

export interface WriteHistoryOptions {
  /** Is called with one sentence per assumption: rows without a client, cells that count as missing. */
  readonly onWarning?: (sentence: string) => void;
  /** Is called before each table. */
  readonly onTable?: (table: ClientTable) => void;
  /** The threads to write on; its own if undefined. */
  readonly pool?: WorkerPool | undefined;
}

/** What was seen of the tables while their rows passed by. */
export interface HistoryFacts {
  readonly assumptions: readonly Assumption[];
  readonly files: readonly FileFacts[];
  /** By kind of rows: how many clients have any, and how many rows belong to no client. */
  readonly tables: Readonly<Record<ClientTable, {readonly clients: number; readonly strangers: number}>>;
}

type Raw = Pick<RawTables, "tables" | "files" | "fingerprint" | "dataAsOf" | "applicants">;

/** Below so many rows a second thread takes longer to start than it saves. */
const WORTH_THREADS = 5_000_000;
/** What is written together, the longest work first. */
const SHARES: readonly (readonly ClientTable[])[] = [
  ["bureau", "bureau_balance"],
  ["installments_payments"],
  ["application"],
  ["credit_card_balance"],
  ["previous_application"],
  ["POS_CASH_balance"]
];

/**
 * Writes the raw rows of all clients that have an application into the folder `dir`, sorted by client and,
 * within a client, by the table's declared order and then by all other columns, nulls first, so that the order
 * in the raw files does not matter. Written aside, then renamed. Memory holds the rows of some thousand
 * clients at a time, whatever the size of the tables. Numbers that cannot be are left empty.
 * @throws TABLE_INVALID when a column has lost its meaning, see judgeFacts
 */
export function writeHistory(dir: string, raw: Raw, options: WriteHistoryOptions = {}): HistoryFacts {
  const aside = asideOf(dir);
  try {
    const {ids, tasks} = beginHistory(aside, raw);
    const written = tasks.flatMap((task) => runTask(task, options.onTable));
    return finishHistory(dir, aside, raw, ids.length, written, options);
  } finally {
    rmSync(aside, {recursive: true, force: true});
  }
}

/** Does the same on all cores when there are many rows; the bytes are the same. */
export async function writeHistoryOnAllCores(
  dir: string,
  raw: Raw,
  options: WriteHistoryOptions & {readonly worthThreads?: number} = {}
): Promise<HistoryFacts> {
  const rows = raw.files.reduce((sum, file) => sum + file.rows, 0);
  if (rows < (options.worthThreads ?? WORTH_THREADS) || availableParallelism() === 1) {
    return writeHistory(dir, raw, options);
  }
  const aside = asideOf(dir);
  try {
    const {ids, tasks} = beginHistory(aside, raw);
    for (const name of SHARES.flat()) options.onTable?.(name);
    const module = new URL("./writeTables.ts", import.meta.url);
    const run = options.pool?.run ?? runTasks;
    const written = await run<HistoryTask, WrittenTable[]>(module, tasks);
    return finishHistory(dir, aside, raw, ids.length, written.flat(), options);
  } finally {
    rmSync(aside, {recursive: true, force: true});
  }
}

function asideOf(dir: string): string {
  const aside = `${dir}.part`;
  rmSync(aside, {recursive: true, force: true});
  mkdirSync(aside, {recursive: true});
  return aside;
}

/** Writes the ids of all clients with an application, ascending, and tells what is to be written for them. */
function beginHistory(
  aside: string,
  {tables, files, applicants}: Raw
): {ids: Int32Array; tasks: HistoryTask[]} {
  const read = files
    .filter(({table}) => clientTableOf(table) === "application")
    .map((file) => readApplicants({...(file.ids && {ids: file.ids}), frame: tables[file.table]!}));
  const ids = sortIds(read);
  writeFileSync(join(aside, "clients.i32"), ids, {flush: true});
  const isDistributed = applicants !== undefined && isDeepStrictEqual(ids, applicants);
  const ours = files.map(({distributed, ids: _, ...file}) =>
    isDistributed && distributed ? {...file, distributed} : file
  );
  return {ids, tasks: SHARES.map((names) => ({dir: aside, names, files: ours, ids}))};
}

/** Makes the records of a written history last through a power cut; until then its other files only do. */
export async function syncHistory(dir: string): Promise<void> {
  for (const name of CLIENT_TABLES) await syncFile(join(dir, `${name}.records`));
}

function finishHistory(
  dir: string,
  aside: string,
  {fingerprint, dataAsOf}: Raw,
  clients: number,
  written: readonly WrittenTable[],
  options: WriteHistoryOptions
): HistoryFacts {
  const inOrder = CLIENT_TABLES.map((name) => written.find((table) => table.name === name)!);
  const facts = factsOf(inOrder);
  const tables = Object.fromEntries(inOrder.map(({name, index}) => [name, index])) as Record<
    ClientTable,
    TableIndex
  >;
  const files = describeHistory(aside, tables);
  const index: HistoryIndex = {version: HISTORY_VERSION, fingerprint, dataAsOf, clients, tables, files};
  writeFileSync(join(aside, "index.json"), `${JSON.stringify(index, null, 1)}\n`, {flush: true});
  replaceFolder(dir, aside);
  for (const {sentence} of facts.assumptions) options.onWarning?.(sentence);
  return facts;
}

/** @throws TABLE_INVALID when a column has lost its meaning */
function factsOf(inOrder: readonly WrittenTable[]): HistoryFacts {
  const files = inOrder.flatMap((table) => table.facts);
  const assumptions: Assumption[] = inOrder
    .filter(({strangers}) => strangers > 0)
    .map(({name, strangers, facts}) => {
      const sentence = `${rowsOf(strangers)} of ${name} ${strangers === 1 ? "belongs" : "belong"} to no client with an application; ${strangers === 1 ? "it is" : "they are"} left out.`;
      const {table, file} = facts[0]!;
      return {table, file, kind: "rowsWithoutClient", sentence, count: strangers};
    });
  const judged = judgeFacts(files);
  if (judged.issues.length > 0) throw faultOf(judged.issues);
  const tables = Object.fromEntries(
    inOrder.map(({name, clients, strangers}) => [name, {clients, strangers}])
  ) as HistoryFacts["tables"];
  return {assumptions: [...assumptions, ...judged.assumptions], files, tables};
}

function describeHistory(dir: string, tables: Record<ClientTable, TableIndex>): Record<string, FileCheck> {
  const files: Record<string, FileCheck> = {"clients.i32": describeFile(join(dir, "clients.i32"))};
  for (const name of CLIENT_TABLES) {
    const {rows, width} = tables[name];
    files[`${name}.offsets`] = describeFile(join(dir, `${name}.offsets`));
    files[`${name}.records`] = {bytes: rows * width, crc32: null};
  }
  return files;
}

function replaceFolder(dir: string, aside: string): void {
  const old = `${dir}.old`;
  rmSync(old, {recursive: true, force: true});
  if (existsSync(dir)) renameSync(dir, old);
  renameSync(aside, dir);
  rmSync(old, {recursive: true, force: true});
}
