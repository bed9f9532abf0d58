// The machine's loops over the rows of a chunk: numbers are f64 with NaN for missing, conditions are bytes 0 or 1.
//
// Each does what its namesake in rowwise.ts or aggregates.ts does, to the last bit. Loops over rows go in steps of 16
// values, because every array has room for a multiple of 16; what is written behind the last row is read by nobody.
// Aggregates take rows that stand together parent by parent: parent p has the rows ranges[2p] … ranges[2p + 1] − 1, of
// which those pass whose byte at `where` is 1, or all when `where` is 0.
//
// Functions with an operation among their arguments are inlined for each one, so that no loop asks which it is.

import {couple, endOf, NOTHING, pair, passes, startOf} from "./ranges";

const STEP: usize = 16;

const ADD: i32 = 0;
const SUBTRACT: i32 = 1;
const MULTIPLY: i32 = 2;
const DIVIDE: i32 = 3;
const MINIMUM: i32 = 4;
const MAXIMUM: i32 = 5;
const COALESCE: i32 = 6;
const ABSOLUTE: i32 = 7;
const SQUARE_ROOT: i32 = 8;
const THOUSANDTHS: i32 = 9;

const LESS: i32 = 0;
const LESS_EQUAL: i32 = 1;
const EQUAL: i32 = 2;
const IS_MISSING: i32 = 3;
const CODE: i32 = 4; // no comparison: the number itself, −1 where missing

const AND: i32 = 0;
const OR: i32 = 1;
const NOT: i32 = 2;

@inline function missing(x: v128): v128 { return f64x2.ne(x, x); }

// Math.round(): up from the half on.
@inline function round(x: v128): v128 {
  const up = f64x2.ceil(x);
  return f64x2.sub(up, v128.and(f64x2.gt(f64x2.sub(up, f64x2.splat(0.5)), x), f64x2.splat(1)));
}

// Math.min() and Math.max(): of two zeros the one with the sign wanted, and a missing value whatever the other is.
@inline function extreme(a: v128, b: v128, isLess: v128, ofZeros: v128): v128 {
  const other = v128.bitselect(a, b, isLess);
  const chosen = v128.bitselect(ofZeros, other, f64x2.eq(a, b));
  return v128.bitselect(f64x2.splat(NOTHING), chosen, v128.or(missing(a), missing(b)));
}

// Numbers -----------------------------------------------------------------------------------------------------------

@inline function compute(op: i32, a: v128, b: v128): v128 {
  if (op == ADD) return f64x2.add(a, b);
  if (op == SUBTRACT) return f64x2.sub(a, b);
  if (op == MULTIPLY) return f64x2.mul(a, b);
  if (op == DIVIDE) return v128.bitselect(f64x2.splat(NOTHING), f64x2.div(a, b), f64x2.eq(b, f64x2.splat(0)));
  if (op == MINIMUM) return extreme(a, b, f64x2.lt(a, b), v128.or(a, b));
  if (op == MAXIMUM) return extreme(a, b, f64x2.gt(a, b), v128.and(a, b));
  if (op == COALESCE) return v128.bitselect(b, a, missing(a));
  if (op == ABSOLUTE) return f64x2.abs(a);
  if (op == SQUARE_ROOT) return f64x2.sqrt(a);
  return round(f64x2.mul(a, f64x2.splat(1000)));
}

@inline function each(op: i32, a: usize, b: usize, out: usize, n: usize): void {
  for (let at: usize = 0; at < n << 3; at += 16)
    v128.store(out + at, compute(op, v128.load(a + at), v128.load(b + at)));
}

export function numbers(op: i32, a: usize, b: usize, out: usize, n: usize): void {
  if (op == ADD) each(ADD, a, b, out, n);
  else if (op == SUBTRACT) each(SUBTRACT, a, b, out, n);
  else if (op == MULTIPLY) each(MULTIPLY, a, b, out, n);
  else if (op == DIVIDE) each(DIVIDE, a, b, out, n);
  else if (op == MINIMUM) each(MINIMUM, a, b, out, n);
  else if (op == MAXIMUM) each(MAXIMUM, a, b, out, n);
  else if (op == COALESCE) each(COALESCE, a, b, out, n);
  else if (op == ABSOLUTE) each(ABSOLUTE, a, b, out, n);
  else if (op == SQUARE_ROOT) each(SQUARE_ROOT, a, b, out, n);
  else each(THOUSANDTHS, a, b, out, n);
}

