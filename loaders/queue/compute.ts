import {Queue, QueueEvents} from "bullmq";
import {ScorebookError} from "../../src/core/errors.ts";
import type {HistoryTask} from "../batch/workers.ts";
import {below, QUEUE, type QueuePlace, queueOptions, type RangeResult, type RangeTask} from "./task.ts";

/** Clients of a range: some seconds of work. */
const CLIENTS = 4096;
const LOOK_MS = 5000;

/** How a distributed run is told about. */
export interface QueueHooks {
  planSha256: string;
  onWarning: (sentence: string) => void;
}

/**
 * Computes all clients of a history on the workers that listen to a queue and share the folder of the data set. Each
 * range is written where it belongs, so that the bytes are those of one machine; a range whose worker is gone is done
 * again by another.
 * @throws QUEUE_FAILED when a worker refuses a range or fails at it again and again
 */
export async function computeOnWorkers(
  place: QueuePlace,
  dataDir: string,
  task: HistoryTask,
  {planSha256, onWarning}: QueueHooks
): Promise<void> {
  const {clients, partitions, onProgress} = task;
  const [history, features] = [below(dataDir, task.history), below(dataDir, task.features)];
  const step = Math.min(CLIENTS, Math.ceil(clients / partitions));
  const ranges = Array.from({length: Math.ceil(clients / step)}, (_, i): RangeTask => {
    return {planSha256, history, features, first: i * step, last: Math.min((i + 1) * step, clients)};
  });
  const [asking, listening] = [queueOptions(place), queueOptions(place)];
  const queue = new Queue<RangeTask, RangeResult>(QUEUE, asking);
  const events = new QueueEvents(QUEUE, listening);
  // Lost connections are made anew; each job that is waited for listens to both ends.
  queue.on("error", () => {}).setMaxListeners(ranges.length + 10);
  events.on("error", () => {});
  events.setMaxListeners(ranges.length + 10);
  const looking = setInterval(async () => {
    const workers = await queue.getWorkersCount().catch(() => 0);
    if (workers === 0) onWarning("No worker takes the ranges of clients; start some with npm run worker.");
  }, LOOK_MS);
  let jobs: Awaited<ReturnType<typeof queue.addBulk>> = [];
  try {
    await events.waitUntilReady();
    jobs = await queue.addBulk(
      ranges.map((data) => ({
        name: "range",
        data,
        opts: {attempts: 3, removeOnComplete: {age: 3600}, removeOnFail: {age: 3600}}
      }))
    );
    const targets = new Int8Array(task.targets);
    const checks = new Uint8Array(task.checks);
    await Promise.all(
      jobs.map(async (job, i) => {
        const result = await job.waitUntilFinished(events).catch((error: Error) => {
          throw new ScorebookError("QUEUE_FAILED", `A worker could not compute clients: ${error.message}`);
        });
        const {first, last} = ranges[i]!;
        targets.set(new Int8Array(Buffer.from(result.targets, "base64")), first);
        checks.set(Buffer.from(result.checks, "base64"), first * Uint32Array.BYTES_PER_ELEMENT);
        onProgress(last - first);
      })
    );
  } finally {
    clearInterval(looking);
    await Promise.all(jobs.map((job) => job.remove().catch(() => {})));
    await Promise.all([queue.close(), events.close()]);
    asking.connection.disconnect();
    listening.connection.disconnect();
  }
}
