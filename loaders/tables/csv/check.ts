import {createHash} from "node:crypto";
import {type FileHandle, open} from "node:fs/promises";
import {isCell} from "../cells/cells.ts";
import {IdSet} from "../check/idSet.ts";
import type {TableSchema} from "../schema/column.ts";
import {type CsvAutomaton, compileCsvAutomaton} from "./automaton.ts";
import {LONGEST_LINE} from "./form.ts";

const CHUNK_BYTES = 1 << 22;
/** Of UTF-8, each byte as a character. */
const BYTE_ORDER_MARK = /^\xef\xbb\xbf/;
const LINE_FEED = 10;
const COMMA = 44;

/** What one pass over a CSV file tells. */
export interface CheckedCsv {
  /** Of the file's bytes. */
  readonly sha256: string;
  readonly rows: number;
  /** Integer columns with cells such as `1.0`, which must be read as decimal numbers. */
  readonly pointed: readonly string[];
  /** False when the last line has no line break. */
  readonly endsWithLineBreak: boolean;
}

/**
 * Reads a CSV file once, byte by byte: proves that it is in Kaggle's own form, that each cell can be read as
 * declared and that no key occurs twice, and takes the content's sha256. Memory does not grow with the file, but
 * for one bit per key.
 * @param letters see compileCsvAutomaton
 * @returns undefined when the file is in another form or has a fault
 */
export async function checkCsv(
  table: TableSchema,
  path: string,
  letters: "ascii" | "utf8" = "ascii"
): Promise<CheckedCsv | undefined> {
  return scanCsv(table, path, new Scanner(table, letters));
}

/** Checks consecutive pieces of a file's text. */
export interface RowScanner {
  /** Room for `TEXT_BYTES`; the pieces are put here. */
  readonly buffer: Uint8Array;
  /** The line that is being read, from 1 (the column names), and where it starts in the buffer. */
  readonly line: number;
  lineStart: number;
  /** Integer columns with cells such as `1.0`, as they came. */
  readonly pointed: Iterable<string>;
  /** Scans buffer[from, to), whose unfinished line starts at 0 unless it is the first piece; false at a fault. */
  scan(from: number, to: number): boolean;
}

/** Room for a piece of the file behind the unfinished line before it, and a line break behind the last one. */
export const TEXT_BYTES = CHUNK_BYTES + LONGEST_LINE + 1;

/**
 * Reads a CSV file once, piece by piece, and takes its sha256.
 * @returns undefined when the names are not Kaggle's or the scanner found a fault
 */
export async function scanCsv(
  table: TableSchema,
  path: string,
  scanner: RowScanner
): Promise<CheckedCsv | undefined> {
  const handle = await open(path, "r");
  try {
    return await scanPieces(table, handle, scanner);
  } finally {
    await handle.close();
  }
}

async function scanPieces(
  table: TableSchema,
  handle: FileHandle,
  scanner: RowScanner
): Promise<CheckedCsv | undefined> {
  const {buffer} = scanner;
  const next = await readNames(table, handle, buffer);
  if (next === undefined) return undefined;
  const hash = createHash("sha256");
  /** The first byte of the buffer in the file; `kept` bytes of an unfinished line stand before what is read next. */
  let offset = 0;
  let kept = 0;
  for (;;) {
    const {bytesRead} = await handle.read(buffer, kept, CHUNK_BYTES, offset + kept);
    if (bytesRead === 0) break;
    const end = kept + bytesRead;
    hash.update(buffer.subarray(kept, end));
    const from = scanner.line === 1 ? Math.min(next, end) : kept;
    if (!scanner.scan(from, end)) return undefined;
    kept = end - scanner.lineStart;
    if (kept > LONGEST_LINE) return undefined;
    buffer.copyWithin(0, scanner.lineStart, end);
    offset += scanner.lineStart;
  }
  if (kept > 0) {
    buffer[kept] = LINE_FEED;
    scanner.lineStart = 0;
    if (!scanner.scan(kept, kept + 1)) return undefined;
  }
  return {
    sha256: hash.digest("hex"),
    rows: scanner.line - 2,
    pointed: [...scanner.pointed],
    endsWithLineBreak: kept === 0
  };
}

