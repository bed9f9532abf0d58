import type Database from "libsql";
import {ScorebookError} from "../../src/core/errors.ts";
import {toStorageError} from "./faults.ts";
import {createGroupCommit} from "./groupCommit.ts";
import {transaction} from "./transaction.ts";

/**
 * Creates what writes into the file at `path`: the items of one turn of the event loop, in their order, in one
 * transaction with one sync. The promise resolves when its item is on disk. While another program has the file locked
 * it is tried again, as createGroupCommit does. @throws STORAGE_…
 */
export const createFileCommit = <T>(
  db: Database.Database,
  path: string,
  write: (items: readonly T[]) => void
): ((item: T) => Promise<void>) =>
  createGroupCommit<T>(
    async (items) => {
      try {
        transaction(db, () => write(items));
      } catch (error) {
        throw toStorageError(error, path);
      }
    },
    {
      isWorthIt: (error) => error instanceof ScorebookError && error.code === "STORAGE_LOCKED",
      elapsedMs: () => performance.now(),
      after: (delayMs, callback) => setTimeout(callback, delayMs)
    }
  );
