import {availableParallelism} from "node:os";
import type {Worker} from "node:worker_threads";
import {type ErrorCode, type Issue, ScorebookError} from "../../src/core/errors.ts";
import {createTypeScriptWorker} from "./typescriptWorker.ts";

/** What a task's module exports. Task and result are copied between threads. */
export interface TaskModule<Task, Result> {
  runTask(task: Task): Result | Promise<Result>;
}

/** What a worker is given. */
export interface GivenTask {
  readonly index: number;
  /** Address of the module that runs it. */
  readonly module: string;
  readonly task: unknown;
}

/** What a worker says of one task. */
export type TaskAnswer<Result> =
  | {index: number; result: Result}
  | {index: number; fault: {code: ErrorCode; detail: string; issues: readonly Issue[]} | {message: string}};

/** Worker threads that are started when they are first needed and kept for the tasks that come later. */
export interface WorkerPool {
  /**
   * Runs tasks on as many threads as there are cores, in the given order as threads become free; one list at a time.
   * @param module the module that runs a task; see TaskModule
   * @returns the results in the order of the tasks
   * @throws what the first failing task threw, once all have ended
   */
  run<Task, Result>(module: URL, tasks: readonly Task[]): Promise<Result[]>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** Makes a pool without a thread yet; one whose thread has died starts anew. */
export function createWorkerPool(): WorkerPool {
  const workers: Worker[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
  };
  return {
    async run<Task, Result>(module: URL, tasks: readonly Task[]): Promise<Result[]> {
      const answers: TaskAnswer<Result>[] = [];
      let next = 0;
      const take = (): GivenTask | undefined =>
        next < tasks.length ? {index: next, module: module.href, task: tasks[next++]} : undefined;
      const wanted = Math.min(availableParallelism(), tasks.length);
      while (workers.length < wanted)
        workers.push(createTypeScriptWorker(new URL("./taskWorker.ts", import.meta.url), undefined));
      const onAnswer = (answer: TaskAnswer<Result>) => answers.push(answer);
      try {
        await Promise.all(workers.slice(0, wanted).map((worker) => serve(worker, take, onAnswer)));
      } catch (error) {
        await close();
        throw error;
      }
      return answers.sort((a, b) => a.index - b.index).map(resultOf);
    },
    close
  };
}

function resultOf<Result>(answer: TaskAnswer<Result>): Result {
  if ("result" in answer) return answer.result;
  const {fault} = answer;
  if ("message" in fault) throw new Error(fault.message);
  throw new ScorebookError(fault.code, fault.detail, fault.issues);
}

/** Gives a worker one task after the other until none is left. */
function serve<Result>(
  worker: Worker,
  take: () => GivenTask | undefined,
  onAnswer: (answer: TaskAnswer<Result>) => void
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const settle = (end: () => void): void => {
      worker.off("message", answered).off("error", failed).off("exit", died);
      end();
    };
    const failed = (error: unknown): void => settle(() => reject(error));
    const died = (code: number): void =>
      failed(new Error(`A worker ended with code ${code} before its task.`));
    const give = (): void => {
      const next = take();
      if (next === undefined) settle(resolve);
      else worker.postMessage(next);
    };
    const answered = (answer: TaskAnswer<Result>): void => {
      onAnswer(answer);
      give();
    };
    worker.on("message", answered).on("error", failed).on("exit", died);
    give();
  });
}
