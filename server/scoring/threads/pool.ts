import type {Worker} from "node:worker_threads";
import {createTypeScriptWorker} from "../../../loaders/tasks/typescriptWorker.ts";
import type {Log} from "../../log.ts";
import type {ShapeQuery} from "../../rest/answers/explanationShape.ts";
import type {JobKind} from "../engine.ts";
import type {MadeFrom, ThreadAnswer, ThreadData, ThreadTask} from "./protocol.ts";

/** Computes beside the event loop, on threads that each have an engine of their own on the same files. */
export interface ComputePool {
  readonly threads: number;
  /**
   * Makes the JSON of clients' scores or explanations, in their order. null for whom it could not be made, or was made of
   * a run or by a policy that is no longer the present one: the caller computes it, and is told what is wrong.
   */
  make(kind: JobKind, clientIds: readonly number[], query?: ShapeQuery): Promise<ThreadAnswer["made"]>;
  close(): Promise<void>;
}

/** How long a thread that ended stays away. */
const RESTART_MS = 1000;
const THREAD = new URL("thread.ts", import.meta.url);

interface Thread {
  worker: Worker;
  asked: Map<number, (made: ThreadAnswer["made"] | null) => void>;
}

/**
 * Starts threads.
 * @param now from what answers are to be made at this moment
 */
export function createComputePool(parts: {
  threads: number;
  data: ThreadData;
  now: () => MadeFrom;
  log: Pick<Log, "error">;
  /** What each thread runs. */
  module?: URL;
}): ComputePool {
  const {threads: count, data, now, log, module = THREAD} = parts;
  const threads = new Set<Thread>();
  let isClosed = false;
  let tasks = 0;
  for (let i = 0; i < count; i++) start();

  function start() {
    const thread: Thread = {worker: createTypeScriptWorker(module, data), asked: new Map()};
    threads.add(thread);
    thread.worker.on("message", ({id, made}: ThreadAnswer) => {
      thread.asked.get(id)?.(made);
      thread.asked.delete(id);
      if (thread.asked.size === 0) thread.worker.unref();
    });
    thread.worker.on("error", (error) => log.error({err: error}, "a thread that computes ended"));
    thread.worker.on("exit", () => {
      threads.delete(thread);
      for (const answer of thread.asked.values()) answer(null);
      if (!isClosed) setTimeout(() => isClosed || start(), RESTART_MS).unref();
    });
    thread.worker.unref();
  }

  function ask(task: Omit<ThreadTask, "id">): Promise<ThreadAnswer["made"] | null> {
    let idlest: Thread | undefined;
    for (const thread of threads) if (!idlest || thread.asked.size < idlest.asked.size) idlest = thread;
    if (!idlest) return Promise.resolve(null);
    const {worker, asked} = idlest;
    const id = ++tasks;
    return new Promise((resolve) => {
      asked.set(id, resolve);
      worker.ref();
      worker.postMessage({id, ...task} satisfies ThreadTask);
    });
  }

  return {
    threads: count,
    async make(kind, clientIds, query = {}) {
      const from = now();
      const made = await ask({kind, clientIds, query, from});
      const then = now();
      const isPresent =
        from.generation === then.generation &&
        from.model.sha256 === then.model.sha256 &&
        from.model.version === then.model.version &&
        from.limits === then.limits;
      return made && isPresent ? made : clientIds.map(() => null);
    },
    async close() {
      isClosed = true;
      await Promise.all([...threads].map(({worker}) => worker.terminate()));
    }
  };
}
