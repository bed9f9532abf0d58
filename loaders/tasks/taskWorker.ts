import {parentPort, workerData} from "node:worker_threads";
import {ScorebookError} from "../../src/core/errors.ts";
import type {TaskAnswer, TaskModule} from "./runTasks.ts";

const {runTask} = (await import(workerData as string)) as TaskModule<unknown, unknown>;
const port = parentPort!;

port.on("message", async ({index, task}: {index: number; task: unknown}) => {
  const answer = await answerTo(index, task);
  port.postMessage(answer);
});

async function answerTo(index: number, task: unknown): Promise<TaskAnswer<unknown>> {
  try {
    return {index, result: await runTask(task)};
  } catch (error) {
    if (!(error instanceof ScorebookError)) {
      return {index, fault: {message: error instanceof Error ? error.message : String(error)}};
    }
    const {code, detail, issues} = error;
    return {index, fault: {code, detail, issues}};
  }
}
