import {fork} from "node:child_process";
import {fileURLToPath} from "node:url";

/** Which batches watchers ask for, as in `live:subscribe`. */
export type Form = "full" | "compact";

/** What all watchers together have had since they were last asked, and the processor time of their process, s. */
export interface Watched {
  batches: number;
  scores: number;
  bytes: number;
  cpu: number;
}

/** Sockets that watch the live desk, in a process of their own, so that their reading halts nobody who asks. */
export interface Watchers {
  /** Answers what came since the last call, and begins anew. */
  take(): Promise<Watched>;
  /** Leaves; resolves once the process has ended. */
  close(): Promise<void>;
}

const CHILD = fileURLToPath(new URL("./watchersChild.ts", import.meta.url));

/** Connects so many watchers. @throws with the child's words when one of them is refused */
export async function connectWatchers(origin: string, count: number, form: Form): Promise<Watchers> {
  const child = fork(CHILD, [origin, String(count), form], {execArgv: ["--import", "tsx"]});
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const hear = <T>() =>
    new Promise<T>((resolve, reject) => {
      child.once("message", (message) => resolve(message as T));
      void ended.then(() => reject(new Error("The process of the watchers ended.")));
    });
  const refused = await hear<{refused?: string}>();
  if (refused.refused) throw new Error(refused.refused);
  return {
    take() {
      const heard = hear<Watched>();
      child.send("take");
      return heard;
    },
    async close() {
      child.disconnect();
      await ended;
    }
  };
}
