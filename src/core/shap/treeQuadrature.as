// The kernel of plainKernel.ts in AssemblyScript, two quadrature points per instruction and the same operations in
// the same order. kernel.ts says what it computes, layout.ts where everything is.

let trees: usize = 0;
let nodes: usize = 0;
let repeats: usize = 0;
let inverses: usize = 0;
let leafValues: usize = 0;
let outerValues: usize = 0;
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
  h: usize, i: usize, j: usize, k: usize, l: usize, m: usize, n: usize
): void {
  trees = a; nodes = b; repeats = c; inverses = d; leafValues = e; outerValues = f; rules = g;
  lanes = h; rounding = i; contributions = j; out = k; down = l; up = m; state = n;
}

const GOES_RIGHT: i32 = 1;
const MET: i32 = 2;
const FAILED: i32 = 4;

@inline function get(address: usize): v128 { return v128.load(address); }
@inline function put(address: usize, value: v128): void { v128.store(address, value); }
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }

// Writes a, b and flags of a node that is not the first to split on its feature.
function decideRepeat(node: usize, at: usize, right: i32, slope: f64): void {
  const r = repeats + (<usize>load<i32>(node, 36) << 4);
  const before = load<i32>(r, 8);
  const above = load<i32>(state + (<usize>(before >> 1) << 5), 16);
  if ((above & FAILED) == 0 && (above & GOES_RIGHT) == (before & 1)) {
    store<f64>(at, <f64>(1 - right));
    store<f64>(at, slope * load<f64>(r), 8);
    store<i32>(at, right | MET, 16);
  } else {
    store<f64>(at, load<f64>(node, 8));
    store<f64>(at, 0, 8);
    store<i32>(at, right | FAILED, 16);
  }
}

@inline
function decide(node: usize, at: usize): void {
  const right = i32(!(load<f64>(lanes + (<usize>load<i32>(node, 24) << 3)) <= load<f64>(node)));
  const slope = load<f64>(node - (<usize>right << 3), 16);
  if (load<i32>(node, 36) >= 0) {
    decideRepeat(node, at, right, slope);
  } else {
    store<f64>(at, <f64>(1 - right));
    store<f64>(at, slope, 8);
    store<i32>(at, right, 16);
  }
}

@inline
function inverseOf(node: usize): usize {
  return inverses + <usize>load<i32>(repeats + (<usize>load<i32>(node, 36) << 4), 12);
}

@inline
function contribute(node: usize, target: usize, amount: f64): void {
  const column = <usize>load<i32>(node, 40) << 3;
  const round = load<f64>(rounding + column);
  const contribution = amount + round - round;
  store<f64>(target, contribution);
  store<f64>(out + column, load<f64>(out + column) + contribution);
}

@inline
function spread(here: usize, left: usize, right: usize, a: v128, b: v128, rule: usize): void {
  const p = get(here);
  const part = mul(p, add(a, mul(b, get(rule))));
  put(left, part);
  put(right, sub(p, part));
}

@inline
function gatherOuter(sum: v128, downHere: usize, upHere: usize, a: v128, b: v128, value: v128, step: v128, rule: usize): v128 {
  put(upHere, add(value, mul(add(a, mul(b, get(rule))), step)));
  return add(sum, get(downHere));
}

@inline
function gather(sum: v128, downHere: usize, upHere: usize, left: usize, right: usize, a: v128, b: v128, rule: usize): v128 {
  const base = get(right);
  const step = sub(get(left), base);
  put(upHere, add(base, mul(add(a, mul(b, get(rule))), step)));
  return add(sum, mul(get(downHere), step));
}

function spreadMet(here: usize, left: usize, right: usize, a: v128, b: v128, rule: usize, inverse: usize, stride: usize): void {
  for (let q: usize = 0; q < stride; q += 16) {
    const p = get(here + q);
    const part = mul(p, add(a, mul(mul(b, get(rule + q)), get(inverse + q))));
    put(left + q, part);
    put(right + q, sub(p, part));
  }
}

function gatherOuterMet(
  downHere: usize, upHere: usize, a: v128, b: v128, value: v128, step: v128, rule: usize, inverse: usize, stride: usize
): v128 {
  let sum = f64x2.splat(0);
  for (let q: usize = 0; q < stride; q += 16) {
    const i = get(inverse + q);
    sum = add(sum, mul(mul(get(downHere + q), i), i));
    put(upHere + q, add(value, mul(add(a, mul(mul(b, get(rule + q)), i)), step)));
  }
  return sum;
}

function gatherMet(
  downHere: usize, upHere: usize, left: usize, right: usize, a: v128, b: v128, rule: usize, inverse: usize, stride: usize
): v128 {
  let sum = f64x2.splat(0);
  for (let q: usize = 0; q < stride; q += 16) {
    const i = get(inverse + q);
    const base = get(right + q);
    const step = sub(get(left + q), base);
    sum = add(sum, mul(mul(mul(get(downHere + q), i), i), step));
    put(upHere + q, add(base, mul(add(a, mul(mul(b, get(rule + q)), i)), step)));
  }
  return sum;
}

