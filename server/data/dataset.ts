import {join} from "node:path";
import {damaged, readMeta} from "../../loaders/generation/meta.ts";
import {findDamage} from "../../loaders/generation/verify.ts";
import {HISTORY} from "../../loaders/history/read.ts";
import {REPORT_FILES} from "../../loaders/report/write.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {Clock} from "../clock.ts";
import type {Log} from "../log.ts";
import type {ServedData} from "./servedData.ts";

/** The data set as it is served now. What is asked for within one turn of the event loop is of one run. */
export interface Dataset {
  current(): ServedData;
  /** Throws what is known to be damaged in a part of what is served. @throws STORAGE_DAMAGED */
  check(part: Part): void;
  /** Remembers damage that somebody met while reading. */
  noticed(error: unknown): void;
  onChange(listener: (data: ServedData) => void): void;
  close(): void;
}

export type Part = "features" | "history";

/** How often it is looked whether another run has replaced what is served. */
export const POLL_MS = 1000;

/**
 * Serves the newest whole run of a data set: when npm run features has replaced it, features and history are opened
 * anew, together; what cannot be opened is logged, and the old is served on. What is opened is read through in the
 * background and compared with its checksums.
 * @param open opens what the data set's meta.json names now
 * @throws what `open` throws
 */
export function createDataset(parts: {
  dataDir: string;
  open: () => ServedData;
  clock: Clock;
  log: Log;
}): Dataset {
  const {dataDir, open, clock, log} = parts;
  const listeners: ((data: ServedData) => void)[] = [];
  let served = open();
  let damage: Partial<Record<Part, ScorebookError>> = {};
  let refused = "";
  let isClosed = false;
  let cancel = clock.after(POLL_MS, poll);
  void scrub(served);

  function poll() {
    try {
      if (readMeta(dataDir).generation !== served.generation) replace();
      refused = "";
    } catch (error) {
      if (refused !== String(error))
        log.error({err: error}, "the data set was replaced by one that cannot be served");
      refused = String(error);
    }
    cancel = clock.after(POLL_MS, poll);
  }

  function replace() {
    const next = open();
    const before = served;
    served = next;
    damage = {};
    before.close();
    log.info({fingerprint: next.facts.fingerprint, clients: next.ids.length}, "the data set is opened anew");
    void scrub(next);
    for (const listener of listeners) listener(next);
  }

  async function scrub(data: ServedData) {
    try {
      const found = await findDamage(data.folder, readMeta(dataDir), REPORT_FILES);
      if (found.length === 0 || isClosed || served !== data) return;
      if (readMeta(dataDir).generation !== data.generation) return;
      for (const {file, what} of found) noticed(damaged(dataDir, join(data.folder, file), what));
    } catch (error) {
      if (!isClosed) log.warn({err: error}, "what is stored could not be compared with its checksums");
    }
  }

  function noticed(error: unknown) {
    if (!(error instanceof ScorebookError) || error.code !== "STORAGE_DAMAGED") return;
    const part = error.detail.startsWith(join(served.folder, HISTORY)) ? "history" : "features";
    if (damage[part]) return;
    damage[part] = error;
    log.error({err: error}, "what is stored is damaged");
  }

  return {
    current: () => served,
    check(part) {
      if (damage[part]) throw damage[part];
    },
    noticed,
    onChange: (listener) => void listeners.push(listener),
    close() {
      isClosed = true;
      cancel();
      served.close();
    }
  };
}

/**
 * Makes an object whose methods are those of whatever `current` answers at the time of the call, so that it may be
 * replaced between two calls.
 * @param failed is told what a method threw
 */
export function delegate<T extends object>(current: () => T, failed: (error: unknown) => void): T {
  return new Proxy({} as T, {
    get(_target, name) {
      const part = current();
      const value: unknown = Reflect.get(part, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        try {
          return value.apply(part, args);
        } catch (error) {
          failed(error);
          throw error;
        }
      };
    }
  });
}
