import {closeSync, openSync} from "node:fs";
import {readFully} from "../../parquet/readFully.ts";
import {writePart} from "./featurePart.ts";
import {PART_BITS, PART_ROWS} from "./partLayout.ts";

/** A part of the Parquet file, of features that were computed elsewhere. */
export interface PartTask {
  /** Where it goes. */
  path: string;
  /** The features file. */
  features: string;
  /** The first row of the part. */
  first: number;
  ids: Int32Array;
  targets: Int8Array;
  /** One per column of the features file. */
  names: readonly string[];
}

/** Rows turned at a time: few enough to stay in the cache while every column takes its value. */
const TILE_ROWS = 128;

/** Turns rows of the features file into a part. */
export function runTask({path, features, first, ids, targets, names}: PartTask): void {
  const rows = readRows(features, first, ids.length, names.length);
  const values = new Float32Array(names.length * PART_ROWS);
  const valid = new Uint8Array(names.length * PART_BITS);
  for (let start = 0; start < ids.length; start += TILE_ROWS) {
    const end = Math.min(start + TILE_ROWS, ids.length);
    for (let j = 0; j < names.length; j++) turn(rows, names.length, j, [start, end], values, valid);
  }
  writePart(path, {ids, targets, names, values, valid});
}

function turn(
  rows: Float32Array,
  width: number,
  j: number,
  [start, end]: readonly [number, number],
  values: Float32Array,
  valid: Uint8Array
): void {
  for (let i = start; i < end; i++) {
    const value = rows[i * width + j]!;
    values[j * PART_ROWS + i] = value;
    if (!Number.isNaN(value)) valid[j * PART_BITS + (i >> 3)]! |= 1 << (i & 7);
  }
}

function readRows(path: string, first: number, count: number, width: number): Float32Array {
  const rows = new Float32Array(count * width);
  const file = openSync(path, "r");
  try {
    readFully(file, new Uint8Array(rows.buffer), first * width * Float32Array.BYTES_PER_ELEMENT);
  } finally {
    closeSync(file);
  }
  return rows;
}