export function choose(condition: usize, a: usize, b: usize, out: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += 2) {
    const at = i << 3;
    v128.store(out + at, v128.bitselect(v128.load(a + at), v128.load(b + at), pair(condition, i)));
  }
}

// Conditions --------------------------------------------------------------------------------------------------------

@inline function two(op: i32, a: usize, b: usize): v128 { // two results, all bits of 8 bytes set or none
  const x = v128.load(a);
  if (op == IS_MISSING) return missing(x);
  if (op == CODE) return v128.or(missing(x), f64x2.add(x, f64x2.splat(4503599627370496))); // in the lowest bits
  const y = v128.load(b);
  return op == LESS ? f64x2.lt(x, y) : op == LESS_EQUAL ? f64x2.le(x, y) : f64x2.eq(x, y);
}

@inline function four(op: i32, a: usize, b: usize): v128 { // in 4 bytes each
  return i8x16.shuffle(
    two(op, a, b), two(op, a + 16, b + 16), 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27
  );
}

@inline function eight(op: i32, a: usize, b: usize): v128 { // in 2 bytes each
  return i16x8.narrow_i32x4_s(four(op, a, b), four(op, a + 32, b + 32));
}

@inline function sixteen(op: i32, a: usize, b: usize): v128 { // in a byte each
  return i8x16.narrow_i16x8_s(eight(op, a, b), eight(op, a + 64, b + 64));
}

@inline function all(op: i32, a: usize, b: usize, out: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += STEP)
    v128.store(out + i, v128.and(sixteen(op, a + (i << 3), b + (i << 3)), i8x16.splat(1)));
}

export function compare(op: i32, a: usize, b: usize, out: usize, n: usize): void {
  if (op == LESS) all(LESS, a, b, out, n);
  else if (op == LESS_EQUAL) all(LESS_EQUAL, a, b, out, n);
  else if (op == EQUAL) all(EQUAL, a, b, out, n);
  else all(IS_MISSING, a, b, out, n);
}

export function logic(op: i32, a: usize, b: usize, out: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += STEP) {
    const x = v128.load(a + i);
    const y = v128.load(b + i);
    v128.store(out + i, op == AND ? v128.and(x, y) : op == OR ? v128.or(x, y) : v128.xor(x, i8x16.splat(1)));
  }
}

// Whether the code of a category, below 16, is among those whose byte in a table of 16 is 1.
export function oneOf(a: usize, accepted: usize, out: usize, n: usize): void {
  const table = v128.load(accepted);
  for (let i: usize = 0; i < n; i += STEP)
    v128.store(out + i, i8x16.swizzle(table, sixteen(CODE, a + (i << 3), a)));
}

// Aggregates --------------------------------------------------------------------------------------------------------


// A bit for each of the next 16 rows, up to `end`, whose byte is 1.
@inline function bits(flags: usize, i: usize, end: usize): i32 {
  const found = i8x16.bitmask(i8x16.shl(v128.load(flags + i), 7));
  return end - i < STEP ? found & ((1 << <i32>(end - i)) - 1) : found;
}

@inline function passing(where: usize, first: usize, end: usize): i32 {
  if (where == 0) return <i32>(end - first);
  let passing = 0;
  for (let i = first; i < end; i += STEP) passing += popcnt(bits(where, i, end));
  return passing;
}

export function count(ranges: usize, parents: usize, where: usize, out: usize): void {
  for (let p: usize = 0; p < parents; p++) {
    const first = startOf(ranges, p);
    const end = endOf(ranges, p);
    store<f64>(out + (p << 3), first == end ? NOTHING : <f64>passing(where, first, end));
  }
}

export function share(ranges: usize, parents: usize, condition: usize, where: usize, out: usize): void {
  for (let p: usize = 0; p < parents; p++) {
    const first = startOf(ranges, p);
    const end = endOf(ranges, p);
    let passing = where == 0 ? <i32>(end - first) : 0;
    let hits = 0;
    for (let i = first; i < end; i += STEP) {
      const met = bits(condition, i, end);
      if (where == 0) hits += popcnt(met);
      else {
        const those = bits(where, i, end);
        passing += popcnt(those);
        hits += popcnt(met & those);
      }
    }
    store<f64>(out + (p << 3), passing == 0 ? NOTHING : <f64>hits / <f64>passing);
  }
}

