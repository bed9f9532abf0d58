import {closeSync, openSync} from "node:fs";
import {availableParallelism} from "node:os";
import {PLAN} from "../features/all.ts";
import type {Feature} from "../features/feature.ts";
import type {WorkerPool} from "../tasks/workerPool.ts";
import {openHistoryReader} from "./historyReader.ts";
import {createRangeComputer} from "./range.ts";
import type {WorkerTask} from "./worker.ts";

export interface HistoryTask {
  /** The folder of the history. */
  history: string;
  /** The features file, long enough already. */
  features: string;
  clients: number;
  /** Into how many ranges the clients are cut at least. */
  partitions: number;
  targets: SharedArrayBuffer;
  checks: SharedArrayBuffer;
  onProgress: (clients: number) => void;
}

/** Fewer clients than this are computed here, because starting a worker takes longer. */
const WORTH_A_WORKER = 3000;
const MOST_CLIENTS = 2048;
const TOLD_EVERY_MS = 200;

/** Computes all clients of a history into the features file, on all cores when there are enough clients. */
export async function computeHistory(
  task: HistoryTask,
  features: readonly Feature[],
  pool: WorkerPool
): Promise<void> {
  const workers = Math.min(availableParallelism(), Math.floor(task.clients / WORTH_A_WORKER));
  if (workers < 2 || features !== PLAN) return computeHere(task, features);
  const {onProgress, partitions, ...shared} = task;
  const step = Math.min(MOST_CLIENTS, Math.ceil(task.clients / partitions));
  const counters = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
  let told = 0;
  const tell = (): void => {
    const done = Atomics.load(new Int32Array(counters), 1);
    onProgress(done - told);
    told = done;
  };
  const timer = setInterval(tell, TOLD_EVERY_MS);
  try {
    const same: WorkerTask = {...shared, step, counters};
    await pool.run<WorkerTask, void>(
      new URL("./worker.ts", import.meta.url),
      Array.from({length: workers}, () => same)
    );
    tell();
  } finally {
    clearInterval(timer);
  }
}

function computeHere(task: HistoryTask, features: readonly Feature[]): void {
  const reader = openHistoryReader(task.history);
  const file = openSync(task.features, "r+");
  try {
    const targets = new Int8Array(task.targets);
    const checks = new Uint32Array(task.checks);
    createRangeComputer(reader, features, {file, targets, checks, onProgress: task.onProgress})(
      0,
      task.clients
    );
  } finally {
    closeSync(file);
    reader.close();
  }
}
