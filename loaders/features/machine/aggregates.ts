import type {Exactness} from "../expression.ts";

type Values = Float64Array;

/** The rows an aggregate reads and where they go: row i belongs to parent link[i], −1 for none. */
export interface Rows {
  n: number;
  parents: number;
  link: Int32Array;
  /** When each parent's rows stand together, parent p has the rows ranges[2p] … ranges[2p + 1] − 1; else null. */
  ranges: Int32Array | null;
  /** Null when every row passes. */
  where: Uint8Array | null;
  /** Number of rows of each parent, passing or not. */
  present: Int32Array;
}

/** Space for per-parent counts that aggregates share; sized by the caller. */
export interface Scratch {
  passed: Int32Array;
  seen: Int32Array;
  low: Float64Array;
}

const THOUSAND = 1000;
/** Steps of the two parts of a real value: 2^−16 and 2^−56, each summed exactly as integers. */
const HIGH = 2 ** 16;
const LOW = 2 ** 56;

/** Converts amounts to whole thousandths, in which they are summed. */
export function thousandths(x: Values, out: Values, n: number): void {
  for (let i = 0; i < n; i++) out[i] = Math.round(x[i]! * THOUSAND);
}

export function countRows(rows: Rows, out: Values): void {
  const {n, parents, link, where, present} = rows;
  if (where === null) {
    for (let p = 0; p < parents; p++) out[p] = present[p] === 0 ? Number.NaN : present[p]!;
    return;
  }
  out.fill(0, 0, parents);
  for (let i = 0; i < n; i++) if (where[i] === 1 && link[i]! >= 0) out[link[i]!] = out[link[i]!]! + 1;
  for (let p = 0; p < parents; p++) if (present[p] === 0) out[p] = Number.NaN;
}

/**
 * Adds exactly, whatever the order of the rows; leaves the number of values in scratch.seen. Amounts come as
 * thousandths and are left as such.
 */
function accumulate(rows: Rows, x: Values, exactness: Exactness, out: Values, scratch: Scratch): void {
  if (exactness === "real") addReals(rows, x, out, scratch);
  else if (rows.ranges) addSegments(rows, rows.ranges, x, out, scratch);
  else addIntegers(rows, x, out, scratch);
}

function addSegments(
  {parents, where}: Rows,
  ranges: Int32Array,
  x: Values,
  out: Values,
  {passed, seen}: Scratch
): void {
  for (let p = 0; p < parents; p++) {
    let i = ranges[2 * p]!;
    const end = ranges[2 * p + 1]!;
    let total = 0;
    let known = 0;
    let passing = 0;
    if (where === null) {
      passing = end - i;
      for (; i < end; i++) {
        const v = x[i]!;
        if (Number.isNaN(v)) continue;
        known++;
        total += v;
      }
    } else {
      for (; i < end; i++) {
        if (where[i] === 0) continue;
        passing++;
        const v = x[i]!;
        if (Number.isNaN(v)) continue;
        known++;
        total += v;
      }
    }
    out[p] = total;
    seen[p] = known;
    passed[p] = passing;
  }
}

function addIntegers({n, parents, link, where}: Rows, x: Values, out: Values, {passed, seen}: Scratch): void {
  out.fill(0, 0, parents);
  passed.fill(0, 0, parents);
  seen.fill(0, 0, parents);
  for (let i = 0; i < n; i++) {
    const p = link[i]!;
    if (p < 0 || (where !== null && where[i] === 0)) continue;
    passed[p] = 1;
    const v = x[i]!;
    if (Number.isNaN(v)) continue;
    seen[p] = seen[p]! + 1;
    out[p] = out[p]! + v;
  }
}

