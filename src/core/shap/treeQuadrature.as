// The kernel of kernel.ts with two quadrature points per instruction; see there for what it computes and
// layout.ts for the memory. Built by tools-free `npm run`-less command in bench/ENGINE.md.

let trees: usize = 0;
let nodes: usize = 0;
let repeats: usize = 0;
let inverses: usize = 0;
let leafValues: usize = 0;
let rules: usize = 0;
let lanes: usize = 0;
let rounding: usize = 0;
let contributions: usize = 0;
let out: usize = 0;
let down: usize = 0;
let up: usize = 0;
let state: usize = 0;

export function configure(
  a: usize, b: usize, c: usize, d: usize, e: usize, f: usize, g: usize,
  h: usize, i: usize, j: usize, k: usize, l: usize, m: usize
): void {
  trees = a; nodes = b; repeats = c; inverses = d; leafValues = e; rules = f; lanes = g;
  rounding = h; contributions = i; out = j; down = k; up = l; state = m;
}

const GOES_RIGHT: i32 = 1;
const MET_ABOVE: i32 = 2;

@inline function get(base: usize): v128 { return v128.load(base); }
@inline function put(base: usize, value: v128): void { v128.store(base, value); }

@inline
function spread(here: usize, cold: usize, hotSlot: usize, coldSlot: usize, ratio: v128): void {
  const p = get(here);
  const part = f64x2.mul(p, f64x2.mul(get(cold), ratio));
  put(coldSlot, part);
  put(hotSlot, f64x2.sub(p, part));
}

@inline
function gather(sum: v128, downHere: usize, upHere: usize, cold: usize, hotSlot: usize, coldSlot: usize, ratio: v128): v128 {
  const hot = get(hotSlot);
  const step = f64x2.sub(hot, get(coldSlot));
  put(upHere, f64x2.sub(hot, f64x2.mul(f64x2.mul(get(cold), ratio), step)));
  return f64x2.add(sum, f64x2.mul(get(downHere), step));
}

