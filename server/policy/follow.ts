import type {Clock} from "../clock.ts";
import type {Log} from "../log.ts";
import type {Policies} from "./policies.ts";

/** How often it is looked whether another replica has approved a cut-off. */
export const LOOK_MS = 1000;

/** Takes the cut-off that was approved on another replica, within a second; answers how to stop. */
export function followPolicy(policies: Pick<Policies, "restore">, clock: Clock, log: Log): () => void {
  let isStopped = false;
  let cancel = clock.after(LOOK_MS, look);
  async function look() {
    try {
      await policies.restore();
    } catch (error) {
      log.warn({err: error}, "it could not be looked for a cut-off approved elsewhere");
    }
    if (!isStopped) cancel = clock.after(LOOK_MS, look);
  }
  return () => {
    isStopped = true;
    cancel();
  };
}
