import {closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync} from "node:fs";
import {dirname} from "node:path";

const PAUSE_MS = 200;

/**
 * Does `work` while no other process holds the lock file `path`; waits for one that does. The lock of a process that
 * is gone is taken over.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), {recursive: true});
  while (!take(path)) {
    if (!isHeld(path)) rmSync(path, {force: true});
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(path, {force: true});
  }
}

function take(path: string): boolean {
  try {
    const file = openSync(path, "wx");
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Tells whether the process that wrote its number into the file still runs; an unreadable file was just let go of. */
function isHeld(path: string): boolean {
  try {
    const holder = Number(readFileSync(path, "utf8"));
    if (holder > 0) process.kill(holder, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
