import {closeSync, openSync, readSync, writeFileSync} from "node:fs";
import {makeTable, tableToIPC} from "apache-arrow";

/** A range of the features file that becomes one Arrow file. */
export interface PartTask {
  /** Where the Arrow file goes. */
  path: string;
  features: string;
  /** The first row of the range. */
  first: number;
  ids: Int32Array;
  targets: Int8Array;
  /** One per column of the features file. */
  names: readonly string[];
}

/** Rows turned at a time: few enough to stay in the cache while every column takes its value. */
const TILE_ROWS = 128;

/** Turns rows into an Arrow file of columns, which Polars reads without touching single values. */
export function runTask({path, features, first, ids, targets, names}: PartTask): void {
  const rows = readRows(features, first, ids.length, names.length);
  const columns: Record<string, Int32Array | Int8Array | Float32Array> = {SK_ID_CURR: ids, TARGET: targets};
  const values = names.map((name) => {
    const column = new Float32Array(ids.length);
    columns[name] = column;
    return column;
  });
  for (let start = 0; start < ids.length; start += TILE_ROWS) {
    const end = Math.min(start + TILE_ROWS, ids.length);
    for (let j = 0; j < names.length; j++) copyColumn(rows, j, names.length, values[j]!, start, end);
  }
  writeFileSync(path, tableToIPC(makeTable(columns), "file"));
}

function copyColumn(
  rows: Float32Array,
  j: number,
  width: number,
  to: Float32Array,
  start: number,
  end: number
): void {
  for (let i = start, at = start * width + j; i < end; i++, at += width) to[i] = rows[at]!;
}

function readRows(path: string, first: number, count: number, width: number): Float32Array {
  const rows = new Float32Array(count * width);
  const bytes = new Uint8Array(rows.buffer);
  const start = first * width * Float32Array.BYTES_PER_ELEMENT;
  const file = openSync(path, "r");
  try {
    for (let at = 0; at < bytes.length; ) at += readSync(file, bytes, at, bytes.length - at, start + at);
  } finally {
    closeSync(file);
  }
  return rows;
}
