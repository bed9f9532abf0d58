// Checks rows of a CSV file in Kaggle's own form and decodes them to records, in one pass and a cell at a time.
//
// It takes only what it can prove: cells between commas, a line feed behind the last one, whole and decimal numbers,
// words of the column's vocabulary with or without quotes around them, and empty cells where there may be some. At
// anything else it gives up, and the file is read again by the checks that can say what is wrong with it, or that it
// is merely written in another way. So it may refuse too much, but what it accepts and writes has to be right.
//
// How a cell is read: 16 bytes are loaded, and one comparison with the separators tells where the cell ends; further
// comparisons tell which of its bytes are digits and where its point is. A shuffle moves the digits to the end of the
// register, without the point; three multiplications then make one number of all of them, whatever their count.
//
// kernel.ts lays out the memory: a row of 32 bytes for each column, tables of words, powers of ten, text and records.

// Reads a decimal number that is longer than 16 bytes, has more digits than fit or an exponent; NaN if it is none.
@external("env", "decimal")
declare function decimal(at: usize, length: i32): f64;

const COMMA: i32 = 0x2c;
const LINE_FEED: i32 = 0x0a;
const QUOTE: i32 = 0x22;
const MINUS: i32 = 0x2d;
const POINT: i32 = 0x2e;
const ZERO: i32 = 0x30;

// What a column holds, and where its facts are in its 32 bytes.
const TEXT: i32 = 2;
const DECIMAL: i32 = 1;
const KIND: usize = 0;
const SIZE: usize = 4; // bytes of the field in the record
const OFFSET: usize = 8; // of the field in the record
const MAY_BE_EMPTY: usize = 12;
const LOW: usize = 16; // of a whole number; of text, where the table of its words is
const HIGH: usize = 20; // of a whole number; of text, the number of slots of that table less one
const POINTED: usize = 24; // of a whole number: 0, or which of the columns written as 1.0 it was, from 1
const COLUMN: usize = 32;

// A slot of a table of words: the word, filled up with zeros, its length (0 in a free slot) and its code.
const SLOT_BITS: usize = 6;
const LONGEST_WORD: i32 = 48;
const LENGTH: usize = 48;
const CODE: usize = 52;
const GOLDEN: u64 = 0x9e3779b97f4a7c15;

const NO_TEXT: i32 = 0xffff;
const NOT_A_NUMBER: u64 = 0x7ff8000000000000;
const LONGEST_NUMBER: i32 = 64;
// Whole numbers up to this one are exact in a double, and so is their quotient by a power of ten, rounded once.
const MOST_EXACT: u64 = 9007199254740992;
const MOST_TENS: i32 = 22;

let columns: usize = 0;
let columnsEnd: usize = 0;
let powers: usize = 0;
let width: usize = 0;

// What the last call of `scan` has read; and how many columns of whole numbers are written as 1.0.
export let records: i32 = 0;
export let pointed: i32 = 0;

export function configure(columnsAt: usize, count: i32, powersAt: usize, recordWidth: usize): void {
  columns = columnsAt;
  columnsEnd = columnsAt + <usize>count * COLUMN;
  powers = powersAt;
  width = recordWidth;
}

@inline function first(count: i32): v128 { // the first `count` bytes of a register, all bits set
  return i8x16.lt_s(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(<i8>count));
}

// A bit for each of the 16 bytes that is `byte`.
@inline function places(bytes: v128, byte: i32): i32 { return i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(<i8>byte))); }

// A bit for each of the 16 bytes that separates cells.
@inline function separators(bytes: v128): i32 { return places(bytes, COMMA) | places(bytes, LINE_FEED); }

// The length of the cell at `at`, up to the next separator; more than `most` when there is none so near.
function lengthOf(at: usize, most: i32): i32 {
  for (let length = 0; length <= most; length += 16) {
    const found = separators(v128.load(at + length));
    if (found != 0) return length + ctz(found);
  }
  return most + 1;
}

// Words -------------------------------------------------------------------------------------------------------------

@inline function hash(start: v128, length: i32): i32 {
  const mixed = (<u64>i64x2.extract_lane(start, 0) ^ (<u64>length << 56)) * GOLDEN;
  return <i32>((mixed + <u64>i64x2.extract_lane(start, 1)) * GOLDEN >> 40);
}