// With a constant number of pairs the loops over points are unrolled.
@inline
function runTree(tree: usize, pairs: usize, constant: bool): void {
  const first = <usize>load<i32>(tree);
  const inner = <usize>load<i32>(tree, 4);
  const outer = <usize>load<i32>(tree, 8);
  const stride = pairs << 4;
  const rule = rules + 16 * (pairs * (pairs - 1));
  const firstNode = nodes + first * 48;

  for (let q: usize = 0; q < stride; q += 16) put(down + q, get(rule + stride + q));
  let leaf = leafValues + (<usize>load<i32>(tree, 12) << 3);
  let slot = up + (inner + outer) * stride;
  for (const end = slot + <usize>load<i32>(tree, 16) * stride; slot < end; leaf += 8) {
    const value = v128.load64_splat(leaf);
    if (constant) {
      put(slot, value);
      put(slot + 16, value);
      if (pairs > 2) put(slot + 32, value);
      if (pairs > 3) put(slot + 48, value);
      slot += stride;
    } else {
      for (const next = slot + stride; slot < next; slot += 16) put(slot, value);
    }
  }

  let node = firstNode;
  let at = state;
  let here = down;
  for (const end = firstNode + inner * 48; node < end; node += 48, at += 32, here += stride) {
    decide(node, at);
    const left = down + <usize>load<i32>(node, 28);
    const right = down + <usize>load<i32>(node, 32);
    const a = v128.load64_splat(at);
    const b = v128.load64_splat(at, 8);
    if (load<i32>(at, 16) & MET) {
      spreadMet(here, left, right, a, b, rule, inverseOf(node), stride);
    } else if (constant) {
      spread(here, left, right, a, b, rule);
      spread(here + 16, left + 16, right + 16, a, b, rule + 16);
      if (pairs > 2) spread(here + 32, left + 32, right + 32, a, b, rule + 32);
      if (pairs > 3) spread(here + 48, left + 48, right + 48, a, b, rule + 48);
    } else {
      for (let q: usize = 0; q < stride; q += 16) spread(here + q, left + q, right + q, a, b, rule + q);
    }
  }

  let upHere = up + inner * stride;
  let target = contributions + ((first + inner) << 3);
  let values = outerValues + (<usize>load<i32>(tree, 20) << 4);
  for (const end = node + outer * 48; node < end; node += 48, at += 32, here += stride, upHere += stride, target += 8, values += 16) {
    decide(node, at);
    const a = v128.load64_splat(at);
    const b = v128.load64_splat(at, 8);
    const value = v128.load64_splat(values);
    const step = v128.load64_splat(values, 8);
    let sum = f64x2.splat(0);
    if (load<i32>(at, 16) & MET) {
      sum = gatherOuterMet(here, upHere, a, b, value, step, rule, inverseOf(node), stride);
    } else if (constant) {
      sum = gatherOuter(sum, here, upHere, a, b, value, step, rule);
      sum = gatherOuter(sum, here + 16, upHere + 16, a, b, value, step, rule + 16);
      if (pairs > 2) sum = gatherOuter(sum, here + 32, upHere + 32, a, b, value, step, rule + 32);
      if (pairs > 3) sum = gatherOuter(sum, here + 48, upHere + 48, a, b, value, step, rule + 48);
    } else {
      for (let q: usize = 0; q < stride; q += 16)
        sum = gatherOuter(sum, here + q, upHere + q, a, b, value, step, rule + q);
    }
    const both = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
    contribute(node, target, -load<f64>(at, 8) * load<f64>(values, 8) * both);
  }

  node = firstNode + inner * 48;
  at = state + (inner << 5);
  here = down + inner * stride;
  upHere = up + inner * stride;
  target = contributions + ((first + inner) << 3);
  while (node > firstNode) {
    node -= 48;
    at -= 32;
    here -= stride;
    upHere -= stride;
    target -= 8;
    const left = up + <usize>load<i32>(node, 28);
    const right = up + <usize>load<i32>(node, 32);
    const a = v128.load64_splat(at);
    const b = v128.load64_splat(at, 8);
    let sum = f64x2.splat(0);
    if (load<i32>(at, 16) & MET) {
      sum = gatherMet(here, upHere, left, right, a, b, rule, inverseOf(node), stride);
    } else if (constant) {
      sum = gather(sum, here, upHere, left, right, a, b, rule);
      sum = gather(sum, here + 16, upHere + 16, left + 16, right + 16, a, b, rule + 16);
      if (pairs > 2) sum = gather(sum, here + 32, upHere + 32, left + 32, right + 32, a, b, rule + 32);
      if (pairs > 3) sum = gather(sum, here + 48, upHere + 48, left + 48, right + 48, a, b, rule + 48);
    } else {
      for (let q: usize = 0; q < stride; q += 16)
        sum = gather(sum, here + q, upHere + q, left + q, right + q, a, b, rule + q);
    }
    const both = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
    contribute(node, target, -load<f64>(at, 8) * both);
  }
}

export function run(from: i32, to: i32): void {
  for (let t = from; t < to; t++) {
    const tree = trees + (<usize>t << 5);
    const pairs = load<i32>(tree, 24);
    if (pairs == 2) runTree(tree, 2, true);
    else if (pairs == 3) runTree(tree, 3, true);
    else if (pairs == 4) runTree(tree, 4, true);
    else runTree(tree, <usize>pairs, false);
  }
}
