// Counts what records of fixed width hold, distributes them by client, sorts and arranges them in memory.
//
// A record's client is found by a map from ids to places. Sorting packs what the records are sorted by into one
// number of 64 bits each, of which only the bits that differ take part: client, then the declared order. These keys
// are sorted digit by digit, the lowest first, with digits that are small enough for their counters to stay in the
// processor's first cache. Where keys are equal, or 64 bits do not suffice, the remaining fields are compared.
//
// kernel.ts gives out the memory. A record's width is a multiple of 8, and 16 bytes behind an array can be loaded.

const INT8: i32 = 0;
const INT16: i32 = 1;
const INT32: i32 = 2;
const CODE: i32 = 3; // a text, of 16 bits; 65535 stands for null
const FLOAT64: i32 = 4;

@inline function copyRecord(from: usize, to: usize, width: usize): void {
  let at: usize = 0;
  for (; at + 16 <= width; at += 16) v128.store(to + at, v128.load(from + at));
  if (at < width) store<u64>(to + at, load<u64>(from + at));
}

// Places of ids -----------------------------------------------------------------------------------------------------

// A map has as many slots as the power of two that it begins with says, at least half as many again as ids. A slot is an id
// plus 1, or 0 in a free one, and the id's place. Ids that follow each other have slots that do.
const GOLDEN: i32 = 0x9e3779b1;
const SLOTS: usize = 8;

@inline function slotOf(map: usize, id: i32): usize {
  const bits = load<i32>(map);
  let i = id + <i32>(<u32>id >> bits) * GOLDEN;
  while (true) {
    const slot = map + SLOTS + (<usize>(i++ & ((1 << bits) - 1)) << 3);
    const known = load<i32>(slot);
    if (known == id + 1 || known == 0) return slot;
  }
}

@inline function placeOf(map: usize, id: i32): i32 {
  const slot = slotOf(map, id);
  return load<i32>(slot) == 0 ? -1 : load<i32>(slot, 4);
}

function setPlace(map: usize, id: i32, place: i32): void {
  const slot = slotOf(map, id);
  store<i32>(slot, id + 1);
  store<i32>(slot, place, 4);
}

// Gives each of `count` ids its number in the list.
export function number(map: usize, ids: usize, count: i32): void {
  for (let i = 0; i < count; i++) setPlace(map, load<i32>(ids + (<usize>i << 2)), i);
}

// Gives the id at `idAt` of each record the place that `owners` has for the one at `ownerAt`, or none.
export function inherit(
  map: usize, idAt: usize, owners: usize, ownerAt: usize, records: usize, count: i32, width: usize
): void {
  const end = records + <usize>count * width;
  for (let record = records; record < end; record += width)
    setPlace(map, load<i32>(record + idAt), placeOf(owners, load<i32>(record + ownerAt)));
}

// Partitions --------------------------------------------------------------------------------------------------------

// A partition is three numbers: where its buffer begins, ends, and is filled to.
const PARTITION: usize = 12;
const END: usize = 4;
const FILLED: usize = 8;

// How many records the last call of `scatter` left out because their id has no place, and which partition was full.
export let strangers: i32 = 0;
export let full: i32 = 0;

// Copies records to the partitions of their clients, up to the first one for which there is no room; returns how
// many were taken.
export function scatter(
  records: usize, count: i32, width: usize, map: usize, idAt: usize, bits: i32, partitions: usize
): i32 {
  strangers = 0;
  for (let i = 0, record = records; i < count; i++, record += width) {
    const place = placeOf(map, load<i32>(record + idAt));
    if (place < 0) {
      strangers++;
      continue;
    }
    const partition = partitions + <usize>(place >> bits) * PARTITION;
    const filled = <usize>load<u32>(partition, FILLED);
    if (filled + width > <usize>load<u32>(partition, END)) {
      full = place >> bits;
      return i;
    }
    copyRecord(record, filled, width);
    store<u32>(partition, <u32>(filled + width), FILLED);
  }
  return count;
}

// Keys --------------------------------------------------------------------------------------------------------------

// Writes each record's client, counted from `first`, and counts the records of each client.
export function clientsOf(
  records: usize, count: i32, width: usize, map: usize, idAt: usize, first: i32, clients: usize, counts: usize
): void {
  for (let i = 0, record = records + idAt; i < count; i++, record += width) {
    const client = placeOf(map, load<i32>(record)) - first;
    store<i32>(clients + (<usize>i << 2), client);
    const counted = counts + (<usize>client << 2);
    store<i32>(counted, load<i32>(counted) + 1);
  }
}

// Puts a new code for each old one, which is not null.
export function recode(cells: usize, count: i32, width: usize, codes: usize): void {
  for (let i = 0, cell = cells; i < count; i++, cell += width) {
    const code = <usize>load<u16>(cell);
    if (code != 0xffff) store<u16>(cell, load<u16>(codes + (code << 1)));
  }
}

// A whole number or code; null is the least of its type.
@inline function wholeAt(cell: usize, type: i32): i32 {
  if (type == INT8) return load<i8>(cell);
  if (type == INT16) return load<i16>(cell);
  if (type == CODE) return <i32>((load<u16>(cell) + 1) & 0xffff);
  return load<i32>(cell);
}

@inline function nullOf(type: i32): i32 {
  return type == INT8 ? -0x80 : type == INT16 ? -0x8000 : type == CODE ? 0 : i32.MIN_VALUE;
}

// The least and the greatest cell of a field, null aside, as the last call of `extent` found them.
export let least: i32 = 0;
export let most: i32 = 0;

