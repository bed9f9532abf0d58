// What the machine does to whole tables: takes columns out of records, numbers rows, and packs features as rows and as
// columns.
//
// The memory is that of loops.as, whose rules hold: numbers are f64 with NaN for missing, and every array has room for
// a multiple of 16 values; what is written behind the last row is read by nobody.

import {couple, endOf, NOTHING, pair, passes, startOf} from "./ranges";

const INT8: i32 = 0;
const INT16: i32 = 1;
const INT32: i32 = 2;

// Columns out of records --------------------------------------------------------------------------------------------

@inline function cell(type: i32, at: usize): f64 {
  if (type == INT8) return <f64>load<i8>(at);
  if (type == INT16) return <f64>load<i16>(at);
  if (type == INT32) return <f64>load<i32>(at);
  return load<f64>(at);
}

@inline function cells(type: i32, from: usize, width: usize, n: usize, nothing: f64, unknown: f64, out: usize): void {
  for (let i: usize = 0; i < n; i += 2) {
    const first = from + i * width;
    const x = f64x2.replace_lane(f64x2.splat(cell(type, first)), 1, cell(type, first + width));
    const isNothing = v128.or(f64x2.eq(x, f64x2.splat(nothing)), f64x2.eq(x, f64x2.splat(unknown)));
    v128.store(out + (i << 3), v128.bitselect(f64x2.splat(NOTHING), x, isNothing));
  }
}

// Takes a field of `n` records of `width` bytes, the first cell being at `from`; two values stand for missing.
export function take(type: i32, from: usize, width: usize, n: usize, nothing: f64, unknown: f64, out: usize): void {
  if (type == INT8) cells(INT8, from, width, n, nothing, unknown, out);
  else if (type == INT16) cells(INT16, from, width, n, nothing, unknown, out);
  else if (type == INT32) cells(INT32, from, width, n, nothing, unknown, out);
  else cells(-1, from, width, n, nothing, unknown, out);
}

// The same of a text, whose place in the dictionary of `count` texts becomes the code that `codes` has for it, and the
// place of none the code behind the last.
export function takeCodes(from: usize, width: usize, n: usize, codes: usize, count: usize, out: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const place = min(<usize>load<u16>(from + i * width), count);
    store<f64>(out + (i << 3), load<f64>(codes + (place << 3)));
  }
}

// Rows in order -----------------------------------------------------------------------------------------------------

// Whether row i comes before row j: the larger order first, of equal ones the larger tie.
@inline function isBefore(i: usize, j: usize, order: usize, tie: usize): bool {
  const a = load<f64>(order + (i << 3));
  const b = load<f64>(order + (j << 3));
  return a > b || (a == b && load<f64>(tie + (i << 3)) > load<f64>(tie + (j << 3)));
}

// Puts a row among `count` sorted ones that all stand before it in the table, or all behind it: equal ones keep that order.
@inline function insert(row: usize, sorted: usize, count: usize, order: usize, tie: usize, isLast: bool): void {
  let at = count;
  for (; at > 0; at--) {
    const other = <usize>load<u32>(sorted + ((at - 1) << 2));
    if (isLast ? !isBefore(row, other, order, tie) : isBefore(other, row, order, tie)) break;
    store<u32>(sorted + (at << 2), <u32>other);
  }
  store<u32>(sorted + (at << 2), <u32>row);
}

// The larger, or smaller, of two numbers and a best so far, which a missing one never replaces.
@inline function better(best: v128, x: v128, isMost: bool): v128 {
  return isMost ? f64x2.pmax(best, x) : f64x2.pmin(best, x);
}

@inline function firstZero(i: usize, end: usize, x: usize, where: usize): f64 {
  while (i < end && !(passes(where, i) && load<f64>(x + (i << 3)) == 0)) i++;
  return load<f64>(x + (i << 3));
}

@inline function bests(isSome: bool, ranges: usize, parents: usize, x: usize, where: usize, out: usize, isMost: bool): void {
  const worst = isMost ? -Infinity : Infinity;
  for (let p: usize = 0; p < parents; p++) {
    const end = endOf(ranges, p);
    let both = f64x2.splat(worst);
    for (let i = startOf(ranges, p); i < end; i += 2) {
      const value = couple(x, i, end, worst);
      both = better(both, isSome ? v128.bitselect(value, f64x2.splat(worst), pair(where, i)) : value, isMost);
    }
    both = better(both, i8x16.shuffle(both, both, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7), isMost);
    let best = f64x2.extract_lane(both, 0);
    if (best == 0) best = firstZero(startOf(ranges, p), end, x, where); // whose sign counts
    store<f64>(out + (p << 3), best == worst ? NOTHING : best);
  }
}

