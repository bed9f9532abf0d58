import {readFileSync} from "node:fs";
import type {ServerOptions} from "node:http";

/** Bytes of a request body. */
export const BODY_LIMIT = 1_048_576;

/** How long a client may take: for the headers, and for the whole request. Checked every few seconds. */
export const HTTP_OPTIONS = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  requireHostHeader: false
} as const satisfies ServerOptions;

const MAX_CONNECTIONS = 2048;

/**
 * Answers how many connections one listener takes: a share of the files that the process may open, so that what is
 * served finds one free for its own files. There are two listeners, and half is for files.
 */
export function connectionLimit(openFiles = openFilesLimit()): number {
  return Math.min(MAX_CONNECTIONS, Math.max(8, Math.floor((openFiles - 64) / 4)));
}

/** Answers how many sockets a server takes, whatever its listeners. */
export const socketLimit = (openFiles?: number): number => Math.floor(connectionLimit(openFiles) / 2);

/** Reads how many files this process may have open; where the system does not tell, a common small number. */
function openFilesLimit(): number {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    const [, soft] = /^Max open files +(\d+|unlimited)/m.exec(limits) ?? [];
    return soft === undefined ? 1024 : soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return 1024;
  }
}
