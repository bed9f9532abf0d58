import {closeSync, openSync} from "node:fs";
import {PLAN} from "../features/all.ts";
import {createRangeComputer} from "./range.ts";
import {openHistoryReader} from "./reader/historyReader.ts";

/** What a worker is told: to compute the plan for ranges of clients, taken from a shared counter, until none is left. */
export interface WorkerTask {
  history: string;
  features: string;
  parquet: string;
  clients: number;
  /** Clients of a range. */
  step: number;
  /** Two numbers: the first client that no worker has taken, and how many are computed. */
  counters: SharedArrayBuffer;
  targets: SharedArrayBuffer;
  checks: SharedArrayBuffer;
}

/** @returns the parts of the Parquet file that were written, by the first client of each */
export function runTask(task: WorkerTask): number[] {
  const reader = openHistoryReader(task.history);
  const file = openSync(task.features, "r+");
  const counters = new Int32Array(task.counters);
  const parts: number[] = [];
  try {
    const compute = createRangeComputer(reader, PLAN, {
      file,
      parquet: task.parquet,
      targets: new Int8Array(task.targets),
      checks: new Uint32Array(task.checks),
      onProgress: (clients) => Atomics.add(counters, 1, clients)
    });
    for (;;) {
      const first = Atomics.add(counters, 0, task.step);
      if (first >= task.clients) return parts;
      parts.push(...compute(first, Math.min(first + task.step, task.clients)));
    }
  } finally {
    closeSync(file);
    reader.close();
  }
}
