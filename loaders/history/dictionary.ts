import {MOST_TEXTS} from "./layout.ts";

/** Gives each text of a column a code in the order of arrival, from the bytes of a file or from text. */
export class Dictionary {
  readonly texts: string[] = [];
  private readonly codes = new Map<string, number>();
  private readonly byHash = new Map<number, {code: number; bytes: Uint8Array}[]>();
  private readonly known: number;

  /** @param vocabulary texts that get the first codes, sorted */
  constructor(vocabulary: readonly string[]) {
    for (const text of vocabulary) this.codeOfText(text);
    this.known = vocabulary.length;
  }

  /** Finds or makes the code of a text. @throws RangeError beyond 65,535 texts */
  codeOfText(text: string): number {
    const found = this.codes.get(text);
    if (found !== undefined) return found;
    const code = this.texts.length;
    if (code >= MOST_TEXTS) throw new RangeError(`a column has more than ${MOST_TEXTS} different texts`);
    this.texts.push(text);
    this.codes.set(text, code);
    return code;
  }

  /** Finds or makes the code of UTF-8 bytes, whose hash the caller has taken with `hashStep`. */
  codeOfBytes(bytes: Uint8Array, start: number, end: number, hash: number): number {
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

  /** Sorts the texts; the new code of each code so far, or undefined when none changes. */
  sorted(): {texts: string[]; newCodes: Uint16Array | undefined} {
    if (this.texts.length === this.known) return {texts: this.texts, newCodes: undefined};
    const texts = [...this.texts].sort();
    const places = new Map(texts.map((text, i) => [text, i]));
    return {texts, newCodes: Uint16Array.from(this.texts, (text) => places.get(text)!)};
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
