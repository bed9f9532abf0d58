// The machine's loops over the rows of a chunk: numbers are f64 with NaN for missing, conditions are bytes 0 or 1.
//
// Each does what its namesake in rowwise.ts or aggregates.ts does, to the last bit. Loops over rows go in steps of 16
// values, because every array has room for a multiple of 16; what is written behind the last row is read by nobody.
// Aggregates take rows that stand in the order of their parents: parent p has the rows starts[p] … starts[p + 1] − 1,
// of which those pass whose byte at `where` is 1, or all when `where` is 0.
//
// Functions with an operation among their arguments are inlined for each one, so that no loop asks which it is.

const STEP: usize = 16;
const NOTHING: f64 = NaN;

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
  for (let i: usize = 0; i < n; i++)
    store<f64>(out + (i << 3), select(load<f64>(a + (i << 3)), load<f64>(b + (i << 3)), load<u8>(condition + i) != 0));
}

// Conditions --------------------------------------------------------------------------------------------------------

@inline function two(op: i32, a: usize, b: usize): v128 { // two results, all bits of 8 bytes set or none
  const x = v128.load(a);
  if (op == IS_MISSING) return missing(x);
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

@inline function sixteen(op: i32, a: usize, b: usize, out: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += STEP) {
    const x = a + (i << 3);
    const y = b + (i << 3);
    const met = i8x16.narrow_i16x8_s(eight(op, x, y), eight(op, x + 64, y + 64));
    v128.store(out + i, v128.and(met, i8x16.splat(1)));
  }
}

export function compare(op: i32, a: usize, b: usize, out: usize, n: usize): void {
  if (op == LESS) sixteen(LESS, a, b, out, n);
  else if (op == LESS_EQUAL) sixteen(LESS_EQUAL, a, b, out, n);
  else if (op == EQUAL) sixteen(EQUAL, a, b, out, n);
  else sixteen(IS_MISSING, a, b, out, n);
}

export function logic(op: i32, a: usize, b: usize, out: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += STEP) {
    const x = v128.load(a + i);
    const y = v128.load(b + i);
    v128.store(out + i, op == AND ? v128.and(x, y) : op == OR ? v128.or(x, y) : v128.xor(x, i8x16.splat(1)));
  }
}

// Whether the code of a category is among those whose byte in a table of `count` is 1.
export function oneOf(a: usize, accepted: usize, count: i32, out: usize, n: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const value = load<f64>(a + (i << 3));
    const code = value >= 0 && value < <f64>count ? <usize>value : <usize>count;
    store<u8>(out + i, load<u8>(accepted + code));
  }
}

// Aggregates --------------------------------------------------------------------------------------------------------

@inline function startOf(starts: usize, p: usize): usize { return <usize>load<u32>(starts + (p << 2)); }
@inline function passes(where: usize, i: usize): bool { return where == 0 || load<u8>(where + i) != 0; }

// A bit for each of the next 16 rows, up to `end`, whose byte is 1.
@inline function bits(flags: usize, i: usize, end: usize): i32 {
  const found = i8x16.bitmask(i8x16.shl(v128.load(flags + i), 7));
  return end - i < STEP ? found & ((1 << <i32>(end - i)) - 1) : found;
}

export function count(starts: usize, parents: usize, where: usize, out: usize): void {
  for (let p: usize = 0; p < parents; p++) {
    const first = startOf(starts, p);
    const end = startOf(starts, p + 1);
    let passing = where == 0 ? <i32>(end - first) : 0;
    if (where != 0) for (let i = first; i < end; i += STEP) passing += popcnt(bits(where, i, end));
    store<f64>(out + (p << 3), first == end ? NOTHING : <f64>passing);
  }
}

