import {readFileSync} from "node:fs";
import {join} from "node:path";
import {MADE_FROM, type MadeFrom} from "../../loaders/site/madeFrom.ts";
import type {Clock} from "../clock.ts";
import type {Log} from "../log.ts";

/** What the pages must have been made from to be true of what is served. */
export type Served = Pick<MadeFrom["data"], "fingerprint" | "planSha256" | "dataAsOf"> & {
  modelSha256: string;
  policyVersion: number;
};

/** How often the built site is compared with what is served. */
export const SITE_POLL_MS = 5000;

/**
 * Tells what of the served data or model the built site in `dist` does not show, as one sentence with the command
 * that mends it; undefined when it shows what is served.
 */
export function staleSite(dist: string, served: Served, command = "npm run build"): string | undefined {
  let made: MadeFrom;
  try {
    made = JSON.parse(readFileSync(join(dist, MADE_FROM), "utf8")) as MadeFrom;
  } catch {
    return `The site in ${dist} does not say what it was made from; build it again with ${command}.`;
  }
  const what = [
    made.data.fingerprint !== served.fingerprint && "other data",
    made.data.fingerprint === served.fingerprint &&
      made.data.planSha256 !== served.planSha256 &&
      "features of another plan",
    made.modelSha256 !== served.modelSha256 && "another model",
    (made.policyVersion ?? 0) !== served.policyVersion && "another cut-off"
  ].filter((word) => word !== false);
  if (what.length === 0) return undefined;
  const day = ({dataAsOf}: {dataAsOf: string}) => dataAsOf.slice(0, 10);
  return `The site in ${dist} was made from ${what.join(" and ")} (data as of ${day(made.data)}) than are served (as of ${day(served)}); build it again with ${command}.`;
}

/**
 * Compares the built site with what is served, now and every few seconds, and says so when they come apart or are
 * together again.
 * @param served throws while nothing can be served
 * @returns how to stop
 */
export function watchSite(parts: {
  dist: string;
  served: () => Served;
  clock: Clock;
  log: Pick<Log, "warn" | "info">;
  command?: string;
  /** Called when the site came apart from what is served. */
  onStale?: () => void;
}): () => void {
  const {dist, served, clock, log, command, onStale} = parts;
  let told: string | undefined;
  let cancel = look();

  function look(): () => void {
    try {
      const sentence = staleSite(dist, served(), command);
      if (sentence !== told) {
        if (sentence) log.warn(sentence);
        else log.info("the site shows what is served again");
        told = sentence;
        if (sentence) onStale?.();
      }
    } catch (error) {
      log.warn({err: error}, "the site could not be compared with what is served");
    }
    return clock.after(SITE_POLL_MS, () => {
      cancel = look();
    });
  }
  return () => cancel();
}