@inline function equals(a: v128, b: v128): bool { return i8x16.all_true(i8x16.eq(a, b)); }

// Finds the slot that holds a word of 1 to 48 bytes, or the free one where it would be.
function slotOf(column: usize, at: usize, length: i32): usize {
  const table = <usize>load<i32>(column, LOW);
  const last = load<i32>(column, HIGH);
  const start = v128.and(v128.load(at), first(length));
  let i = hash(start, length);
  while (true) {
    const slot = table + (<usize>(i++ & last) << SLOT_BITS);
    const known = load<i32>(slot, LENGTH);
    if (known == 0) return slot;
    if (known != length || !equals(start, v128.load(slot))) continue;
    if (length <= 16) return slot;
    const middle = v128.and(v128.load(at, 16), first(length - 16));
    const end = v128.and(v128.load(at, 32), first(max(length - 32, 0)));
    if (equals(middle, v128.load(slot, 16)) && equals(end, v128.load(slot, 32))) return slot;
  }
}

// Adds a word of a column's vocabulary, of 1 to 48 bytes; false when it is longer.
export function addWord(column: usize, at: usize, length: i32, code: i32): bool {
  if (length < 1 || length > LONGEST_WORD) return false;
  const slot = slotOf(column, at, length);
  memory.copy(slot, at, length);
  store<i32>(slot, length, LENGTH);
  store<i32>(slot, code, CODE);
  return true;
}

// Reads a text; the place of the separator behind it, or 0.
function readText(column: usize, at: usize, record: usize): usize {
  let start = at;
  let end = at;
  let code = NO_TEXT;
  if (<i32>load<u8>(at) == QUOTE) {
    start = at + 1;
    let found = 0;
    for (end = start; ; end += 16) {
      found = places(v128.load(end), QUOTE);
      if (found != 0 || end - start > <usize>LONGEST_WORD) break;
    }
    if (found == 0) return 0;
    end += ctz(found);
  } else end = at + lengthOf(at, LONGEST_WORD);
  const length = <i32>(end - start);
  if (length > LONGEST_WORD) return 0;
  if (length > 0) {
    const slot = slotOf(column, start, length);
    if (load<i32>(slot, LENGTH) == 0) return 0;
    code = load<i32>(slot, CODE);
  } else if (start != at) return 0;
  store<u16>(record + load<i32>(column, OFFSET), <u16>code);
  return end + usize(start != at);
}

// Numbers -----------------------------------------------------------------------------------------------------------

// Makes one number of the digits 0 to 9 in 16 bytes, the highest first: pairs, then fours, then eights of digits.
@inline function join(digits: v128): u64 {
  const pairs = i16x8.shr_u(i16x8.mul(digits, i16x8.splat(0x0a01)), 8);
  const fours = i32x4.dot_i16x8_s(pairs, i16x8(100, 1, 100, 1, 100, 1, 100, 1));
  const eights = i32x4.dot_i16x8_s(
    i16x8.narrow_i32x4_s(fours, fours), i16x8(10000, 1, 10000, 1, 10000, 1, 10000, 1)
  );
  return <u64>i32x4.extract_lane(eights, 0) * 100000000 + <u64>i32x4.extract_lane(eights, 1);
}

// Moves the first `length` bytes to the end, without the one at `point`, and fills up with zeros.
@inline function toEnd(bytes: v128, length: i32, point: i32): v128 {
  const from = i8x16.sub(
    i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(<i8>(16 - length))
  );
  return i8x16.swizzle(bytes, i8x16.sub(from, i8x16.ge_s(from, i8x16.splat(<i8>point))));
}

@inline function divide(digits: u64, tens: i32, isNegative: bool): f64 {
  const value = <f64>digits / load<f64>(powers + (<usize>tens << 3));
  return isNegative ? -value : value;
}

// Reads a decimal number of more than 15 bytes or with an exponent.
function readLong(at: usize, length: i32): f64 {
  const isNegative = <i32>load<u8>(at) == MINUS;
  let digits: u64 = 0;
  let count = 0;
  let point = 0;
  for (let i = i32(isNegative); i < length; i++) {
    const byte = <i32>load<u8>(at + i);
    if (byte == POINT && point == 0 && count > 0 && i + 1 < length) point = i;
    else if (<u32>(byte - ZERO) < 10 && count < 19) {
      digits = digits * 10 + (byte - ZERO);
      count++;
    } else return decimal(at, length);
  }
  const tens = point == 0 ? 0 : length - 1 - point;
  if (count == 0 || digits > MOST_EXACT || tens > MOST_TENS) return decimal(at, length);
  return divide(digits, tens, isNegative);
}

