import {createTypeScriptWorker} from "../../loaders/tasks/typescriptWorker.ts";
import {openNetwork} from "../lightgbm/network.ts";
import {fail} from "../training/options.ts";
import type {Share} from "../training/share.ts";
import {type Machine, machineName, ownPlaces, resolveMachines} from "./list.ts";
import type {ThreadAnswer, ThreadTask} from "./thread.ts";

/** This machine's part in a training of several. */
export interface Membership {
  /** Which part of the rows is its own; the first machine, of rank 0, keeps the model. */
  share: Share;
  /** Ends it when the training ended well. */
  leave(): Promise<void>;
}

/**
 * Waits until every machine of the list has been started on the same task, then connects them by LightGBM's sockets. The
 * first machine's port is for the meeting, on which a lost machine is noticed; the others' are LightGBM's.
 * @param task a digest of everything that must be the same everywhere: data, options
 * @throws USAGE with one sentence (not in the list, port taken, others missing or started otherwise), LIGHTGBM_FAILED,
 * LIGHTGBM_MISSING
 */
export async function joinMachines(
  list: readonly Machine[],
  task: string,
  waitMs: number
): Promise<Membership> {
  const machines = await resolveMachines(list);
  const workerData: ThreadTask = {machines, places: ownPlaces(machines), task, waitMs};
  const thread = createTypeScriptWorker(new URL("./thread.ts", import.meta.url), workerData);
  const answer = await new Promise<ThreadAnswer>((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", reject);
  });
  const end = async () => {
    thread.ref();
    const ended = new Promise((resolve) => thread.once("exit", resolve));
    thread.postMessage("leave");
    await ended;
  };
  if ("reason" in answer) {
    await thread.terminate();
    return fail(answer.reason);
  }
  const {rank, listenPort} = answer;
  // A training that fails ends the process, and with it the thread: that is what the others notice.
  thread.unref();
  const network = openNetwork({addresses: machines.map(machineName), rank, listenPort});
  return {
    share: {rank, of: machines.length},
    async leave() {
      network.close();
      await end();
    }
  };
}