function addReals(
  {n, parents, link, where}: Rows,
  x: Values,
  out: Values,
  {passed, seen, low}: Scratch
): void {
  out.fill(0, 0, parents);
  low.fill(0, 0, parents);
  passed.fill(0, 0, parents);
  seen.fill(0, 0, parents);
  for (let i = 0; i < n; i++) {
    const p = link[i]!;
    if (p < 0 || (where !== null && where[i] === 0)) continue;
    passed[p] = 1;
    const v = x[i]!;
    if (Number.isNaN(v)) continue;
    seen[p] = seen[p]! + 1;
    const high = Math.round(v * HIGH);
    out[p] = out[p]! + high;
    low[p] = low[p]! + Math.round((v - high / HIGH) * LOW);
  }
  for (let p = 0; p < parents; p++) out[p] = out[p]! / HIGH + low[p]! / LOW;
}

export function sumRows(rows: Rows, x: Values, exactness: Exactness, out: Values, scratch: Scratch): void {
  accumulate(rows, x, exactness, out, scratch);
  const divisor = exactness === "amount" ? THOUSAND : 1;
  for (let p = 0; p < rows.parents; p++) {
    const nothing = rows.present[p] === 0 || (scratch.passed[p]! > 0 && scratch.seen[p] === 0);
    out[p] = nothing ? Number.NaN : out[p]! / divisor;
  }
}

export function meanRows(rows: Rows, x: Values, exactness: Exactness, out: Values, scratch: Scratch): void {
  accumulate(rows, x, exactness, out, scratch);
  const divisor = exactness === "amount" ? THOUSAND : 1;
  for (let p = 0; p < rows.parents; p++) {
    const n = scratch.seen[p]!;
    out[p] = n === 0 ? Number.NaN : out[p]! / (divisor * n);
  }
}

/** Counts how many passing rows meet the condition, as a share of all passing rows. */
export function shareRows(rows: Rows, condition: Uint8Array, out: Values): void {
  const {n, parents, link, where, ranges} = rows;
  if (ranges) {
    for (let p = 0; p < parents; p++) {
      let i = ranges[2 * p]!;
      const end = ranges[2 * p + 1]!;
      let hits = 0;
      let passing = 0;
      if (where === null) {
        passing = end - i;
        for (; i < end; i++) hits += condition[i]!;
      } else {
        for (; i < end; i++) {
          passing += where[i]!;
          hits += condition[i]! & where[i]!;
        }
      }
      out[p] = passing === 0 ? Number.NaN : hits / passing;
    }
    return;
  }
  const passed = new Int32Array(parents);
  out.fill(0, 0, parents);
  for (let i = 0; i < n; i++) {
    const p = link[i]!;
    if (p < 0 || (where !== null && where[i] === 0)) continue;
    passed[p] = passed[p]! + 1;
    out[p] = out[p]! + condition[i]!;
  }
  for (let p = 0; p < parents; p++) out[p] = passed[p] === 0 ? Number.NaN : out[p]! / passed[p]!;
}

/** Takes the extreme value; sign is 1 for the largest, −1 for the smallest. */
export function extremeRows(rows: Rows, x: Values, sign: 1 | -1, out: Values): void {
  const {n, parents, link, where} = rows;
  const worst = sign === 1 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  out.fill(worst, 0, parents);
  for (let i = 0; i < n; i++) {
    const p = link[i]!;
    if (p < 0 || (where !== null && where[i] === 0)) continue;
    const v = x[i]!;
    if (sign === 1 ? v > out[p]! : v < out[p]!) out[p] = v;
  }
  for (let p = 0; p < parents; p++) if (out[p] === worst) out[p] = Number.NaN;
}

/** Computes the sample variance: from exact integer sums, or over the sorted values where they are not integers. */
export function varianceRows(
  rows: Rows,
  x: Values,
  exactness: Exactness,
  out: Values,
  scratch: Scratch
): void {
  const {n, parents, link, where} = rows;
  if (exactness === "integer") {
    accumulate(rows, x, exactness, out, scratch);
    const squares = scratch.low;
    squares.fill(0, 0, parents);
    for (let i = 0; i < n; i++) {
      const p = link[i]!;
      if (p < 0 || (where !== null && where[i] === 0)) continue;
      const v = x[i]!;
      if (!Number.isNaN(v)) squares[p] = squares[p]! + v * v;
    }
    for (let p = 0; p < parents; p++) {
      const m = scratch.seen[p]!;
      out[p] = m < 2 ? Number.NaN : (m * squares[p]! - out[p]! * out[p]!) / (m * (m - 1));
    }
    return;
  }
  const groups: number[][] = Array.from({length: parents}, () => []);
  for (let i = 0; i < n; i++) {
    const p = link[i]!;
    if (p < 0 || (where !== null && where[i] === 0)) continue;
    const v = x[i]!;
    if (!Number.isNaN(v)) groups[p]!.push(v);
  }
  for (let p = 0; p < parents; p++) out[p] = sortedVariance(Float64Array.from(groups[p]!));
}