export function share(starts: usize, parents: usize, condition: usize, where: usize, out: usize): void {
  for (let p: usize = 0; p < parents; p++) {
    const first = startOf(starts, p);
    const end = startOf(starts, p + 1);
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

// Two bytes 0 or 1 as masks of two numbers; of the second one none when it lies behind the end.
@inline function mask(where: usize, i: usize, end: usize): v128 {
  const both = where == 0 ? 0x0101 : <i32>load<u16>(where + i);
  const second = i + 1 < end ? both >> 8 : 0;
  return i64x2.replace_lane(i64x2.splat(-<i64>(both & 1)), 1, -<i64>second);
}

// Adds the known values of a parent's passing rows, exactly: whole numbers as they are, real ones in two parts, in
// steps of 2^−16 and 2^−56. Leaves how many there are in `known`, and their squares' sum in `squares` where wanted.
let known: f64 = 0;
let isPassed: bool = false;
let squares: f64 = 0;
@inline function total(isReal: bool, wantsSquares: bool, first: usize, end: usize, x: usize, where: usize): f64 {
  const nothing = f64x2.splat(0);
  let high = nothing;
  let low = nothing;
  let counted = nothing;
  let squared = nothing;
  let passed = nothing;
  for (let i = first; i < end; i += 2) {
    const rows = mask(where, i, end);
    const value = v128.load(x + (i << 3));
    const taken = v128.andnot(rows, missing(value));
    passed = v128.or(passed, rows);
    counted = f64x2.add(counted, v128.and(f64x2.splat(1), taken));
    const v = v128.and(value, taken);
    if (isReal) {
      const whole = round(f64x2.mul(v, f64x2.splat(65536)));
      const rest = f64x2.sub(v, f64x2.div(whole, f64x2.splat(65536)));
      high = f64x2.add(high, whole);
      low = f64x2.add(low, round(f64x2.mul(rest, f64x2.splat(72057594037927936))));
    } else high = f64x2.add(high, v);
    if (wantsSquares) squared = f64x2.add(squared, f64x2.mul(v, v));
  }
  known = lanes(counted);
  isPassed = v128.any_true(passed);
  squares = lanes(squared);
  return isReal ? lanes(high) / 65536 + lanes(low) / 72057594037927936 : lanes(high);
}

@inline function sums(isReal: bool, starts: usize, parents: usize, x: usize, where: usize, out: usize, divisor: f64, isMean: bool): void {
  for (let p: usize = 0; p < parents; p++) {
    const first = startOf(starts, p);
    const end = startOf(starts, p + 1);
    const sum = total(isReal, false, first, end, x, where);
    const isNothing = isMean ? known == 0 : first == end || (isPassed && known == 0);
    store<f64>(out + (p << 3), isNothing ? NOTHING : sum / (isMean ? divisor * known : divisor));
  }
}

// Divides by `divisor`, and the mean by the number of known values too.
export function sum(starts: usize, parents: usize, x: usize, where: usize, out: usize, isReal: bool, divisor: f64, isMean: bool): void {
  if (isReal) sums(true, starts, parents, x, where, out, divisor, isMean);
  else sums(false, starts, parents, x, where, out, divisor, isMean);
}

export function variance(starts: usize, parents: usize, x: usize, where: usize, out: usize): void {
  for (let p: usize = 0; p < parents; p++) {
    const sum = total(false, true, startOf(starts, p), startOf(starts, p + 1), x, where);
    const result = (known * squares - sum * sum) / (known * (known - 1));
    store<f64>(out + (p << 3), known < 2 ? NOTHING : result);
  }
}

export function extremes(starts: usize, parents: usize, x: usize, where: usize, out: usize, isMost: bool): void {
  const worst = isMost ? -Infinity : Infinity;
  for (let p: usize = 0; p < parents; p++) {
    const end = startOf(starts, p + 1);
    let best = worst;
    for (let i = startOf(starts, p); i < end; i++) {
      const v = load<f64>(x + (i << 3));
      best = select(v, best, (isMost ? v > best : v < best) && passes(where, i));
    }
    store<f64>(out + (p << 3), best == worst ? NOTHING : best);
  }
}

export function slope(starts: usize, parents: usize, y: usize, x: usize, where: usize, out: usize, scale: f64): void {
  for (let p: usize = 0; p < parents; p++) {
    const end = startOf(starts, p + 1);
    let m: f64 = 0, sx: f64 = 0, sy: f64 = 0, sxx: f64 = 0, sxy: f64 = 0;
    for (let i = startOf(starts, p); i < end; i++) {
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

// Takes x of the passing row of the largest order, ties by the larger tie and then by the first.
export function atLargest(starts: usize, parents: usize, x: usize, order: usize, tie: usize, where: usize, out: usize): void {
  for (let p: usize = 0; p < parents; p++) {
    const end = startOf(starts, p + 1);
    let winner: usize = -1;
    for (let i = startOf(starts, p); i < end; i++) {
      const o = load<f64>(order + (i << 3));
      if (!passes(where, i) || isNaN(o)) continue;
      const best = winner == -1 ? -Infinity : load<f64>(order + (winner << 3));
      const isTie = o == best && winner != -1 && load<f64>(tie + (i << 3)) > load<f64>(tie + (winner << 3));
      if (winner == -1 || o > best || isTie) winner = i;
    }
    store<f64>(out + (p << 3), winner == -1 ? NOTHING : load<f64>(x + (winner << 3)));
  }
}
