import {ScorebookError} from "../../src/core/errors.ts";

const FULL = ["SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE"];

/** Converts what SQLite throws about the results at `path` to an error of the catalogue; anything else stays as it is. */
export function toStorageError(error: unknown, path: string): unknown {
  const {code = "", message = ""} = error as {code?: string; message?: string};
  if (error instanceof ScorebookError || !/^SQLITE_|^$/.test(code)) return error;
  if (FULL.includes(code))
    return new ScorebookError(
      "STORAGE_FULL",
      `There is no space left to write ${path}; once there is, what was accepted is finished.`
    );
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code))
    return new ScorebookError(
      "STORAGE_LOCKED",
      `Another program holds ${path} locked; end it, or try again when it is done.`
    );
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code) || /malformed JSON/.test(message))
    return damagedResults(path, message);
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH|IOERR)/.test(code) || /unable to open/i.test(message))
    return new ScorebookError(
      "STORAGE_INVALID",
      `${path} cannot be read and written (${code || "SQLITE_CANTOPEN"}); expected a file that this process may change.`
    );
  return error;
}

/** Makes the error for results that are no whole SQLite file. */
export const damagedResults = (path: string, why: string): ScorebookError =>
  new ScorebookError(
    "STORAGE_DAMAGED",
    `${path} is not a whole SQLite file (${why}); move it away, and the next start makes a new one.`
  );