function sortedVariance(values: Float64Array): number {
  const n = values.length;
  if (n < 2) return Number.NaN;
  values.sort();
  let total = 0;
  for (let i = 0; i < n; i++) total += values[i]!;
  const centre = total / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - centre) * (values[i]! - centre);
  return squares / (n - 1);
}

export function distinctRows(rows: Rows, x: Values, out: Values): void {
  const {n, parents, link, where, present} = rows;
  const sets: Set<number>[] = Array.from({length: parents}, () => new Set());
  for (let i = 0; i < n; i++) {
    const p = link[i]!;
    if (p < 0 || (where !== null && where[i] === 0)) continue;
    const v = x[i]!;
    if (!Number.isNaN(v)) sets[p]!.add(v);
  }
  for (let p = 0; p < parents; p++) out[p] = present[p] === 0 ? Number.NaN : sets[p]!.size;
}

/** Finds, for each parent, the passing row of the largest order, ties by the larger tie; −1 for none. */
export function largestRows(rows: Rows, order: Values, tie: Values, winner: Int32Array): void {
  const {n, parents, link, where} = rows;
  winner.fill(-1, 0, parents);
  for (let i = 0; i < n; i++) {
    const p = link[i]!;
    if (p < 0 || (where !== null && where[i] === 0)) continue;
    const o = order[i]!;
    if (Number.isNaN(o)) continue;
    const w = winner[p]!;
    if (w < 0 || o > order[w]! || (o === order[w] && tie[i]! > tie[w]!)) winner[p] = i;
  }
}

/** Fits the slope; y comes as thousandths when it is an amount, and the slope is then per unit all the same. */
export function slopeRows(rows: Rows, y: Values, x: Values, exactness: Exactness, out: Values): void {
  const {n, parents, link, where} = rows;
  const sums = new Float64Array(parents * 5);
  const scale = exactness === "amount" ? THOUSAND : 1;
  for (let i = 0; i < n; i++) {
    const p = link[i]!;
    if (p < 0 || (where !== null && where[i] === 0)) continue;
    const b = x[i]!;
    const a = y[i]!;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    const at = p * 5;
    sums[at] = sums[at]! + 1;
    sums[at + 1] = sums[at + 1]! + b;
    sums[at + 2] = sums[at + 2]! + a;
    sums[at + 3] = sums[at + 3]! + b * b;
    sums[at + 4] = sums[at + 4]! + b * a;
  }
  for (let p = 0; p < parents; p++) {
    const at = p * 5;
    const [m, sx, sy] = [sums[at]!, sums[at + 1]!, sums[at + 2]!];
    const spread = m * sums[at + 3]! - sx * sx;
    out[p] = spread > 0 ? (m * sums[at + 4]! - sx * sy) / spread / scale : Number.NaN;
  }
}

/** Numbers passing rows from 1 for the largest order within each parent; missing for the others. */
export function rankRows(rows: Rows, order: Values, tie: Values, out: Values): void {
  const {n, link, where} = rows;
  out.fill(Number.NaN, 0, n);
  let start = 0;
  while (start < n) {
    let end = start + 1;
    while (end < n && link[end] === link[start]) end++;
    const ranked: number[] = [];
    for (let i = start; i < end; i++)
      if ((where === null || where[i] === 1) && !Number.isNaN(order[i]!)) ranked.push(i);
    ranked.sort((i, j) => order[j]! - order[i]! || tie[j]! - tie[i]!);
    for (let r = 0; r < ranked.length; r++) out[ranked[r]!] = r + 1;
    start = end;
  }
}
