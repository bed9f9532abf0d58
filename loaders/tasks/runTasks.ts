import {availableParallelism} from "node:os";
import type {Worker} from "node:worker_threads";
import {type ErrorCode, type Issue, ScorebookError} from "../../src/core/errors.ts";
import {createTypeScriptWorker} from "./typescriptWorker.ts";

/** What a task's module exports. Task and result are copied between threads. */
export interface TaskModule<Task, Result> {
  runTask(task: Task): Result | Promise<Result>;
}

/** What a worker says of one task. */
export type TaskAnswer<Result> =
  | {index: number; result: Result}
  | {index: number; fault: {code: ErrorCode; detail: string; issues: readonly Issue[]} | {message: string}};

/**
 * Runs tasks on as many worker threads as there are cores, in the given order as threads become free.
 * @param module the module that runs a task; see TaskModule
 * @returns the results in the order of the tasks
 * @throws what the first failing task threw, once all have ended
 */
export async function runTasks<Task, Result>(module: URL, tasks: readonly Task[]): Promise<Result[]> {
  const answers: TaskAnswer<Result>[] = [];
  let next = 0;
  const take = () => (next < tasks.length ? {index: next, task: tasks[next++]} : undefined);
  const workers = Array.from({length: Math.min(availableParallelism(), tasks.length)}, () => {
    return createTypeScriptWorker(new URL("./taskWorker.ts", import.meta.url), module.href);
  });
  try {
    await Promise.all(
      workers.map((worker) => serve(worker, take, (answer: TaskAnswer<Result>) => answers.push(answer)))
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return answers
    .sort((a, b) => a.index - b.index)
    .map((answer) => {
      if ("result" in answer) return answer.result;
      const {fault} = answer;
      if ("message" in fault) throw new Error(fault.message);
      throw new ScorebookError(fault.code, fault.detail, fault.issues);
    });
}

/** Gives a worker one task after the other until none is left. */
function serve<Result>(
  worker: Worker,
  take: () => {index: number; task: unknown} | undefined,
  onAnswer: (answer: TaskAnswer<Result>) => void
): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = () => {
      const next = take();
      if (next === undefined) resolve();
      else worker.postMessage(next);
    };
    worker.on("message", (answer: TaskAnswer<Result>) => {
      onAnswer(answer);
      give();
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`A worker ended with code ${code} before its task.`)));
    give();
  });
}
