const PAGE_BITS = 20;
const PAGE_WORDS = 1 << (PAGE_BITS - 5);

/** Holds non-negative 32-bit integers, one bit each, in pages of 128 KiB. */
export class IdSet {
  private readonly pages = new Map<number, Int32Array>();

  /** Adds a value; false when it was there already. */
  add(value: number): boolean {
    const page = value >>> PAGE_BITS;
    let words = this.pages.get(page);
    if (words === undefined) {
      words = new Int32Array(PAGE_WORDS);
      this.pages.set(page, words);
    }
    const word = (value >>> 5) & (PAGE_WORDS - 1);
    const bit = 1 << (value & 31);
    if ((words[word]! & bit) !== 0) return false;
    words[word] = words[word]! | bit;
    return true;
  }
}
