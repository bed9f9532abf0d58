import {isAbsolute, relative, resolve, sep} from "node:path";
import {Redis} from "ioredis";
import {ScorebookError} from "../../src/core/errors.ts";

/** Where ranges of clients wait for workers. Paths are below the data set's folder, which all workers share. */
export const QUEUE = "features";
export interface RangeTask {
  planSha256: string;
  history: string;
  features: string;
  first: number;
  /** One after the last client. */
  last: number;
}

/** What a worker answers, as base64: −1, 0 or 1 and the checksum of each client; the rows are in the features file. */
export interface RangeResult {
  targets: string;
  checks: string;
}

/** The Redis that holds the queue, and what its keys begin with. */
export interface QueuePlace {
  url: string;
  prefix?: string;
}

/** What every end of a queue is opened with. Reading it waits for Redis to come back. */
export function queueOptions({url, prefix = "scorebook"}: QueuePlace) {
  const connection = new Redis(url, {maxRetriesPerRequest: null});
  connection.on("error", () => {});
  return {connection, prefix: `{${prefix}}:queue`};
}

/** Names a path as it is called below a folder. */
export const below = (folder: string, path: string): string => relative(resolve(folder), resolve(path));

/** Finds a path that was named below a folder. @throws USAGE when it leads out of it */
export function within(folder: string, path: string): string {
  const found = resolve(folder, path);
  const from = relative(resolve(folder), found);
  if (isAbsolute(path) || from === "" || from === ".." || from.startsWith(`..${sep}`))
    throw new ScorebookError("USAGE", `The queue names ${path}, which is not below ${folder}.`);
  return found;
}
