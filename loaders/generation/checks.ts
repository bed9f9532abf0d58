import {closeSync, openSync, readFileSync, readSync} from "node:fs";
import {type FileHandle, open} from "node:fs/promises";
import {crc32} from "node:zlib";

/** What a file is compared with before it is believed. */
export interface FileCheck {
  bytes: number;
  /** CRC-32 of the content; null for a file whose blocks have checksums of their own. */
  crc32: number | null;
}

/** The blocks of a file one after the other, each with its own checksum. */
export interface Blocks {
  readonly count: number;
  /** The byte behind block i. */
  end(i: number): number;
  /** CRC-32 of block i; 0 for an empty one. */
  check(i: number): number;
}

const SLICE_BYTES = 1 << 20;

/** Computes the CRC-32 of bytes or text, as the checks of stored files hold it. */
export const checksum = (content: Uint8Array | string): number => crc32(content);

/** Tells whether content is what its check says. */
export const isWhole = (content: Uint8Array, check: FileCheck | undefined): boolean =>
  check !== undefined && content.length === check.bytes && crc32(content) === check.crc32;

/** Computes the check of a file by reading it through, in slices. */
export function describeFile(path: string): FileCheck {
  const file = openSync(path, "r");
  const slice = new Uint8Array(SLICE_BYTES);
  let bytes = 0;
  let sum = 0;
  try {
    for (let read = 1; read > 0; bytes += read) {
      read = readSync(file, slice, 0, SLICE_BYTES, bytes);
      sum = crc32(slice.subarray(0, read), sum);
    }
  } finally {
    closeSync(file);
  }
  return {bytes, crc32: sum};
}

/**
 * Compares a file with its check, and with its blocks where it has them, in slices between which other work gets
 * its turn.
 * @returns what is wrong, as words that follow the file's name; undefined when the file is whole
 */
export async function damageOf(
  path: string,
  {bytes, crc32: sum}: FileCheck,
  blocks?: Blocks
): Promise<string | undefined> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return "cannot be read";
  try {
    const {size} = await file.stat();
    if (size !== bytes) return `has ${size} bytes where ${bytes} were written`;
    const compared = blocks ?? {count: 1, end: () => bytes, check: () => sum ?? 0};
    return (await hasDamagedBlock(file, compared)) ? "has other content than was written" : undefined;
  } finally {
    await file.close();
  }
}

async function hasDamagedBlock(file: FileHandle, {count, end, check}: Blocks): Promise<boolean> {
  const slice = new Uint8Array(SLICE_BYTES);
  let at = 0;
  let sum = 0;
  let block = 0;
  const endsWhole = (): boolean => {
    for (; block < count && end(block) === at; block++) {
      if (check(block) !== sum) return false;
      sum = 0;
    }
    return true;
  };
  if (!endsWhole()) return true;
  for (;;) {
    const {bytesRead} = await file.read(slice, 0, SLICE_BYTES, at);
    if (bytesRead === 0) return block < count;
    for (let from = 0; from < bytesRead; ) {
      if (block >= count) return true;
      const to = Math.min(bytesRead, from + end(block) - at);
      sum = crc32(slice.subarray(from, to), sum);
      at += to - from;
      from = to;
      if (!endsWhole()) return true;
    }
  }
}

/** Reads a file of whole numbers and compares it with its check; undefined when it is missing or damaged. */
export function readChecked(path: string, check: FileCheck | undefined): Buffer | undefined {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch {
    return undefined;
  }
  return isWhole(content, check) ? content : undefined;
}

/** Copies bytes to a buffer of their own, so that typed arrays may lie over them. */
export function alignedBytes(content: Uint8Array): ArrayBuffer {
  const bytes = new ArrayBuffer(content.length);
  new Uint8Array(bytes).set(content);
  return bytes;
}