/** Finds the first byte below the column names; undefined when they are not Kaggle's, in Kaggle's order. */
async function readNames(
  table: TableSchema,
  handle: FileHandle,
  buffer: Uint8Array
): Promise<number | undefined> {
  const {bytesRead} = await handle.read(buffer, 0, LONGEST_LINE, 0);
  const found = buffer.subarray(0, bytesRead).indexOf(LINE_FEED);
  const end = found < 0 ? bytesRead : found;
  const line = textOf(buffer, 0, end).replace(/\r$/, "").replace(BYTE_ORDER_MARK, "");
  if (line !== table.columns.map(({name}) => name).join(",")) return undefined;
  return found < 0 ? end : found + 1;
}

/** Runs the automaton of one table over consecutive pieces of its file. */
class Scanner implements RowScanner {
  /** A plain array of bytes: loops over a Buffer are half as fast. */
  readonly buffer = new Uint8Array(TEXT_BYTES);
  readonly pointed = new Set<string>();
  private readonly keyColumn: number;
  line = 1;
  lineStart = 0;
  private readonly automaton: CsvAutomaton;
  private readonly keys = new IdSet();
  private state: number;

  constructor(
    private readonly table: TableSchema,
    letters: "ascii" | "utf8"
  ) {
    this.automaton = compileCsvAutomaton(table, letters);
    this.state = this.automaton.start;
    this.keyColumn = table.columns.findIndex((column) => column.name === table.key);
  }

  scan(from: number, to: number): boolean {
    const {buffer} = this;
    const {classOf, next, start, firstSpecial} = this.automaton;
    const hasKey = this.keyColumn >= 0;
    let {state} = this;
    this.lineStart = 0;
    if (this.line === 1) {
      this.lineStart = from;
      this.line = 2;
    }
    for (let at = from; at < to; at++) {
      state = next[state | classOf[buffer[at]!]!]!;
      if (state < firstSpecial) continue;
      if (state === start && !hasKey) {
        if (at - this.lineStart > LONGEST_LINE) return false;
        this.lineStart = at + 1;
        this.line++;
        continue;
      }
      state = this.act(state, at);
      if (state < 0) return false;
    }
    this.state = state;
    return true;
  }

  /** Does what the state asks for; the state to go on with, or −1 at a fault. */
  private act(state: number, at: number): number {
    const action = this.automaton.actions.get(state)!;
    if (action.fails) return -1;
    if (action.pointIn !== undefined) {
      const {column, known} = action.pointIn;
      this.pointed.add(this.table.columns[column]!.name);
      const {next} = this.automaton;
      for (let i = 0; i < next.length; i++) if (next[i] === state) next[i] = known;
      return known;
    }
    if (action.checksRange !== undefined && !this.fits(action.checksRange, at)) return -1;
    if (action.endsRow) {
      if (at - this.lineStart > LONGEST_LINE) return -1;
      if (this.keyColumn >= 0) {
        const key = readId(this.buffer, this.lineStart, this.keyColumn);
        if (!this.keys.add(key)) return -1;
      }
      this.lineStart = at + 1;
      this.line++;
    }
    return state;
  }

  private fits(column: number, end: number): boolean {
    let start = end;
    while (start > this.lineStart && this.buffer[start - 1] !== COMMA) start--;
    return isCell(this.table.columns[column]!, textOf(this.buffer, start, end).trimEnd());
  }
}

function textOf(buffer: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...buffer.subarray(start, end));
}

/** Reads the whole number in a column of the line at `start`; the columns before it hold whole numbers too. */
function readId(buffer: Uint8Array, start: number, column: number): number {
  let at = start;
  for (let commas = 0; commas < column; at++) if (buffer[at] === COMMA) commas++;
  let value = 0;
  for (let digit = buffer[at]! - 48; digit >= 0 && digit <= 9; digit = buffer[++at]! - 48)
    value = value * 10 + digit;
  return value;
}
