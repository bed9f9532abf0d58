import type {Clock} from "../clock.ts";
import type {Log} from "../log.ts";
import type {Promotions} from "./promotions.ts";

/** How often it is looked whether a model was promoted by a command or on another replica. */
export const LOOK_MS = 1000;

/** Serves what is promoted elsewhere, within a second; what cannot be served is said once. Answers how to stop. */
export function followPromotions(
  promotions: Pick<Promotions, "restore">,
  clock: Clock,
  log: Pick<Log, "error">
): () => void {
  let isStopped = false;
  let told = "";
  let cancel = clock.after(LOOK_MS, look);
  async function look() {
    try {
      await promotions.restore();
      told = "";
    } catch (error) {
      if (told !== String(error)) log.error({err: error}, "the promoted model could not be served");
      told = String(error);
    }
    if (!isStopped) cancel = clock.after(LOOK_MS, look);
  }
  return () => {
    isStopped = true;
    cancel();
  };
}
