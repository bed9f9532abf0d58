import {stat} from "node:fs/promises";
import {availableParallelism} from "node:os";
import {join} from "node:path";
import {runTasks} from "../tasks/runTasks.ts";
import type {CheckCache, CheckedTable} from "./checkCache.ts";
import {type CheckTask, runTask} from "./checkTask.ts";
import type {Source} from "./sources.ts";
import {unpack} from "./unpack.ts";

/** A source in a readable form, found to be in order. */
export interface CheckedSource {
  readonly source: Source;
  readonly path: string;
  readonly format: "csv" | "parquet";
  readonly checked: CheckedTable;
}

export interface CheckOptions {
  /** Is called before each file that has to be read through. */
  readonly onFile?: (file: string) => void;
  /** Fewer bytes than this are checked on the calling thread. */
  readonly worthThreads?: number;
}

const WORTH_THREADS = 400 * 2 ** 20;

/**
 * Unpacks what is packed and checks what is new or has changed, on all cores when it is much.
 * @param folder makes the folder to unpack to
 * @returns the sources in the given order
 * @throws TABLE_INVALID for the first faulty source
 */
export async function checkSources(
  dir: string,
  sources: readonly Source[],
  cache: CheckCache,
  folder: () => string,
  options: CheckOptions
): Promise<CheckedSource[]> {
  const ready: (Omit<CheckedSource, "checked"> & {checked: CheckedTable | undefined})[] = [];
  let bytes = 0;
  for (const source of sources) {
    const isPacked = source.format === "gzip" || source.format === "zip";
    const path = isPacked ? await unpack(dir, source, folder()) : join(dir, source.file);
    const checked = await cache.get(source);
    if (checked === undefined) bytes += (await stat(path)).size;
    ready.push({source, path, format: source.format === "parquet" ? "parquet" : "csv", checked});
  }
  const unknown = ready.filter(({checked}) => checked === undefined);
  const tasks = unknown.map(
    ({source, path, format}): CheckTask => ({table: source.table, format, path, shown: source.shown})
  );
  const isMuch = bytes >= (options.worthThreads ?? WORTH_THREADS) && availableParallelism() > 1;
  const found = new Map<Source, CheckedTable>();
  const answers = isMuch ? await checkOnAllCores(tasks, options) : await checkHere(tasks, options);
  for (const [i, {source}] of unknown.entries()) {
    found.set(source, answers[i]!);
    await cache.set(source, answers[i]!);
  }
  return ready.map((entry) => ({...entry, checked: entry.checked ?? found.get(entry.source)!}));
}

function checkOnAllCores(tasks: readonly CheckTask[], {onFile}: CheckOptions): Promise<CheckedTable[]> {
  for (const {shown} of tasks) onFile?.(shown);
  return runTasks<CheckTask, CheckedTable>(new URL("./checkTask.ts", import.meta.url), tasks);
}

async function checkHere(tasks: readonly CheckTask[], {onFile}: CheckOptions): Promise<CheckedTable[]> {
  const answers: CheckedTable[] = [];
  for (const task of tasks) {
    onFile?.(task.shown);
    answers.push(await runTask(task));
  }
  return answers;
}
