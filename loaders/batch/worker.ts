import {closeSync, openSync} from "node:fs";
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
  /** Two numbers: the first client that no worker has taken, and how many are computed. */
  counters: SharedArrayBuffer;
  targets: SharedArrayBuffer;
  checks: SharedArrayBuffer;
}

export function runTask(task: WorkerTask): void {
  const reader = openHistoryReader(task.history);
  const file = openSync(task.features, "r+");
  const counters = new Int32Array(task.counters);
  try {
    const compute = createRangeComputer(reader, PLAN, {
      file,
      targets: new Int8Array(task.targets),
      checks: new Uint32Array(task.checks),
      onProgress: (clients) => Atomics.add(counters, 1, clients)
    });
    for (;;) {
      const first = Atomics.add(counters, 0, task.step);
      if (first >= task.clients) break;
      compute(first, Math.min(first + task.step, task.clients));
    }
  } finally {
    closeSync(file);
    reader.close();
  }
}
