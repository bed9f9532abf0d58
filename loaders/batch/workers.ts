import {closeSync, openSync} from "node:fs";
import {availableParallelism} from "node:os";
import {PLAN} from "../features/all.ts";
import type {Feature} from "../features/feature.ts";
import type {WorkerPool} from "../tasks/workerPool.ts";
import {PART_ROWS} from "./parquet/partLayout.ts";
import {openHistoryReader} from "./reader/historyReader.ts";
import type {WorkerTask} from "./worker.ts";

export interface HistoryTask {
  /** The folder of the history. */
  history: string;
  /** The features file, long enough already. */
  features: string;
  /** The Parquet file that there will be. */
  parquet: string;
  clients: number;
  /** Into how many ranges the clients are cut at least. */
  partitions: number;
  targets: SharedArrayBuffer;
  checks: SharedArrayBuffer;
  onProgress: (clients: number) => void;
}

/** Fewer clients than this are computed here, because starting a worker takes longer. */
const WORTH_A_WORKER = 3000;
const TOLD_EVERY_MS = 200;

/**
 * Computes all clients of a history into the features file, on all cores when there are enough clients.
 * @returns the parts of the Parquet file that were written on the way, by the first client of each, ascending
 */
export async function computeHistory(
  task: HistoryTask,
  features: readonly Feature[],
  pool: WorkerPool
): Promise<number[]> {
  const workers = Math.min(availableParallelism(), Math.floor(task.clients / WORTH_A_WORKER));
  if (workers < 2 || features !== PLAN) return await computeHere(task, features);
  const {onProgress, partitions, ...shared} = task;
  const step = Math.min(PART_ROWS, Math.ceil(task.clients / partitions));
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
    const parts = await pool.run<WorkerTask, number[]>(
      new URL("./worker.ts", import.meta.url),
      Array.from({length: workers}, () => same)
    );
    tell();
    return parts.flat().sort((a, b) => a - b);
  } finally {
    clearInterval(timer);
  }
}

/** Computes on this thread; what that takes, Apache Arrow among it, is loaded only then. */
async function computeHere(task: HistoryTask, features: readonly Feature[]): Promise<number[]> {
  const {createRangeComputer} = await import("./range.ts");
  const reader = openHistoryReader(task.history);
  const file = openSync(task.features, "r+");
  try {
    const targets = new Int8Array(task.targets);
    const checks = new Uint32Array(task.checks);
    const {onProgress, parquet} = task;
    const compute = createRangeComputer(reader, features, {file, targets, checks, onProgress, parquet});
    return compute(0, task.clients);
  } finally {
    closeSync(file);
    reader.close();
  }
}
