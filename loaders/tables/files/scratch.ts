import {accessSync, constants, mkdirSync, readdirSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";

/** A folder for files that are needed while tables are open; it is there once something was made in it. */
export interface Scratch {
  readonly path: string;
  /** Makes the folder unless it is there. */
  make(): string;
  remove(): void;
}

/** Hidden, so that it is not taken for a table; it carries the number of the process that uses it. */
const NAME = /^\.scorebook-tables-(\d+)-/;

const inUse = new Set<string>();
let made = 0;
process.once("exit", () => {
  for (const path of inUse) rmSync(path, {recursive: true, force: true});
});

/**
 * Names a scratch folder inside `dir`, or in the system's temporary folder when `dir` cannot be written to. It is
 * removed at the latest when the process ends; what a killed process left in either place is removed before.
 */
export function createScratch(dir: string): Scratch {
  for (const parent of [dir, tmpdir()]) removeLeftovers(parent);
  const path = join(isWritable(dir) ? dir : tmpdir(), `.scorebook-tables-${process.pid}-${made++}`);
  inUse.add(path);
  return {
    path,
    make() {
      mkdirSync(path, {recursive: true});
      return path;
    },
    remove() {
      rmSync(path, {recursive: true, force: true});
      inUse.delete(path);
    }
  };
}

function isWritable(dir: string): boolean {
  try {
    accessSync(dir, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function removeLeftovers(parent: string): void {
  for (const name of list(parent)) {
    const owner = NAME.exec(name)?.[1];
    if (owner === undefined || isRunning(Number(owner))) continue;
    try {
      rmSync(join(parent, name), {recursive: true, force: true});
    } catch {
      // Another user's folder is for that user to remove.
    }
  }
}

function list(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
