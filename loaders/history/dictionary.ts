import {MOST_TEXTS, nullOf} from "./layout.ts";

/** Longer texts are cut; the longest word that a table knows has 46 characters. */
const LONGEST_TEXT = 200;

/** Gives each text of a column a code in the order of arrival, from the bytes of a file or from text. */
export class Dictionary {
  readonly texts: string[] = [];
  private readonly codes = new Map<string, number>();
  private readonly byHash = new Map<number, {code: number; bytes: Uint8Array}[]>();
  private readonly known: number;

  private ordered: {texts: string[]; newCodes: Uint16Array | undefined} | undefined;

  /**
   * @param vocabulary texts that get the first codes, sorted
   * @param read tells the word that a text is another writing of, null when it stands for a missing value
   */
  constructor(
    vocabulary: readonly string[],
    private readonly read: (text: string) => string | null | undefined = (text) => text
  ) {
    for (const text of vocabulary) this.codeOfText(text);
    this.known = vocabulary.length;
  }

  /** Finds or makes the code of a text; a long text is cut. @throws RangeError beyond 65,535 texts */
  codeOfText(whole: string): number {
    const text = whole.length > LONGEST_TEXT ? `${whole.slice(0, LONGEST_TEXT)}…` : whole;
    const found = this.codes.get(text);
    if (found !== undefined) return found;
    const code = this.texts.length;
    if (code >= MOST_TEXTS) throw new RangeError(`has more than ${MOST_TEXTS} different texts in a column`);
    this.texts.push(text);
    this.codes.set(text, code);
    this.ordered = undefined;
    return code;
  }

  /** Finds or makes the code of UTF-8 bytes, whose hash the caller has taken with `hashStep`. */
  codeOfBytes(bytes: Uint8Array, start: number, end: number, hash: number): number {
    if (end - start > LONGEST_TEXT)
      return this.codeOfText(new TextDecoder().decode(bytes.subarray(start, end)));
    let entries = this.byHash.get(hash);
    if (entries === undefined) {
      entries = [];
      this.byHash.set(hash, entries);
    }
    for (const entry of entries) if (isSame(entry.bytes, bytes, start, end)) return entry.code;
    const own = bytes.slice(start, end);
    const code = this.codeOfText(new TextDecoder().decode(own));
    entries.push({code, bytes: own});
    return code;
  }

  /** Sorts the texts that stay; the new code of each code so far, or undefined when none changes. */
  sorted(): {texts: string[]; newCodes: Uint16Array | undefined} {
    this.ordered ??= this.sort();
    return this.ordered;
  }

  private sort(): {texts: string[]; newCodes: Uint16Array | undefined} {
    if (this.texts.length === this.known) return {texts: this.texts, newCodes: undefined};
    const words = this.texts.map((text) => {
      const word = this.read(text);
      return word === undefined ? text : word;
    });
    const texts = [...new Set(words.filter((word) => word !== null))].sort();
    const places = new Map(texts.map((text, i) => [text, i]));
    const newCodes = Uint16Array.from(words, (word) =>
      word === null ? nullOf("Uint16") : places.get(word)!
    );
    return {texts, newCodes};
  }
}

/** Takes one more byte into a hash (FNV-1a, 32 bits); it starts from 0. */
export function hashStep(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 16777619);
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[start + i]) return false;
  return true;
}
