import {closeSync, fstatSync, openSync} from "node:fs";
import {OFFSET_WORDS} from "../../history/layout.ts";
import {readFully} from "../../parquet/readFully.ts";

/** Clients whose places are in memory at once. */
const WINDOW = 4096;
const WORD = Uint32Array.BYTES_PER_ELEMENT;

/** Where the records of clients begin in a table of the history, asked for forwards. */
export interface Offsets {
  /**
   * Tells where the records of the clients first … first + count begin, the last of which is where those of the client
   * before it end.
   * @returns a number of records for each, of which there is one more than clients; until the next call
   */
  of(first: number, count: number): Uint32Array;
  close(): void;
}

/** Opens NAME.offsets. Memory does not grow with the clients. */
export function openOffsets(path: string): Offsets {
  const file = openSync(path, "r");
  const words = fstatSync(file).size / WORD;
  const content = new Uint32Array((WINDOW + 1) * OFFSET_WORDS);
  let places = new Uint32Array(WINDOW + 1);
  let start = 0;
  let end = -1;

  function load(first: number, count: number): void {
    const wanted = Math.max(WINDOW, count);
    if (places.length <= wanted) places = new Uint32Array(wanted + 1);
    start = first;
    end = first;
    for (let i = 0; i <= wanted; ) {
      const from = (first + i) * OFFSET_WORDS;
      const read = Math.min(content.length, words - from);
      if (read <= 0) break;
      readFully(file, new Uint8Array(content.buffer, 0, read * WORD), from * WORD);
      for (let at = 0; at < read && i <= wanted; at += OFFSET_WORDS) places[i++] = content[at]!;
      end = first + i - 1;
    }
  }

  return {
    of(first, count) {
      if (first < start || first + count > end) load(first, count);
      if (first + count > end) throw new RangeError(`${path} ends before client ${first + count}`);
      return places.subarray(first - start, first - start + count + 1);
    },
    close: () => closeSync(file)
  };
}
