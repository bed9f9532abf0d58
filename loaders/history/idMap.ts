const PAGE_BITS = 14;

/** Maps non-negative 32-bit integers to numbers from 0, in pages of 64 KiB: a lookup is two reads. */
export class IdMap {
  private readonly pages: (Int32Array | undefined)[] = [];

  /** Finds the number of an id; −1 when it has none. */
  get(id: number): number {
    const page = this.pages[id >>> PAGE_BITS];
    return page === undefined ? -1 : page[id & ((1 << PAGE_BITS) - 1)]! - 1;
  }

  set(id: number, value: number): void {
    const at = id >>> PAGE_BITS;
    while (this.pages.length <= at) this.pages.push(undefined);
    this.pages[at] ??= new Int32Array(1 << PAGE_BITS);
    this.pages[at]![id & ((1 << PAGE_BITS) - 1)] = value + 1;
  }
}