@inline function lanes(x: v128): f64 { return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1); }

// Adds the known values of a parent's passing rows, exactly: whole numbers as they are, real ones in two parts, in
// steps of 2^−16 and 2^−56. Leaves how many there are in `known`, and their squares' sum in `squares` where wanted.
let known: f64 = 0;
let squares: f64 = 0;
@inline function total(isReal: bool, wantsSquares: bool, first: usize, end: usize, x: usize, isSome: bool, where: usize): f64 {
  let high = f64x2.splat(0);
  let low = high;
  let squared = high;
  let counted = i64x2.splat(0);
  for (let i = first; i < end; i += 2) {
    const value = couple(x, i, end, NOTHING);
    let taken = f64x2.eq(value, value);
    if (isSome) taken = v128.and(taken, pair(where, i));
    counted = i64x2.sub(counted, taken);
    const v = v128.and(value, taken);
    if (isReal) {
      const whole = round(f64x2.mul(v, f64x2.splat(65536)));
      const rest = f64x2.sub(v, f64x2.div(whole, f64x2.splat(65536)));
      high = f64x2.add(high, whole);
      low = f64x2.add(low, round(f64x2.mul(rest, f64x2.splat(72057594037927936))));
    } else high = f64x2.add(high, v);
    if (wantsSquares) squared = f64x2.add(squared, f64x2.mul(v, v));
  }
  known = <f64>(i64x2.extract_lane(counted, 0) + i64x2.extract_lane(counted, 1));
  squares = lanes(squared);
  return isReal ? lanes(high) / 65536 + lanes(low) / 72057594037927936 : lanes(high);
}

@inline function sums(isReal: bool, isSome: bool, ranges: usize, parents: usize, x: usize, where: usize, out: usize, divisor: f64, isMean: bool): void {
  for (let p: usize = 0; p < parents; p++) {
    const first = startOf(ranges, p);
    const end = endOf(ranges, p);
    const sum = total(isReal, false, first, end, x, isSome, where);
    const isNothing = known == 0 && (isMean || first == end || passing(where, first, end) > 0);
    store<f64>(out + (p << 3), isNothing ? NOTHING : sum / (isMean ? divisor * known : divisor));
  }
}

// Divides by `divisor`, and the mean by the number of known values too.
export function sum(ranges: usize, parents: usize, x: usize, where: usize, out: usize, isReal: bool, divisor: f64, isMean: bool): void {
  if (isReal && where != 0) sums(true, true, ranges, parents, x, where, out, divisor, isMean);
  else if (isReal) sums(true, false, ranges, parents, x, where, out, divisor, isMean);
  else if (where != 0) sums(false, true, ranges, parents, x, where, out, divisor, isMean);
  else sums(false, false, ranges, parents, x, where, out, divisor, isMean);
}

export function variance(ranges: usize, parents: usize, x: usize, where: usize, out: usize): void {
  for (let p: usize = 0; p < parents; p++) {
    const first = startOf(ranges, p);
    const end = endOf(ranges, p);
    const sum = where == 0 ? total(false, true, first, end, x, false, 0) : total(false, true, first, end, x, true, where);
    const result = (known * squares - sum * sum) / (known * (known - 1));
    store<f64>(out + (p << 3), known < 2 ? NOTHING : result);
  }
}

export function slope(ranges: usize, parents: usize, y: usize, x: usize, where: usize, out: usize, scale: f64): void {
  for (let p: usize = 0; p < parents; p++) {
    const end = endOf(ranges, p);
    let m: f64 = 0, sx: f64 = 0, sy: f64 = 0, sxx: f64 = 0, sxy: f64 = 0;
    for (let i = startOf(ranges, p); i < end; i++) {
      const a = load<f64>(y + (i << 3));
      const b = load<f64>(x + (i << 3));
      if (!passes(where, i) || isNaN(a) || isNaN(b)) continue;
      m += 1;
      sx += b;
      sy += a;
      sxx += b * b;
      sxy += b * a;
    }
    const spread = m * sxx - sx * sx;
    store<f64>(out + (p << 3), spread > 0 ? (m * sxy - sx * sy) / spread / scale : NOTHING);
  }
}
