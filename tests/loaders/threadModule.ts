import {threadId} from "node:worker_threads";

/** Tells on which thread it runs, after so many milliseconds. */
export async function runTask(task: number): Promise<number> {
  await new Promise((done) => setTimeout(done, task));
  return threadId;
}
