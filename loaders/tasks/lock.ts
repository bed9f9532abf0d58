import {mkdirSync} from "node:fs";
import {dirname} from "node:path";
import Database from "libsql";

const PAUSE_MS = 100;

/**
 * Does `work` while nobody else, in this process or another, holds the lock file `path`; waits for whoever does.
 * The system itself ends the lock of a process that was killed, so that none is ever left behind.
 * @param onWait is called once when somebody else holds the lock
 */
export async function withLock<T>(path: string, work: () => Promise<T>, onWait?: () => void): Promise<T> {
  mkdirSync(dirname(path), {recursive: true});
  const file = new Database(path);
  try {
    file.exec("PRAGMA busy_timeout = 0");
    for (let told = false; !take(file); told = true) {
      if (!told) onWait?.();
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
    return await work();
  } finally {
    file.close();
  }
}

function take(file: Database.Database): boolean {
  try {
    file.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (/^SQLITE_BUSY/.test((error as {code?: string}).code ?? "")) return false;
    throw error;
  }
}
