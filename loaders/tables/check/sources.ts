import {rmSync} from "node:fs";
import {stat} from "node:fs/promises";
import {availableParallelism} from "node:os";
import {join} from "node:path";
import type {Issue} from "../../../src/core/errors.ts";
import {runTasks} from "../../tasks/runTasks.ts";
import type {WorkerPool} from "../../tasks/workerPool.ts";
import {faultOf} from "../faults.ts";
import type {Scratch} from "../files/scratch.ts";
import type {Source} from "../files/sources.ts";
import {unpack} from "../files/unpack.ts";
import type {CheckCache} from "./cache.ts";
import {type CheckAnswer, type CheckedTable, type CheckTask, runTask, type SoundAnswer} from "./task.ts";

/** A source in a readable form, found to be in order. */
export interface CheckedSource {
  readonly source: Source;
  readonly path: string;
  readonly format: "csv" | "parquet";
  readonly checked: CheckedTable;
  /** See RawFile. */
  readonly records?: string;
}

export interface CheckOptions {
  /** Is called before each file that has to be read through. */
  readonly onFile?: (file: string) => void;
  /** Fewer bytes than this are checked on the calling thread. */
  readonly worthThreads?: number;
  /** See OpenTablesOptions. */
  readonly keepsRecords?: boolean;
  readonly pool?: WorkerPool | undefined;
}

const WORTH_THREADS = 400 * 2 ** 20;

/**
 * Unpacks what is packed and checks what is new or has changed, on all cores when it is much. A CSV file that is
 * not in Kaggle's own form is read from what the check wrote of it.
 * @returns the sources in the given order
 * @throws TABLE_INVALID with the faults of all sources
 */
export async function checkSources(
  dir: string,
  sources: readonly Source[],
  cache: CheckCache,
  scratch: Scratch,
  options: CheckOptions
): Promise<CheckedSource[]> {
  const ready: CheckedSource[] = [];
  const waiting: {source: Source; task: CheckTask; bytes: number}[] = [];
  for (const source of sources) {
    const {table, shown, file} = source;
    const known = await cache.get(source);
    const format = source.format === "parquet" ? "parquet" : "csv";
    const isPacked = source.format === "gzip" || source.format === "zip";
    if (known?.kept !== undefined) {
      ready.push({source, path: known.kept, format, checked: known.checked});
      continue;
    }
    const path = isPacked ? await unpack(dir, source, scratch.make()) : join(dir, file);
    if (known !== undefined) ready.push({source, path, format, checked: known.checked});
    else {
      const target = join(scratch.path, `${table}.normal.csv`);
      const records = options.keepsRecords ? {records: join(scratch.make(), `${table}.records`)} : {};
      const {size: bytes} = await stat(path);
      waiting.push({source, task: {table, format, path, shown, target, ...records}, bytes});
    }
  }
  const bytes = waiting.map((one) => one.bytes);
  const isMuch =
    bytes.reduce((a, b) => a + b, 0) >= (options.worthThreads ?? WORTH_THREADS) && availableParallelism() > 1;
  const tasks = waiting.map(({task}) => task);
  const answers = isMuch ? await checkOnAllCores(tasks, bytes, options) : await checkHere(tasks, options);
  for (const [i, {checked, records}] of soundOnes(answers).entries()) {
    const {source, task} = waiting[i]!;
    if (checked.normalised && task.path !== join(dir, source.file)) rmSync(task.path);
    const kept = await cache.set(source, checked, checked.normalised ? task.target : undefined);
    const written = records === undefined ? {} : {records};
    ready.push({source, path: kept ?? task.path, format: task.format, checked, ...written});
  }
  return sources.map((source) => ready.find((one) => one.source === source)!);
}

/** @throws TABLE_INVALID when one of the tables is faulty */
function soundOnes(answers: readonly CheckAnswer[]): SoundAnswer[] {
  const issues = answers.flatMap((answer): readonly Issue[] => ("issues" in answer ? answer.issues : []));
  if (issues.length > 0) throw faultOf(issues);
  return answers.flatMap((answer) => ("checked" in answer ? [answer] : []));
}

/** Begins with the largest files, so that no core has to wait for one that came last. */
async function checkOnAllCores(
  tasks: readonly CheckTask[],
  bytes: readonly number[],
  {onFile, pool}: CheckOptions
): Promise<CheckAnswer[]> {
  for (const {shown} of tasks) onFile?.(shown);
  const order = tasks.map((_, i) => i).sort((a, b) => bytes[b]! - bytes[a]!);
  const run = pool?.run ?? runTasks;
  const module = new URL("./task.ts", import.meta.url);
  const inOrder = order.map((i) => tasks[i]!);
  const answers = await run<CheckTask, CheckAnswer>(module, inOrder);
  return tasks.map((_, i) => answers[order.indexOf(i)]!);
}

async function checkHere(tasks: readonly CheckTask[], {onFile}: CheckOptions): Promise<CheckAnswer[]> {
  const answers: CheckAnswer[] = [];
  for (const task of tasks) {
    onFile?.(task.shown);
    answers.push(await runTask(task));
  }
  return answers;
}
