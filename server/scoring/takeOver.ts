import type {Clock} from "../clock.ts";
import type {Log} from "../log.ts";
import type {Scoring} from "./scoring.ts";

/** How often it is looked whether another process left jobs. */
const LOOK_MS = 1000;

/** Takes up the jobs that other processes left undone, at once and from then on; answers how to stop. */
export function takeOver(scoring: Pick<Scoring, "resume">, clock: Clock, log: Log): () => void {
  let cancel: (() => void) | null = null;
  let stopped = false;
  async function look() {
    try {
      const jobs = await scoring.resume();
      if (jobs > 0) log.warn({jobs}, "jobs that another process left were taken over");
    } catch (error) {
      log.warn({err: error}, "it could not be looked for jobs that another process left");
    }
    if (!stopped) cancel = clock.after(LOOK_MS, look);
  }
  void look();
  return () => {
    stopped = true;
    cancel?.();
  };
}
