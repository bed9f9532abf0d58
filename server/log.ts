import pino from "pino";
import {ScorebookError} from "../src/core/errors.ts";

/** A pino logger. What goes in carries ids and codes, never a client's values. */
export type Log = Pick<pino.Logger, "debug" | "info" | "warn" | "error">;

const LEVELS = [...Object.keys(pino.levels.values), "silent"];

/** Where credentials would be, were a request or its parts ever logged. */
const SECRETS = ["authorization", "cookie", "set-cookie", "token", "password"].flatMap((name) =>
  ["", "*.", "*.*."].map((before) => `${before}["${name}"]`.replace(".[", "["))
);

/** What every log is created with: no name of the machine, no credentials, of a request its method and path alone. */
export const logOptions = (level: string): pino.LoggerOptions => ({
  level,
  base: null,
  redact: {paths: SECRETS, censor: "[hidden]"},
  serializers: {
    req: ({method, url}: {method?: string; url?: string}) => ({method, path: url?.split("?", 1)[0]}),
    res: ({statusCode}: {statusCode?: number}) => ({statusCode})
  }
});

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
  return pino(logOptions(level), pino.destination(2));
}