// With a constant number of pairs the compiler unrolls; 0 stands for any number.
@inline
function runTree(tree: usize, pairs: usize, constant: bool): void {
  const first = <usize>load<i32>(tree);
  const count = <usize>load<i32>(tree, 4);
  const stride = pairs << 4;
  const cold = rules + 32 * (pairs * (pairs - 1) / 2);
  const firstNode = nodes + first * 48;

  memory.copy(down, cold + stride, stride);
  let leaf = leafValues + (<usize>load<i32>(tree, 8) << 3);
  let slot = up + count * stride;
  for (const end = slot + (count + 1) * stride; slot < end; leaf += 8) {
    const value = v128.load64_splat(leaf);
    if (constant) {
      put(slot, value);
      if (pairs > 1) put(slot + 16, value);
      if (pairs > 2) put(slot + 32, value);
      if (pairs > 3) put(slot + 48, value);
      slot += stride;
    } else {
      for (const next = slot + stride; slot < next; slot += 16) put(slot, value);
    }
  }

  let node = firstNode;
  let here = down;
  for (let j: usize = 0; j < count; j++, node += 48, here += stride) {
    const x = load<f64>(lanes + (<usize>load<i32>(node, 24) << 3));
    const right = i32(!(x <= load<f64>(node)));
    const hotSlot = down + <usize>load<i32>(node + (<usize>right << 2), 28);
    const coldSlot = down + <usize>load<i32>(node - (<usize>right << 2), 32);
    const ratio = v128.load64_splat(node - (<usize>right << 3), 16);
    const repeat = load<i32>(node, 36);
    if (repeat < 0) {
      store<i32>(state + (j << 2), right | MET_ABOVE);
      if (constant) {
        spread(here, cold, hotSlot, coldSlot, ratio);
        if (pairs > 1) spread(here + 16, cold + 16, hotSlot + 16, coldSlot + 16, ratio);
        if (pairs > 2) spread(here + 32, cold + 32, hotSlot + 32, coldSlot + 32, ratio);
        if (pairs > 3) spread(here + 48, cold + 48, hotSlot + 48, coldSlot + 48, ratio);
      } else {
        for (let q: usize = 0; q < stride; q += 16) spread(here + q, cold + q, hotSlot + q, coldSlot + q, ratio);
      }
      continue;
    }
    const r = repeats + (<usize>repeat << 4);
    const before = load<i32>(r, 8);
    const above = load<i32>(state + (<usize>(before >> 1) << 2));
    const met = (above & MET_ABOVE) != 0 && (above & GOES_RIGHT) == (before & 1);
    store<i32>(state + (j << 2), right | (met ? MET_ABOVE : 0));
    if (met) {
      const inverse = inverses + <usize>load<i32>(r, 12);
      const both = f64x2.mul(ratio, v128.load64_splat(r));
      for (let q: usize = 0; q < stride; q += 16) {
        const p = get(here + q);
        const part = f64x2.mul(p, f64x2.mul(f64x2.mul(get(cold + q), both), get(inverse + q)));
        put(coldSlot + q, part);
        put(hotSlot + q, f64x2.sub(p, part));
      }
    } else {
      const hotRatio = v128.load64_splat(node + (<usize>right << 3), 8);
      for (let q: usize = 0; q < stride; q += 16) {
        put(coldSlot + q, f64x2.mul(get(here + q), ratio));
        put(hotSlot + q, f64x2.mul(get(here + q), hotRatio));
      }
    }
  }

  let upHere = up + (count - 1) * stride;
  let downHere = down + (count - 1) * stride;
  node = firstNode + (count - 1) * 48;
  let target = contributions + (first + count - 1) * 8;
  for (let j: isize = <isize>count - 1; j >= 0; j--, node -= 48, upHere -= stride, downHere -= stride, target -= 8) {
    const flags = load<i32>(state + (<usize>j << 2));
    const right = flags & GOES_RIGHT;
    const hotSlot = up + <usize>load<i32>(node + (<usize>right << 2), 28);
    const coldSlot = up + <usize>load<i32>(node - (<usize>right << 2), 32);
    const ratio = v128.load64_splat(node - (<usize>right << 3), 16);
    const repeat = load<i32>(node, 36);
    let sum = f64x2.splat(0);
    let scale = f64x2.extract_lane(ratio, 0);
    if (repeat < 0) {
      if (constant) {
        sum = gather(sum, downHere, upHere, cold, hotSlot, coldSlot, ratio);
        if (pairs > 1) sum = gather(sum, downHere + 16, upHere + 16, cold + 16, hotSlot + 16, coldSlot + 16, ratio);
        if (pairs > 2) sum = gather(sum, downHere + 32, upHere + 32, cold + 32, hotSlot + 32, coldSlot + 32, ratio);
        if (pairs > 3) sum = gather(sum, downHere + 48, upHere + 48, cold + 48, hotSlot + 48, coldSlot + 48, ratio);
      } else {
        for (let q: usize = 0; q < stride; q += 16)
          sum = gather(sum, downHere + q, upHere + q, cold + q, hotSlot + q, coldSlot + q, ratio);
      }
    } else if (flags & MET_ABOVE) {
      const r = repeats + (<usize>repeat << 4);
      const inverse = inverses + <usize>load<i32>(r, 12);
      scale *= load<f64>(r);
      const both = f64x2.splat(scale);
      for (let q: usize = 0; q < stride; q += 16) {
        const hot = get(hotSlot + q);
        const step = f64x2.mul(f64x2.sub(hot, get(coldSlot + q)), get(inverse + q));
        sum = f64x2.add(sum, f64x2.mul(f64x2.mul(get(downHere + q), get(inverse + q)), step));
        put(upHere + q, f64x2.sub(hot, f64x2.mul(f64x2.mul(get(cold + q), both), step)));
      }
    } else {
      const hotRatio = v128.load64_splat(node + (<usize>right << 3), 8);
      for (let q: usize = 0; q < stride; q += 16)
        put(upHere + q, f64x2.add(f64x2.mul(hotRatio, get(hotSlot + q)), f64x2.mul(ratio, get(coldSlot + q))));
    }
    const column = <usize>load<i32>(node, 40) << 3;
    const round = load<f64>(rounding + column);
    const contribution = (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)) * scale + round - round;
    store<f64>(target, contribution);
    store<f64>(out + column, load<f64>(out + column) + contribution);
  }
}

export function run(from: i32, to: i32): void {
  for (let t = from; t < to; t++) {
    const tree = trees + (<usize>t << 4);
    const pairs = load<i32>(tree, 12);
    if (pairs == 1) runTree(tree, 1, true);
    else if (pairs == 2) runTree(tree, 2, true);
    else if (pairs == 3) runTree(tree, 3, true);
    else if (pairs == 4) runTree(tree, 4, true);
    else runTree(tree, <usize>pairs, false);
  }
}
