import type {IncomingMessage} from "node:http";

/** Bytes that are read of a refused body, as much as deploy/nginx-replicas.conf lets through, and how long that may take. */
const LIMITS = {bytes: 16 * 1_048_576, ms: 5000};

/**
 * Reads what is left of a refused request's body, and drops it: an answer that comes before its request is whole resets
 * the connection, and a proxy that still writes calls the server unreachable. Answers whether the body has ended; one
 * that says it is longer than the limit is not waited for.
 */
export function dropRest(raw: IncomingMessage, {bytes, ms} = LIMITS): Promise<boolean> {
  if (raw.complete || raw.readableEnded || raw.destroyed) return Promise.resolve(!raw.destroyed);
  if (Number(raw.headers["content-length"] ?? 0) > bytes) return Promise.resolve(false);
  return new Promise((resolve) => {
    let read = 0;
    const patience = setTimeout(end, ms);
    const count = (chunk: Buffer) => {
      read += chunk.length;
      if (read > bytes) end();
    };
    function end() {
      clearTimeout(patience);
      raw.off("data", count).off("end", end).off("close", end);
      resolve(raw.complete);
    }
    raw.on("data", count).once("end", end).once("close", end).resume();
  });
}
