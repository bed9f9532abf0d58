import {ScorebookError} from "../../src/core/errors.ts";

const FULL = /\b(ENOSPC|EDQUOT|SQLITE_FULL)\b|database or disk is full/;
const CLOSED = /\b(EROFS|EACCES|EPERM|SQLITE_(?:CANTOPEN|READONLY|PERM))\b|Unable to open connection/;

/**
 * Converts what the system, SQLite or a worker throws when the folder `dir` cannot be written to an error of the
 * catalogue; anything else stays as it is.
 */
export function toDiskError(error: unknown, dir: string): unknown {
  if (error instanceof ScorebookError || !(error instanceof Error)) return error;
  const shown = `${(error as NodeJS.ErrnoException).code ?? ""} ${error.message}`;
  if (FULL.test(shown))
    return new ScorebookError(
      "STORAGE_FULL",
      `There is no space left to write ${dir}; what was there is unchanged. Free some and run this again.`
    );
  const closed = CLOSED.exec(shown);
  if (closed === null) return error;
  return new ScorebookError(
    "STORAGE_INVALID",
    `${dir} cannot be written (${closed[1] ?? "SQLITE_CANTOPEN"}); a folder that this process may change was expected.`
  );
}