// Writes a whole number of 1, 2 or 4 bytes.
@inline function writeWhole(field: usize, size: i32, value: i32): void {
  if (size == 1) store<u8>(field, <u8>value);
  else if (size == 2) store<u16>(field, <u16>value);
  else store<i32>(field, value);
}

// Reads a number; the place of the separator behind it, or 0.
@inline function readNumber(column: usize, at: usize, record: usize): usize {
  const bytes = v128.load(at);
  const field = record + load<i32>(column, OFFSET);
  const isDecimal = load<i32>(column, KIND) == DECIMAL;
  const size = load<i32>(column, SIZE);
  const found = separators(bytes);
  if (found == 0) {
    const length = lengthOf(at, LONGEST_NUMBER);
    if (!isDecimal || length > LONGEST_NUMBER) return 0;
    const value = readLong(at, length);
    if (isNaN(value)) return 0;
    store<f64>(field, value);
    return at + length;
  }
  const length = ctz(found);
  if (length == 0) {
    if (isDecimal) store<u64>(field, NOT_A_NUMBER);
    else {
      if (load<i32>(column, MAY_BE_EMPTY) == 0) return 0;
      writeWhole(field, size, -1 << (8 * size - 1));
    }
    return at;
  }
  const isNegative = <i32>load<u8>(at) == MINUS;
  const values = i8x16.sub(bytes, i8x16.splat(<i8>ZERO));
  const areDigits = i8x16.lt_u(values, i8x16.splat(10));
  // Bits of the cell's bytes behind its sign, and of those that are no digits.
  const cell = ((1 << length) - 1) & ~i32(isNegative);
  const others = cell & ~i8x16.bitmask(areDigits);
  const digits = v128.and(values, areDigits);
  // One point with digits on both sides, or none: then `point` is `length`, behind all digits.
  const point = others == 0 ? length : ctz(others);
  const isPlain = others == 0 ? cell != 0
    : others == (others & -others) && <i32>load<u8>(at + point) == POINT && point > i32(isNegative) && point + 1 < length;
  if (isDecimal) {
    const value = join(toEnd(digits, length - i32(others != 0), point));
    if (!isPlain) {
      const long = readLong(at, length);
      if (isNaN(long)) return 0;
      store<f64>(field, long);
    } else store<f64>(field, divide(value, others == 0 ? 0 : length - 1 - point, isNegative));
    return at + length;
  }
  if (!isPlain) return 0;
  if (others != 0) {
    const fraction = cell & (-2 << point);
    if ((fraction & ~places(bytes, ZERO)) != 0) return 0;
    if (load<i32>(column, POINTED) == 0) store<i32>(column, ++pointed, POINTED);
  }
  const whole = <i64>join(toEnd(digits, point, 127));
  const signed = isNegative ? -whole : whole;
  const low = <i64>load<i32>(column, LOW);
  if (signed < low || signed > <i64>load<i32>(column, HIGH) || (isNegative && low >= 0)) return 0;
  writeWhole(field, size, <i32>signed);
  return at + length;
}

// Reads whole lines from `from` to `to` into at most `capacity` records at `out`. Returns where the next line starts,
// or 0 at something that it does not take; `records` tells how many were written. 64 bytes behind `to` can be read.
export function scan(from: usize, to: usize, out: usize, capacity: i32): usize {
  let at = from;
  records = 0;
  for (let record = out; at < to && records < capacity; record += width) {
    const last = columnsEnd - COLUMN;
    for (let column = columns; column < columnsEnd; column += COLUMN) {
      const end = load<i32>(column, KIND) == TEXT ? readText(column, at, record) : readNumber(column, at, record);
      if (end == 0 || end >= to || <i32>load<u8>(end) != (column == last ? LINE_FEED : COMMA)) return 0;
      at = end + 1;
    }
    records++;
  }
  return at;
}