export function extremes(ranges: usize, parents: usize, x: usize, where: usize, out: usize, isMost: bool): void {
  if (isMost && where != 0) bests(true, ranges, parents, x, where, out, true);
  else if (isMost) bests(false, ranges, parents, x, where, out, true);
  else if (where != 0) bests(true, ranges, parents, x, where, out, false);
  else bests(false, ranges, parents, x, where, out, false);
}

// Numbers each parent's passing rows from 1 on in the order above, the others have none; see loops.as for parents'
// ranges and `where`. Rows that mostly ascend are gone through from behind, which leaves little to be moved. False, and no
// answer, when a row has an order and no tie: then the order of the others is not one.
export function rank(ranges: usize, parents: usize, order: usize, tie: usize, where: usize, out: usize, sorted: usize): bool {
  for (let p: usize = 0; p < parents; p++) {
    const first = startOf(ranges, p);
    const end = endOf(ranges, p);
    if (first == end) continue;
    const ascends = isBefore(end - 1, first, order, tie);
    let count: usize = 0;
    for (let step: usize = 0; step < end - first; step++) {
      const row = ascends ? end - 1 - step : first + step;
      store<f64>(out + (row << 3), NOTHING);
      if (!passes(where, row) || isNaN(load<f64>(order + (row << 3)))) continue;
      if (isNaN(load<f64>(tie + (row << 3)))) return false;
      if (ascends) insert(row, sorted, count, order, tie, false);
      else insert(row, sorted, count, order, tie, true);
      count++;
    }
    for (let r: usize = 0; r < count; r++)
      store<f64>(out + (<usize>load<u32>(sorted + (r << 2)) << 3), <f64>(r + 1));
  }
  return true;
}

// Takes x of the passing row of the largest order, ties by the larger tie and then by the first.
export function atLargest(ranges: usize, parents: usize, x: usize, order: usize, tie: usize, where: usize, out: usize): void {
  for (let p: usize = 0; p < parents; p++) {
    const end = endOf(ranges, p);
    let winner: usize = -1;
    for (let i = startOf(ranges, p); i < end; i++) {
      if (!passes(where, i) || isNaN(load<f64>(order + (i << 3)))) continue;
      if (winner == -1 || isBefore(i, winner, order, tie)) winner = i;
    }
    store<f64>(out + (p << 3), winner == -1 ? NOTHING : load<f64>(x + (winner << 3)));
  }
}

// Features ----------------------------------------------------------------------------------------------------------

@inline function single(x: usize): v128 { // four numbers as f32
  const low = f32x4.demote_f64x2_zero(v128.load(x));
  const high = f32x4.demote_f64x2_zero(v128.load(x + 16));
  return i8x16.shuffle(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
}

@inline function scatter(x: v128, row: usize, stride: usize): void {
  v128.store_lane<f32>(row, x, 0);
  v128.store_lane<f32>(row + stride, x, 1);
  v128.store_lane<f32>(row + 2 * stride, x, 2);
  v128.store_lane<f32>(row + 3 * stride, x, 3);
}

@inline function known(x: v128): i32 { return i32x4.bitmask(f32x4.eq(x, x)); }

// Writes a feature of `n` clients as f32: into their rows of `stride` bytes, one after the other into its column, and
// into `valid` a bit for each value, from the least significant on, that tells whether there is one.
export function pack(x: usize, n: usize, rows: usize, stride: usize, column: usize, valid: usize): void {
  for (let i: usize = 0; i < n; i += 8) {
    const a = single(x + (i << 3));
    const b = single(x + (i << 3) + 32);
    scatter(a, rows + i * stride, stride);
    scatter(b, rows + (i + 4) * stride, stride);
    v128.store(column + (i << 2), a);
    v128.store(column + (i << 2) + 16, b);
    store<u8>(valid + (i >> 3), known(a) | (known(b) << 4));
  }
}
