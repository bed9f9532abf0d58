import {randomUUID} from "node:crypto";
import {lstatSync, renameSync, symlinkSync, unlinkSync} from "node:fs";

const wait = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/**
 * Does something while no other process, Optuna's included, writes to the journal. The lock is a symbolic link
 * beside it; one that has stood unchanged for `graceMs` belonged to a process that died, and is taken away.
 * Source: Optuna's JournalFileSymlinkLock.
 */
export function withJournalLock<T>(file: string, act: () => T, graceMs = 30_000): T {
  const lock = `${file}.lock`;
  let pause = 1;
  let seen: number | undefined;
  let since = performance.now();
  while (!tryLink(file, lock)) {
    const changed = modifiedAt(lock);
    if (changed !== seen) [seen, since] = [changed, performance.now()];
    else if (changed !== undefined && performance.now() - since > graceMs) release(lock);
    wait(pause);
    pause = Math.min(pause * 2, 250);
  }
  try {
    return act();
  } finally {
    release(lock);
  }
}

function tryLink(file: string, lock: string): boolean {
  try {
    symlinkSync(file, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function modifiedAt(lock: string): number | undefined {
  return lstatSync(lock, {throwIfNoEntry: false})?.mtimeMs;
}

/** Renames before it unlinks, so that of several who release only one does. */
function release(lock: string): void {
  const aside = `${lock}${randomUUID()}.rename`;
  try {
    renameSync(lock, aside);
    unlinkSync(aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
