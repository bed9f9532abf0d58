import {parentPort} from "node:worker_threads";
import {parseModel} from "../src/core/booster/parse.ts";
import {createExplainer, type Explainer} from "../src/core/shap/explainer.ts";

/** One table of rows to explain; the threads take blocks of rows in turn. */
export interface BatchTask {
  /** Row-major, count × numFeatures values. */
  rows: SharedArrayBuffer;
  type: "float32" | "float64";
  count: number;
  /** Row-major, count × numClasses × numFeatures float64. */
  out: SharedArrayBuffer;
  /** One int32: the first row that nobody has taken yet. */
  next: SharedArrayBuffer;
}

const BLOCK = 64;

let explainer: Explainer | undefined;

/** The first message is the model, which is not kept (`workerData` would be); those that follow are tasks. */
parentPort!.on("message", (message: Uint8Array | string | BatchTask) => {
  if (explainer) explain(explainer, message as BatchTask);
  else explainer = createExplainer(parseModel(message as Uint8Array | string));
});

function explain({numFeatures, numClasses, explainRows}: Explainer, task: BatchTask): void {
  const {rows, type, count, out, next} = task;
  const width = numClasses * numFeatures;
  const values = type === "float32" ? new Float32Array(rows) : new Float64Array(rows);
  const contributions = new Float64Array(out);
  const taken = new Int32Array(next);
  for (let from = Atomics.add(taken, 0, BLOCK); from < count; from = Atomics.add(taken, 0, BLOCK)) {
    const to = Math.min(from + BLOCK, count);
    explainRows(
      values.subarray(from * numFeatures, to * numFeatures),
      contributions.subarray(from * width, to * width)
    );
  }
  parentPort!.postMessage("done");
}
