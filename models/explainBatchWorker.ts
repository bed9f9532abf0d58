import {parentPort, workerData} from "node:worker_threads";
import {parseModel} from "../src/core/booster/parse.ts";
import {createExplainer} from "../src/core/shap/explainer.ts";

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

const explainer = createExplainer(parseModel(workerData as string));
const width = explainer.numClasses * explainer.numFeatures;

parentPort!.on("message", ({rows, type, count, out, next}: BatchTask) => {
  const values = type === "float32" ? new Float32Array(rows) : new Float64Array(rows);
  const contributions = new Float64Array(out);
  const taken = new Int32Array(next);
  for (let from = Atomics.add(taken, 0, BLOCK); from < count; from = Atomics.add(taken, 0, BLOCK)) {
    const to = Math.min(from + BLOCK, count);
    explainer.explainRows(
      values.subarray(from * explainer.numFeatures, to * explainer.numFeatures),
      contributions.subarray(from * width, to * width)
    );
  }
  parentPort!.postMessage("done");
});
