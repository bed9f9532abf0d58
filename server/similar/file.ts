import {closeSync, openSync, readFileSync, writeSync} from "node:fs";
import {checksum} from "../../loaders/generation/checks.ts";
import type {ClusterIndex} from "../../src/core/nearest/clusterIndex.ts";

/** Clients of known outcome in the space of causes; `order` of the index leads to positions of these columns. */
export interface SimilarFile {
  index: ClusterIndex;
  /** Ascending. */
  ids: Int32Array;
  /** 1 = default, 0 = repaid. */
  bad: Uint8Array;
  /** Of default, each by a model that had not seen the client; NaN where nobody knows. */
  probability: Float32Array;
}

/** Columns in the order in which they are written; each begins at a multiple of eight bytes. */
const COLUMNS = ["points", "order", "centres", "starts", "fromCentre", "ids", "bad", "probability"] as const;
const TYPES = {
  points: Float32Array,
  order: Int32Array,
  centres: Float32Array,
  starts: Int32Array,
  fromCentre: Float64Array,
  ids: Int32Array,
  bad: Uint8Array,
  probability: Float32Array
} as const;
const HEAD_BYTES = 1024;
const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

interface Head {
  dims: number;
  /** Numbers in each column. */
  lengths: number[];
  crc32: number;
}

/** Writes the columns behind a head of JSON, with a checksum over them. */
export function writeSimilar(path: string, {index, ...columns}: SimilarFile): void {
  const all = {...index, ...columns};
  const body = Buffer.concat(
    COLUMNS.map((name) => {
      const {buffer, byteOffset, byteLength} = all[name];
      const bytes = Buffer.alloc(aligned(byteLength));
      bytes.set(new Uint8Array(buffer, byteOffset, byteLength));
      return bytes;
    })
  );
  const head: Head = {
    dims: index.dims,
    lengths: COLUMNS.map((name) => all[name].length),
    crc32: checksum(body)
  };
  const file = openSync(path, "w");
  try {
    writeSync(file, Buffer.from(JSON.stringify(head).padEnd(HEAD_BYTES)));
    for (let at = 0; at < body.length; ) at += writeSync(file, body, at);
  } finally {
    closeSync(file);
  }
}

/** Reads the columns where they lie; null when the file is not there, or is not what was written. */
export function readSimilar(path: string): SimilarFile | null {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  // A buffer of its own begins at a multiple of eight bytes.
  const bytes = new Uint8Array(content.length);
  bytes.set(content);
  let head: Head;
  try {
    head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES))) as Head;
  } catch {
    return null;
  }
  if (checksum(bytes.subarray(HEAD_BYTES)) !== head.crc32) return null;
  let at = HEAD_BYTES;
  const read = COLUMNS.map((name, k) => {
    const column = new TYPES[name](bytes.buffer, at, head.lengths[k]);
    at += aligned(column.byteLength);
    return [name, column];
  });
  const {ids, bad, probability, ...index} = Object.fromEntries(read) as Omit<ClusterIndex, "dims"> &
    Omit<SimilarFile, "index">;
  return {index: {dims: head.dims, ...index}, ids, bad, probability};
}
