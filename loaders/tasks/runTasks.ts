import {createWorkerPool} from "./workerPool.ts";

/** Runs tasks as WorkerPool does, on threads that end with them. */
export async function runTasks<Task, Result>(module: URL, tasks: readonly Task[]): Promise<Result[]> {
  const pool = createWorkerPool();
  try {
    return await pool.run<Task, Result>(module, tasks);
  } finally {
    await pool.close();
  }
}
