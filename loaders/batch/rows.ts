import {writeSync} from "node:fs";
import {checksum} from "../generation/checks.ts";

/** Writes the first `count` values of one feature into rows of `stride` values, from the place of the feature on. */
export function scatter(
  from: ArrayLike<number>,
  count: number,
  to: Float32Array,
  start: number,
  stride: number
): void {
  for (let i = 0, at = start; i < count; i++, at += stride) to[at] = from[i]!;
}

/**
 * Writes the rows of some clients that follow each other into the features file.
 * @param first the place of the first client
 * @param checks gets the CRC-32 of each row; as long as there are clients
 */
export function writeRows(file: number, rows: Float32Array, first: number, checks: Uint32Array): void {
  const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
  const rowBytes = rows.byteLength / checks.length;
  for (let i = 0; i < checks.length; i++)
    checks[i] = checksum(bytes.subarray(i * rowBytes, (i + 1) * rowBytes));
  const position = first * rowBytes;
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, position + at);
}
