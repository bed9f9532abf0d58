import {availableParallelism} from "node:os";
import type {Worker} from "node:worker_threads";
import {createTypeScriptWorker} from "../loaders/tasks/typescriptWorker.ts";
import {parseModel} from "../src/core/booster/parse.ts";
import {ScorebookError} from "../src/core/errors.ts";
import {createExplainer} from "../src/core/shap/explainer.ts";
import type {BatchTask} from "./explainBatchWorker.ts";

/** Explains many rows on several threads. */
export interface BatchExplainer {
  readonly threads: number;
  /**
   * Computes the SHAP values of rows, with the same bits as one thread would.
   * @param rows row-major, numFeatures values each, NaN = missing
   * @returns numClasses × numFeatures values per row, row by row, in shared memory
   * @throws REQUEST_INVALID when the length is not a multiple of numFeatures
   */
  explain(rows: Float32Array | Float64Array): Promise<Float64Array>;
  close(): Promise<void>;
}

/**
 * Starts threads that explain rows of one model; each holds the model once.
 * @param model the bytes of model.txt, or its text
 * @throws MODEL_INVALID, EXPLANATION_UNSUPPORTED
 */
export function createBatchExplainer(
  model: Uint8Array | string,
  threads = availableParallelism()
): BatchExplainer {
  const {numFeatures, numClasses} = createExplainer(parseModel(model));
  const workers = Array.from({length: threads}, () =>
    createTypeScriptWorker(new URL("./explainBatchWorker.ts", import.meta.url), undefined)
  );
  for (const worker of workers) {
    worker.postMessage(model);
    worker.unref();
  }
  let turn: Promise<unknown> = Promise.resolve();

  const run = async (rows: Float32Array | Float64Array) => {
    const count = rows.length / numFeatures;
    const shared = new SharedArrayBuffer(rows.byteLength);
    const type = rows instanceof Float32Array ? "float32" : "float64";
    (type === "float32" ? new Float32Array(shared) : new Float64Array(shared)).set(rows);
    const out = new SharedArrayBuffer(count * numClasses * numFeatures * 8);
    const task: BatchTask = {rows: shared, type, count, out, next: new SharedArrayBuffer(4)};
    await Promise.all(workers.map((worker) => ask(worker, task)));
    return new Float64Array(out);
  };
  return {
    threads,
    async explain(rows) {
      if (rows.length % numFeatures !== 0)
        throw new ScorebookError(
          "REQUEST_INVALID",
          `A table of rows with ${numFeatures} feature values each was expected, but ${rows.length} values were given.`
        );
      const result = turn.then(() => run(rows));
      turn = result.catch(() => undefined);
      return result;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  };
}

/** Sends a task and waits for the answer; the process stays alive meanwhile. */
function ask(worker: Worker, task: BatchTask): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      worker.off("message", onMessage).off("error", settle).off("exit", onExit).unref();
      if (error) reject(error);
      else resolve();
    };
    const onMessage = () => settle();
    const onExit = (code: number) =>
      settle(new Error(`A thread that explains rows ended with code ${code}.`));
    // A thread that has ended has no id and would never answer.
    if (worker.threadId < 0) return onExit(1);
    worker.ref();
    worker.on("message", onMessage).on("error", settle).on("exit", onExit);
    worker.postMessage(task);
  });
}
