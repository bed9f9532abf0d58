import {invalid, type Place} from "./invalid.ts";

/** A cursor over the lines of a model file; `offset` counts UTF-16 units from the start of the text. */
export interface Lines {
  /** The current line without its line feed, or undefined at the end. */
  peek(): string | undefined;
  next(): string | undefined;
  /** 1-based number of the current line. */
  readonly line: number;
  /** Where the current line begins. */
  readonly offset: number;
  skipBlank(): void;
  /** Whether the text ends with a line feed. */
  readonly closed: boolean;
}

/** Creates a cursor; a carriage return before the line feed is not part of the line but counts in `offset`. */
export function createLines(text: string): Lines {
  const closed = text.endsWith("\n");
  let start = 0;
  let line = 1;
  const end = () => {
    const feed = text.indexOf("\n", start);
    return feed < 0 ? text.length : feed;
  };
  const peek = () => {
    if (start >= text.length) return undefined;
    const stop = end();
    return text.slice(start, stop > start && text[stop - 1] === "\r" ? stop - 1 : stop);
  };
  const next = () => {
    const current = peek();
    if (current !== undefined) {
      start = end() + 1;
      line++;
    }
    return current;
  };
  return {
    peek,
    next,
    get line() {
      return line;
    },
    get offset() {
      return start;
    },
    skipBlank() {
      while (peek() === "") next();
    },
    closed
  };
}

/** A value of the file and where it stands. */
export interface Entry {
  value: string;
  place: Place;
}

/** Reads `key=value` lines until a blank line or the end; a key that is not in `known` or comes twice is invalid. */
export function readEntries(lines: Lines, known: ReadonlySet<string>, tree: number): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (let text = lines.peek(); text !== undefined && text !== ""; text = lines.peek()) {
    addEntry(entries, text, known, {tree, line: lines.line});
    lines.next();
  }
  return entries;
}

/** Adds one `key=value` line (or a bare `key`, whose value is empty) to the entries. */
export function addEntry(
  entries: Map<string, Entry>,
  text: string,
  known: ReadonlySet<string>,
  place: Place
): void {
  const equals = text.indexOf("=");
  const key = equals < 0 ? text : text.slice(0, equals);
  if (!known.has(key)) throw invalid({...place, key: key.slice(0, 40)}, "this key is unknown here");
  if (entries.has(key)) throw invalid({...place, key}, "this key comes twice");
  entries.set(key, {value: equals < 0 ? "" : text.slice(equals + 1), place: {...place, key}});
}

/** Takes an entry that must be there. */
export function required(entries: ReadonlyMap<string, Entry>, key: string, place: Place): Entry {
  const entry = entries.get(key);
  if (entry === undefined) throw invalid({...place, key}, "this key is missing");
  return entry;
}
