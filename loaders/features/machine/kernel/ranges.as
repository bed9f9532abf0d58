// What loops.as and tables.as have in common: missing values, and the rows of a parent.

export const NOTHING: f64 = NaN;

// The first row of parent p, and the one behind the last.
@inline export function startOf(ranges: usize, p: usize): usize { return <usize>load<u32>(ranges + (p << 3)); }
@inline export function endOf(ranges: usize, p: usize): usize { return <usize>load<u32>(ranges + (p << 3) + 4); }
@inline export function passes(where: usize, i: usize): bool { return where == 0 || load<u8>(where + i) != 0; }

// Two bytes 0 or 1 as masks of two numbers.
@inline export function pair(flags: usize, i: usize): v128 {
  const both = v128.load16_splat(flags + i);
  return i8x16.neg(i8x16.shuffle(both, both, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1));
}

// Two numbers from row i on, of which the second is `none` when it lies behind the end.
@inline export function couple(x: usize, i: usize, end: usize, none: f64): v128 {
  const value = v128.load(x + (i << 3));
  return i + 1 < end ? value : f64x2.replace_lane(value, 1, none);
}
