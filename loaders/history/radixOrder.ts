import type {FieldArray} from "./layout.ts";

const DIGIT_BITS = 16;
const BUCKETS = 1 << DIGIT_BITS;
/** The upper word of the NaN that stands for null. */
const NAN_WORD = 0x7ff8;

/**
 * Sorts row numbers stably by one column, ascending, nulls first. Least-significant-digit radix sort, so
 * that sorting by several columns is sorting by each in turn, the least important first, one column in memory.
 * @param order row numbers in their present order; it is overwritten
 * @param spare as long as `order`; it is overwritten
 * @returns whichever of the two arrays holds the new order, and the other one
 */
export function radixOrder(
  column: FieldArray,
  order: Uint32Array,
  spare: Uint32Array
): {order: Uint32Array; spare: Uint32Array} {
  let from = order;
  let to = spare;
  for (const digits of digitsOf(column)) {
    const starts = new Uint32Array(BUCKETS + 1);
    for (let i = 0; i < from.length; i++) starts[digits(from[i]!) + 1]!++;
    if (starts.includes(from.length)) continue;
    for (let i = 0; i < BUCKETS; i++) starts[i + 1]! += starts[i]!;
    for (let i = 0; i < from.length; i++) {
      const row = from[i]!;
      to[starts[digits(row)]!++] = row;
    }
    [from, to] = [to, from];
  }
  return {order: from, spare: to};
}

/** Lists the functions from a row to its 16-bit digits, the least important first. */
function digitsOf(column: FieldArray): ((row: number) => number)[] {
  if (column instanceof Uint8Array) return [(row) => (column[row]! + 1) & 0xff];
  if (column instanceof Uint16Array) return [(row) => (column[row]! + 1) & 0xffff];
  if (column instanceof Int8Array) return [(row) => column[row]! + 0x80];
  if (column instanceof Int16Array) return [(row) => column[row]! + 0x8000];
  if (column instanceof Int32Array) {
    return [(row) => column[row]! & 0xffff, (row) => (column[row]! >> 16) + 0x8000];
  }
  return digitsOfDoubles(new Uint16Array(column.buffer, column.byteOffset, column.length * 4));
}

/** Doubles order like unsigned integers once the sign is turned over, and negative ones as a whole. */
function digitsOfDoubles(words: Uint16Array): ((row: number) => number)[] {
  const low = (word: number) => (row: number) =>
    words[row * 4 + 3]! & 0x8000 ? words[row * 4 + word]! ^ 0xffff : words[row * 4 + word]!;
  const top = (row: number) => {
    const word = words[row * 4 + 3]!;
    if (word === NAN_WORD) return 0;
    return word & 0x8000 ? word ^ 0xffff : word | 0x8000;
  };
  return [low(0), low(1), low(2), top];
}
