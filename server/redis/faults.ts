import {ReplyError} from "ioredis";
import {ScorebookError} from "../../src/core/errors.ts";

/** Converts what a Redis called `name` or the way to it throws to an error of the catalogue; anything else stays as it is. */
export function toRedisError(error: unknown, name: string): unknown {
  if (error instanceof ScorebookError || !(error instanceof Error)) return error;
  const {message} = error;
  if (error instanceof ReplyError) {
    if (/OOM|^MISCONF/.test(message))
      return new ScorebookError("STORAGE_FULL", `${name} has no space left for results (${first(message)}).`);
    if (/^(LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|READONLY|NOREPLICAS)/.test(message))
      return new ScorebookError("STORAGE_UNREACHABLE", `${name} takes no commands now (${first(message)}).`);
    if (/^(WRONGTYPE|NOAUTH|NOPERM|WRONGPASS)/.test(message))
      return new ScorebookError("STORAGE_INVALID", `${name} cannot be used: ${first(message)}.`);
    return error;
  }
  if (
    /^(Command timed out|Connection is closed|Stream isn't writeable)|max retries|ECONN|EPIPE|ETIMEDOUT/.test(
      message
    )
  )
    return new ScorebookError("STORAGE_UNREACHABLE", `${name} does not answer; ask again in a moment.`);
  return error;
}

const first = (message: string) => message.split("\n", 1)[0]!.slice(0, 120);
