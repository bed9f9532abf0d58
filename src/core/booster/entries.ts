import {invalid, type Place} from "./invalid.ts";
import {decode, hasWord, type Lines} from "./lines.ts";

const EQUALS = 61;

/** A value of the file, bytes[start … end − 1], and where it stands. */
export interface Entry extends Place {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** The `key=value` lines of one part of the file: found, but not yet read. */
export interface Entries {
  /** Forgets all entries and begins a part at the current line; an Entry is written over by the next part's. */
  begin(tree?: number): void;
  /**
   * Adds the current line: `key=value`, or a bare `key`, whose value is empty.
   * @throws MODEL_INVALID for a key that is not known or comes twice
   */
  add(): void;
  has(key: string): boolean;
  get(key: string): Entry | undefined;
  /** Takes an entry that must be there. @throws MODEL_INVALID */
  take(key: string): Entry;
  /** Where a key stands, or where it should. */
  placeOf(key: string): Place;
}

/** Gives an entry's value as text. @throws MODEL_INVALID when it is not UTF-8 */
export const textOf = (entry: Entry) => decode(entry.bytes, entry.start, entry.end, entry, true);

/** Creates room for one part's entries, which are kept in place: a model has thousands of parts. */
export function createEntries(lines: Lines, known: readonly string[]): Entries {
  const {bytes} = lines;
  type Slot = {-readonly [Name in keyof Entry]: Entry[Name]};
  const slots = known.map((key): Slot => ({tree: undefined, key, line: 0, bytes, start: 0, end: 0}));
  const byKey = new Map(slots.map((slot) => [slot.key, slot]));
  let head: Place = {line: 1};
  let next = 0;

  /** Finds a key; keys mostly come in the order in which they are known. */
  const find = (start: number, length: number): number => {
    for (let i = 0; i < slots.length; i++) {
      const at = (next + i) % slots.length;
      const {key} = slots[at]!;
      if (key.length === length && hasWord(bytes, start, key)) return at;
    }
    return -1;
  };
  const get = (key: string) => {
    const slot = byKey.get(key)!;
    return slot.line > 0 ? slot : undefined;
  };
  return {
    begin(tree) {
      head = tree === undefined ? {line: lines.line} : {tree, line: lines.line};
      next = 0;
      for (const slot of slots) {
        slot.line = 0;
        slot.tree = tree;
      }
    },
    add() {
      const {start, end, line} = lines;
      let equals = start;
      while (equals < end && bytes[equals] !== EQUALS) equals++;
      const at = find(start, equals - start);
      if (at < 0) {
        const key = decode(bytes, start, Math.min(equals, start + 40), head, false);
        throw invalid({...head, line, key}, "this key is unknown here");
      }
      const slot = slots[at]!;
      if (slot.line > 0) throw invalid({...slot, line}, "this key comes twice");
      slot.line = line;
      slot.start = Math.min(equals + 1, end);
      slot.end = end;
      next = at + 1;
    },
    has: (key) => get(key) !== undefined,
    get,
    take(key) {
      const entry = get(key);
      if (entry === undefined) throw invalid({...head, key}, "this key is missing");
      return entry;
    },
    placeOf: (key) => get(key) ?? {...head, key}
  };
}
