import {parentPort} from "node:worker_threads";
import {ScorebookError} from "../../src/core/errors.ts";
import type {GivenTask, TaskAnswer, TaskModule} from "./workerPool.ts";

const port = parentPort!;

port.on("message", async (given: GivenTask) => {
  const answer = await answerTo(given);
  port.postMessage(answer);
});

async function answerTo({index, module, task}: GivenTask): Promise<TaskAnswer<unknown>> {
  try {
    const {runTask} = (await import(module)) as TaskModule<unknown, unknown>;
    return {index, result: await runTask(task)};
  } catch (error) {
    if (!(error instanceof ScorebookError)) {
      return {index, fault: {message: error instanceof Error ? error.message : String(error)}};
    }
    const {code, detail, issues} = error;
    return {index, fault: {code, detail, issues}};
  }
}
