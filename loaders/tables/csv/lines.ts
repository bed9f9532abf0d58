import {isUtf8} from "node:buffer";
import {closeSync, openSync, readSync} from "node:fs";
import {type CsvForm, LONGEST_LINE} from "./form.ts";

const CHUNK_BYTES = 1 << 22;

/** One line of a CSV file, without its line break. */
export interface CsvLine {
  /** From 1; the column names are a line too. */
  readonly number: number;
  readonly text: string;
  /** The place of the first byte that is not UTF-8, in which case each character is a byte; −1 otherwise. */
  readonly badByte: number;
  /** True when no line break follows. */
  readonly isTorn: boolean;
  /** True when the line is longer than a line may be. */
  readonly isTooLong: boolean;
}

/** Reads the lines below the column names, one after the other; memory holds some megabytes. */
export function* readCsvLines(path: string, {lineBreak, next, firstLine}: CsvForm): Generator<CsvLine> {
  const buffer = Buffer.alloc(CHUNK_BYTES + LONGEST_LINE);
  const breakByte = lineBreak.charCodeAt(0);
  const file = openSync(path, "r");
  let number = firstLine;
  try {
    for (let kept = 0, position = next; ; ) {
      const read = readSync(file, buffer, kept, CHUNK_BYTES, position);
      position += read;
      const end = kept + read;
      const whole = read === 0 ? end : buffer.subarray(0, end).lastIndexOf(breakByte) + 1;
      for (const {text, badByte} of linesOf(buffer.subarray(0, whole), lineBreak))
        yield {number: number++, text, badByte, isTorn: read === 0, isTooLong: text.length > LONGEST_LINE};
      if (read === 0) return;
      buffer.copy(buffer, 0, whole, end);
      kept = end - whole;
      if (kept > LONGEST_LINE) {
        const text = buffer.toString("latin1", 0, 100);
        yield {number, text, badByte: -1, isTorn: false, isTooLong: true};
        return;
      }
    }
  } finally {
    closeSync(file);
  }
}

function* linesOf(bytes: Buffer, lineBreak: string): Generator<{text: string; badByte: number}> {
  if (bytes.length === 0) return;
  const isSound = isUtf8(bytes);
  const text = bytes.toString(isSound ? "utf8" : "latin1");
  const lines = text.split(lineBreak);
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) {
    const cut = lineBreak === "\n" && line.endsWith("\r") ? line.slice(0, -1) : line;
    if (isSound) yield {text: cut, badByte: -1};
    else {
      const own = Buffer.from(cut, "latin1");
      yield isUtf8(own) ? {text: own.toString("utf8"), badByte: -1} : {text: cut, badByte: firstBadByte(own)};
    }
  }
}

/** Finds the first byte that is no part of UTF-8. */
function firstBadByte(bytes: Buffer): number {
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    const length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    if (!isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  return -1;
}
