import {ScorebookError} from "../../src/core/errors.ts";
import type {Clock} from "../clock.ts";
import type {Log} from "../log.ts";
import type {Queries} from "../query/queries.ts";

/** What pages ask at once, cheapest first: the scores of all, all clients, what each feature adds. */
export const FIRST_QUESTIONS = ["scores", "clients", "contributions"].map(
  (table) => `SELECT 1 FROM ${table} LIMIT 1`
);

/** Of more clients the tables take minutes and gigabytes, which nobody may ever ask for. */
export const MOST_CLIENTS = 50_000;

/** Who comes at once after the start comes first. */
const AFTER_MS = 1500;

/**
 * Asks, some time after the start and one after the other, what makes the tables that pages ask for first, so that no
 * reader waits for them; those of more than MOST_CLIENTS are made when they are asked for. What cannot be made is said to
 * whoever asks for it. Answers how to stop.
 */
export function warmUp(parts: {
  clients: number;
  queries: Pick<Queries, "run">;
  clock: Pick<Clock, "after">;
  log: Pick<Log, "warn">;
}): () => void {
  const {clients, queries, clock, log} = parts;
  if (clients > MOST_CLIENTS) return () => {};
  const stopping = new AbortController();
  const ask = async () => {
    for (const sql of FIRST_QUESTIONS) {
      if (stopping.signal.aborted) return;
      try {
        await queries.run({sql, format: "json"}, stopping.signal);
      } catch (error) {
        if (!(error instanceof ScorebookError)) log.warn({err: error}, "a table could not be made ahead");
      }
    }
  };
  const cancel = clock.after(AFTER_MS, () => void ask());
  return () => {
    cancel();
    stopping.abort();
  };
}
