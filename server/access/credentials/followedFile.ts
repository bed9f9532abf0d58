import {closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync} from "node:fs";
import {dirname} from "node:path";

/**
 * Makes a function that answers what is in a file, read again whenever the file is another one; that costs one look at
 * the folder's entry a call. It throws what `read` throws, for as long as the file stays as it is.
 */
export function followFile<T>(path: string, read: (path: string) => T): () => T {
  let known: {stamp: string; value?: T; error?: unknown} | undefined;
  return () => {
    const stamp = stampOf(path);
    if (known?.stamp !== stamp) {
      try {
        known = {stamp, value: read(path)};
      } catch (error) {
        known = {stamp, error};
      }
    }
    if (known.error !== undefined) throw known.error;
    return known.value as T;
  };
}

function stampOf(path: string): string {
  const found = statSync(path, {bigint: true, throwIfNoEntry: false});
  return found ? `${found.ino} ${found.mtimeNs} ${found.ctimeNs} ${found.size} ${found.mode}` : "none";
}

/** Puts a text into a file that only its owner may read, in one step: whoever reads it sees the old or the new. */
export function replacePrivateFile(path: string, text: string): void {
  const draft = `${path}.${process.pid}.draft`;
  rmSync(draft, {force: true});
  const file = openSync(draft, "wx", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Reads a file as JSON. Answers undefined when there is none; throws what the system or the parser says. */
export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
