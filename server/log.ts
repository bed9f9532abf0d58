import pino from "pino";
import {ScorebookError} from "../src/core/errors.ts";

/** A pino logger. What goes in carries ids and codes, never a client's values. */
export type Log = Pick<pino.Logger, "debug" | "info" | "warn" | "error">;

const LEVELS = [...Object.keys(pino.levels.values), "silent"];

/**
 * Creates the log of a process: JSON lines on standard error, from `level` up ("silent" for none).
 * @throws CONFIG_INVALID for a level that there is not
 */
export function createLog(level: string): pino.Logger {
  if (!LEVELS.includes(level))
    throw new ScorebookError(
      "CONFIG_INVALID",
      `LOG_LEVEL is ${JSON.stringify(level.slice(0, 60))}; expected one of ${LEVELS.join(", ")}.`
    );
  return pino({level, base: null}, pino.destination(2));
}
