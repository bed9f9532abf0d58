import {catchWhatIsLeft} from "../../../server/edge/lastResort.ts";
import {createLog} from "../../../server/log.ts";
import type {Workbench} from "../../../server/scoring/workbench.ts";
import {createFakeApp, listen} from "../kit/fakes.ts";

/** A server whose workbench fails outside of every promise and handler; "guarded" has the last resort. */
const [mode] = process.argv.slice(2);
const log = createLog("warn");
const never = new Promise<never>(() => {});
const throwLater = () => {
  setTimeout(() => {
    throw new Error("secret of the machine room");
  }, 5);
  return never;
};
const workbench = {
  model: throwLater,
  whatIf: throwLater,
  features: () => {
    setImmediate(async () => {
      throw new Error("secret of the machine room");
    });
    return never;
  }
} as unknown as Workbench;
const app = await createFakeApp({log, workbench});
if (mode === "guarded") catchWhatIsLeft(log);
console.log(await listen(app));
