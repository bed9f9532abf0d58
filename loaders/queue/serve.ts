import {closeSync, existsSync, fdatasyncSync, openSync} from "node:fs";
import {setImmediate as nextTurn} from "node:timers/promises";
import {UnrecoverableError, Worker} from "bullmq";
import {createRangeComputer} from "../batch/range.ts";
import {openHistoryReader} from "../batch/reader/historyReader.ts";
import {PLAN} from "../features/all.ts";
import {readHistoryIndex} from "../history/read.ts";
import {planCatalogue} from "../plan.ts";
import {QUEUE, type QueuePlace, queueOptions, type RangeResult, type RangeTask, within} from "./task.ts";

/** Clients between two turns of the event loop, in which the worker says that it lives. */
const CLIENTS_A_TURN = 256;
/** A worker that says nothing for so long loses its range to another. */
const LOCK_MS = 10_000;

/** An opened run: its history, its features file and the compiled plan. */
interface Run {
  readonly key: string;
  compute(first: number, last: number): void;
  /** Writes what was computed to the disk and answers it. */
  result(first: number, last: number): RangeResult;
  close(): void;
}

/**
 * Takes ranges of clients from a queue and computes the plan for them, one at a time, until it is closed. The history
 * and the features file are below `dataDir`, which all share.
 */
export function serveRanges(place: QueuePlace, dataDir: string, lockMs = LOCK_MS): {close(): Promise<void>} {
  const options = queueOptions(place);
  const {planSha256} = planCatalogue(PLAN);
  let run: Run | undefined;
  const leave = () => {
    run?.close();
    run = undefined;
  };

  async function computeRange(task: RangeTask): Promise<RangeResult> {
    const {first, last} = task;
    if (task.planSha256 !== planSha256)
      throw new UnrecoverableError(
        "this worker has another plan of features; run the same version everywhere."
      );
    if (run?.key !== task.features) {
      leave();
      run = openRun(dataDir, task);
    }
    const {compute, result} = run!;
    for (let from = first; from < last; from += CLIENTS_A_TURN) {
      compute(from, Math.min(from + CLIENTS_A_TURN, last));
      await nextTurn();
    }
    return result(first, last);
  }

  const worker = new Worker<RangeTask, RangeResult>(QUEUE, ({data}) => computeRange(data), {
    ...options,
    lockDuration: lockMs,
    stalledInterval: lockMs / 2,
    maxStalledCount: 5
  });
  worker.on("error", () => {});
  worker.on("drained", leave);
  return {
    async close() {
      await worker.close();
      leave();
      options.connection.disconnect();
    }
  };
}

function openRun(dataDir: string, task: RangeTask): Run {
  const [history, path] = [within(dataDir, task.history), within(dataDir, task.features)];
  if (!existsSync(history) || !existsSync(path))
    throw new UnrecoverableError(
      `${path} is not there; expected workers to share the folder of the data set, see --data.`
    );
  const {clients} = readHistoryIndex(history);
  const reader = openHistoryReader(history);
  const file = openSync(path, "r+");
  const targets = new Int8Array(clients);
  const checks = new Uint32Array(clients);
  const base64 = ({buffer, byteOffset, byteLength}: Int8Array | Uint32Array) =>
    Buffer.from(buffer, byteOffset, byteLength).toString("base64");
  return {
    key: task.features,
    compute: createRangeComputer(reader, PLAN, {file, targets, checks, onProgress: () => {}}),
    result(first, last) {
      fdatasyncSync(file);
      return {targets: base64(targets.subarray(first, last)), checks: base64(checks.subarray(first, last))};
    },
    close() {
      closeSync(file);
      reader.close();
    }
  };
}
