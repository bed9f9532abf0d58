import {closeSync, openSync} from "node:fs";
import {parentPort, workerData} from "node:worker_threads";
import {PLAN} from "../features/all.ts";
import {openHistoryReader} from "./historyReader.ts";
import {createRangeComputer} from "./range.ts";

/** What a worker is told: to compute the plan for ranges of clients, taken from a shared counter, until none is left. */
export interface WorkerTask {
  history: string;
  features: string;
  clients: number;
  /** Clients of a range. */
  step: number;
  /** One number: the first client that no worker has taken. */
  next: SharedArrayBuffer;
  targets: SharedArrayBuffer;
  checks: SharedArrayBuffer;
}

const task = workerData as WorkerTask;
const reader = openHistoryReader(task.history);
const file = openSync(task.features, "r+");
const next = new Int32Array(task.next);
const compute = createRangeComputer(reader, PLAN, {
  file,
  targets: new Int8Array(task.targets),
  checks: new Uint32Array(task.checks),
  onProgress: (clients) => parentPort!.postMessage(clients)
});
try {
  for (;;) {
    const first = Atomics.add(next, 0, task.step);
    if (first >= task.clients) break;
    compute(first, Math.min(first + task.step, task.clients));
  }
} finally {
  closeSync(file);
  reader.close();
}
