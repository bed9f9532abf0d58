import pino from "pino";

/** A pino logger. What goes in carries ids and codes, never a client's values. */
export type Log = Pick<pino.Logger, "debug" | "info" | "warn" | "error">;

/** Creates the log of a process: JSON lines on standard error, from `level` up ("silent" for none). */
export function createLog(level: string): pino.Logger {
  return pino({level, base: null}, pino.destination(2));
}
