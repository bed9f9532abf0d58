import {closeSync, openSync, readSync} from "node:fs";
import type {LazyDataFrame} from "nodejs-polars";

const CHUNK_BYTES = 1 << 22;
/** Longer beginnings of lines are no ids. */
const MOST_DIGITS = 9;
const LINE_FEED = 10;
const COMMA = 44;
const ZERO = 48;
const NINE = 57;
const HEADER = Buffer.from("SK_ID_CURR,");

/** An application table that was checked: the ids of its rows where they are known, else a frame to read them from. */
export interface ApplicationTable {
  readonly ids?: Int32Array;
  readonly frame: LazyDataFrame;
}

/** Tells the client ids of an application table, in the order of its rows. */
export const readApplicants = ({ids, frame}: ApplicationTable): Int32Array =>
  ids ?? (frame.select("SK_ID_CURR").collectSync().getColumn("SK_ID_CURR").toTypedArray() as Int32Array);

/**
 * Reads the client ids of an application table that was not checked: what its lines begin with.
 * @returns undefined when it does not look like a table in Kaggle's own form; what is returned may be wrong as long as
 * the check has not found that it is one
 */
export function scanApplicants(path: string): Int32Array | undefined {
  const bytes = Buffer.alloc(2 * CHUNK_BYTES);
  const ids: number[] = [];
  const file = openSync(path, "r");
  try {
    let isHeader = true;
    let kept = 0;
    for (let read = -1; read !== 0; ) {
      read = readSync(file, bytes, kept, CHUNK_BYTES, null);
      const text = bytes.subarray(0, kept + read);
      let at = 0;
      if (isHeader) {
        if (text.indexOf(HEADER) !== 0) return undefined;
        at = text.indexOf(LINE_FEED) + 1 || text.length;
        isHeader = false;
      }
      for (let next = 0; at < text.length; at = next + 1) {
        next = text.indexOf(LINE_FEED, at);
        if (next < 0 && read > 0) break;
        const id = readId(text, at);
        if (id === undefined) return undefined;
        ids.push(id);
        if (next < 0) next = text.length;
      }
      kept = Math.max(0, text.length - at);
      if (kept > CHUNK_BYTES) return undefined;
      bytes.copyWithin(0, at, text.length);
    }
  } finally {
    closeSync(file);
  }
  return new Int32Array(ids);
}

/** Reads the digits before a comma. */
function readId(text: Uint8Array, start: number): number | undefined {
  let id = 0;
  for (let at = start; at <= start + MOST_DIGITS; at++) {
    const byte = text[at];
    if (byte === COMMA) return at === start ? undefined : id;
    if (byte === undefined || byte < ZERO || byte > NINE) return undefined;
    id = 10 * id + byte - ZERO;
  }
  return undefined;
}

/** Puts ids together and in ascending order, in memory that threads can share. */
export function sortIds(lists: readonly Int32Array[]): Int32Array {
  const total = lists.reduce((sum, {length}) => sum + length, 0);
  const ids = new Int32Array(new SharedArrayBuffer(total * Int32Array.BYTES_PER_ELEMENT));
  let filled = 0;
  for (const list of lists) {
    ids.set(list, filled);
    filled += list.length;
  }
  return ids.sort();
}