export function extent(cells: usize, count: i32, width: usize, type: i32): void {
  const nothing = nullOf(type);
  least = i32.MAX_VALUE;
  most = i32.MIN_VALUE;
  for (let i = 0, cell = cells; i < count; i++, cell += width) {
    const value = wholeAt(cell, type);
    if (value != nothing) least = min(least, value);
    most = max(most, value);
  }
}

// Adds the `bits` lowest bits of a field to each key, counted from the least cell; 0 stands for null.
export function addKeys(cells: usize, count: i32, width: usize, type: i32, from: i32, bits: i64, keys: usize): void {
  const nothing = nullOf(type);
  const end = keys + (<usize>count << 3);
  for (let key = keys, cell = cells; key < end; key += 8, cell += width) {
    const value = wholeAt(cell, type);
    const digits = value == nothing ? 0 : <u64>(<i64>value - <i64>from + 1);
    store<u64>(key, load<u64>(key) << bits | digits);
  }
}

// Counting ----------------------------------------------------------------------------------------------------------

// What the last call of `survey` found of a field: cells that are null; numbers that cannot be; and the least and the
// greatest that can.
export let missing: i32 = 0;
export let impossible: i32 = 0;
export let lowest: f64 = 0;
export let highest: f64 = 0;

// Looks through numbers, which can be from `low` to `high` or equal `code`.
export function survey(cells: usize, count: i32, width: usize, type: i32, low: f64, high: f64, code: f64): void {
  const nothing = type == FLOAT64 ? NaN : <f64>nullOf(type);
  missing = 0;
  impossible = 0;
  lowest = Infinity;
  highest = -Infinity;
  for (let i = 0, cell = cells; i < count; i++, cell += width) {
    const value = type == FLOAT64 ? load<f64>(cell) : <f64>wholeAt(cell, type);
    if (value == nothing || isNaN(value)) missing++;
    else if (value >= low && value <= high) {
      lowest = min(lowest, value);
      highest = max(highest, value);
    } else if (value != code) impossible++;
  }
}

// Sorting -----------------------------------------------------------------------------------------------------------

// Sorts keys and the records' numbers beside them by one digit of the keys; equal ones stay in their order.
export function sortByDigit(
  keys: usize, order: usize, sortedKeys: usize, sortedOrder: usize, count: i32, shift: u64, digits: i32, starts: usize
): void {
  const mask = <u64>(digits - 1);
  memory.fill(starts, 0, <usize>digits << 2);
  const end = keys + (<usize>count << 3);
  for (let key = keys; key < end; key += 8) {
    const start = starts + (<usize>(load<u64>(key) >> shift & mask) << 2);
    store<i32>(start, load<i32>(start) + 1);
  }
  let sum = 0;
  for (let start = starts; start < starts + (<usize>digits << 2); start += 4) {
    const here = load<i32>(start);
    store<i32>(start, sum);
    sum += here;
  }
  for (let key = keys, row = order; key < end; key += 8, row += 4) {
    const value = load<u64>(key);
    const start = starts + (<usize>(value >> shift & mask) << 2);
    const place = <usize>load<i32>(start);
    store<i32>(start, <i32>place + 1);
    store<u64>(sortedKeys + (place << 3), value);
    store<i32>(sortedOrder + (place << 2), load<i32>(row));
  }
}

// What equal keys are compared by: the type and offset of each field. NaN comes before all other numbers.
let records: usize = 0;
let width: usize = 0;
let fields: usize = 0;
let fieldsEnd: usize = 0;

function isBehind(a: i32, b: i32): bool {
  const one = records + <usize>a * width;
  const other = records + <usize>b * width;
  for (let field = fields; field < fieldsEnd; field += 8) {
    const type = load<i32>(field);
    const at = <usize>load<i32>(field, 4);
    if (type == FLOAT64) {
      let x = load<f64>(one + at);
      let y = load<f64>(other + at);
      if (isNaN(x)) x = -Infinity;
      if (isNaN(y)) y = -Infinity;
      if (x != y) return x > y;
    } else {
      const x = wholeAt(one + at, type);
      const y = wholeAt(other + at, type);
      if (x != y) return x > y;
    }
  }
  return false;
}

// Merges two sorted lists that follow each other, by way of `spare`.
function merge(from: usize, middle: usize, to: usize, spare: usize): void {
  memory.copy(spare, from, middle - from);
  const end = spare + (middle - from);
  let left = spare;
  let right = middle;
  for (let out = from; left < end; out += 4) {
    if (right < to && isBehind(load<i32>(left), load<i32>(right))) {
      store<i32>(out, load<i32>(right));
      right += 4;
    } else {
      store<i32>(out, load<i32>(left));
      left += 4;
    }
  }
}

// Sorts the records of equal keys, which follow each other, by the other fields; equal ones stay in their order.
export function settle(
  recordsAt: usize, recordWidth: usize, keys: usize, order: usize, spare: usize, count: i32, fieldsAt: usize, n: i32
): void {
  records = recordsAt;
  width = recordWidth;
  fields = fieldsAt;
  fieldsEnd = fieldsAt + (<usize>n << 3);
  for (let from = 0, to = 1; from < count; from = to++) {
    const key = load<u64>(keys + (<usize>from << 3));
    while (to < count && load<u64>(keys + (<usize>to << 3)) == key) to++;
    const end = order + (<usize>to << 2);
    for (let size: usize = 4; size < <usize>(to - from) << 2; size <<= 1)
      for (let start = order + (<usize>from << 2); start + size < end; start += size << 1)
        merge(start, start + size, min(start + (size << 1), end), spare);
  }
}

// Copies the records in the given order.
export function arrange(from: usize, count: i32, recordWidth: usize, order: usize, to: usize): void {
  for (let i = 0, out = to; i < count; i++, out += recordWidth)
    copyRecord(from + <usize>load<i32>(order + (<usize>i << 2)) * recordWidth, out, recordWidth);
}
