import {invalid, type Place} from "./invalid.ts";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** The longest line that is made a string; lines of numbers are read as bytes, whatever their length. */
const MAX_TEXT = 2 ** 28;

/** A cursor over the lines of a model file, which are never held as one string. */
export interface Lines {
  readonly bytes: Uint8Array;
  /** 1-based number of the current line. */
  readonly line: number;
  /** Where the current line begins; the file's length at the end. */
  readonly start: number;
  /** Where it ends, before its line feed and a carriage return in front of that. */
  readonly end: number;
  readonly isOver: boolean;
  /** How many bytes lie before the current line, carriage returns in front of line feeds not counted. */
  readonly offset: number;
  /** Whether the file ends with a line feed. */
  readonly isClosed: boolean;
  /** Gives the current line as text, or undefined at the end; bytes that are not UTF-8 become U+FFFD. */
  peek(): string | undefined;
  /** Says whether the current line begins with an ASCII word. */
  begins(word: string): boolean;
  next(): void;
  skipBlank(): void;
}

/** Creates a cursor at the first line. */
export function createLines(bytes: Uint8Array): Lines {
  const {length} = bytes;
  let line = 1;
  let start = 0;
  let returns = 0;
  let feed = 0;
  let end = 0;
  const find = () => {
    const found = bytes.indexOf(LINE_FEED, start);
    feed = found < 0 ? length : found;
    end = feed > start && bytes[feed - 1] === CARRIAGE_RETURN ? feed - 1 : feed;
  };
  const next = () => {
    if (start >= length) return;
    if (feed < length) returns += feed - end;
    start = Math.min(feed + 1, length);
    line++;
    find();
  };
  find();
  return {
    bytes,
    get line() {
      return line;
    },
    get start() {
      return start;
    },
    get end() {
      return end;
    },
    get isOver() {
      return start >= length;
    },
    get offset() {
      return start - returns;
    },
    isClosed: bytes[length - 1] === LINE_FEED,
    peek: () => (start >= length ? undefined : decode(bytes, start, end, {line}, false)),
    begins: (word) => end - start >= word.length && hasWord(bytes, start, word),
    next,
    skipBlank() {
      while (start < length && start === end) next();
    }
  };
}

/** Says whether an ASCII word stands at a place. */
export function hasWord(bytes: Uint8Array, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) return false;
  return true;
}

/**
 * Decodes bytes[start … end − 1].
 * @param strict whether bytes that are not UTF-8 are refused, or become U+FFFD
 * @throws MODEL_INVALID
 */
export function decode(bytes: Uint8Array, start: number, end: number, place: Place, strict: boolean): string {
  if (end - start > MAX_TEXT) throw invalid(place, `a line of ${end - start} bytes is too long here`);
  try {
    // A copy, since shared memory cannot be decoded everywhere.
    return new TextDecoder("utf-8", {fatal: strict, ignoreBOM: true}).decode(bytes.slice(start, end));
  } catch {
    throw invalid(place, "the text is not UTF-8");
  }
}
