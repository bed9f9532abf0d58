import {availableParallelism} from "node:os";
import {runTasks} from "../../tasks/runTasks.ts";
import type {WorkerPool} from "../../tasks/workerPool.ts";
import {type CheckAnswer, type CheckTask, type FileToCheck, runTask} from "./task.ts";

export interface CheckOptions {
  /** Is called before each file that has to be read through. */
  readonly onFile?: (file: string) => void;
  /** Fewer bytes than this are checked on the calling thread. */
  readonly worthThreads?: number;
  readonly pool?: WorkerPool | undefined;
}

type SizedFile = FileToCheck & {readonly bytes: number};

const WORTH_THREADS = 400 * 2 ** 20;

/** Checks files, on all cores when they are much. @returns an answer for each, in their order */
export async function runChecks(
  files: readonly SizedFile[],
  distribution: CheckTask["distribution"],
  {onFile, worthThreads = WORTH_THREADS, pool}: CheckOptions
): Promise<CheckAnswer[]> {
  const groups = together(files);
  const isMuch = sizeOf(files) >= worthThreads && availableParallelism() > 1;
  const tasks = groups.map((group): CheckTask => ({files: group, distribution}));
  const answers: CheckAnswer[][] = [];
  if (isMuch) {
    for (const {shown} of groups.flat()) onFile?.(shown);
    const run = pool?.run ?? runTasks;
    answers.push(...(await run<CheckTask, CheckAnswer[]>(new URL("./task.ts", import.meta.url), tasks)));
  } else
    for (const task of tasks) {
      for (const {shown} of task.files) onFile?.(shown);
      answers.push(await runTask(task));
    }
  const inOrder = groups.flat();
  return files.map((file) => answers.flat()[inOrder.indexOf(file)]!);
}

const sizeOf = (files: readonly SizedFile[]): number => files.reduce((sum, {bytes}) => sum + bytes, 0);

/**
 * Groups files that are checked by one task: each stands alone, but bureau_balance follows bureau, which knows whose its
 * rows are. The largest group comes first, so that no core has to wait for one that came last.
 */
function together(files: readonly SizedFile[]): SizedFile[][] {
  const groups = files
    .filter(({table}) => table !== "bureau_balance")
    .map((file) => [file, ...(file.table === "bureau" ? balances(files) : [])]);
  if (!files.some(({table}) => table === "bureau")) groups.push(...balances(files).map((file) => [file]));
  return groups.sort((a, b) => sizeOf(b) - sizeOf(a));
}

const balances = (files: readonly SizedFile[]): SizedFile[] =>
  files.filter(({table}) => table === "bureau_balance");
