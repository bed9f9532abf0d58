import {readSync} from "node:fs";
import {ScorebookError} from "../../src/core/errors.ts";

/** Fills bytes from a position of an open file. @throws FEATURES_MISSING when the file ends before */
export function readFully(file: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(file, bytes, at, bytes.length - at, position + at);
    if (read === 0)
      throw new ScorebookError("FEATURES_MISSING", "The history is shorter than its index says.");
    at += read;
  }
}
