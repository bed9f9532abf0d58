/** Loops over rows, one per operation of the language. NaN is the missing value; conditions are 0 or 1. */
type Values = Float64Array;
type Bits = Uint8Array;

export const rowwise = {
  add(a: Values, b: Values, out: Values, n: number): void {
    for (let i = 0; i < n; i++) out[i] = a[i]! + b[i]!;
  },
  subtract(a: Values, b: Values, out: Values, n: number): void {
    for (let i = 0; i < n; i++) out[i] = a[i]! - b[i]!;
  },
  multiply(a: Values, b: Values, out: Values, n: number): void {
    for (let i = 0; i < n; i++) out[i] = a[i]! * b[i]!;
  },
  divide(a: Values, b: Values, out: Values, n: number): void {
    for (let i = 0; i < n; i++) out[i] = b[i] === 0 ? Number.NaN : a[i]! / b[i]!;
  },
  minimum(a: Values, b: Values, out: Values, n: number): void {
    for (let i = 0; i < n; i++) out[i] = Math.min(a[i]!, b[i]!);
  },
  maximum(a: Values, b: Values, out: Values, n: number): void {
    for (let i = 0; i < n; i++) out[i] = Math.max(a[i]!, b[i]!);
  },
  coalesce(a: Values, b: Values, out: Values, n: number): void {
    for (let i = 0; i < n; i++) out[i] = !Number.isNaN(a[i]!) ? a[i]! : b[i]!;
  },
  absolute(a: Values, out: Values, n: number): void {
    for (let i = 0; i < n; i++) out[i] = Math.abs(a[i]!);
  },
  squareRoot(a: Values, out: Values, n: number): void {
    for (let i = 0; i < n; i++) out[i] = Math.sqrt(a[i]!);
  },
  choose(condition: Bits, a: Values, b: Values, out: Values, n: number): void {
    for (let i = 0; i < n; i++) out[i] = condition[i] ? a[i]! : b[i]!;
  },
  less(a: Values, b: Values, out: Bits, n: number): void {
    for (let i = 0; i < n; i++) out[i] = a[i]! < b[i]! ? 1 : 0;
  },
  lessEqual(a: Values, b: Values, out: Bits, n: number): void {
    for (let i = 0; i < n; i++) out[i] = a[i]! <= b[i]! ? 1 : 0;
  },
  equal(a: Values, b: Values, out: Bits, n: number): void {
    for (let i = 0; i < n; i++) out[i] = a[i] === b[i] ? 1 : 0;
  },
  oneOf(a: Values, accepted: Bits, out: Bits, n: number): void {
    for (let i = 0; i < n; i++) out[i] = !Number.isNaN(a[i]!) ? (accepted[a[i]!] ?? 0) : 0;
  },
  isMissing(a: Values, out: Bits, n: number): void {
    for (let i = 0; i < n; i++) out[i] = !Number.isNaN(a[i]!) ? 0 : 1;
  },
  and(a: Bits, b: Bits, out: Bits, n: number): void {
    for (let i = 0; i < n; i++) out[i] = a[i]! & b[i]!;
  },
  or(a: Bits, b: Bits, out: Bits, n: number): void {
    for (let i = 0; i < n; i++) out[i] = a[i]! | b[i]!;
  },
  not(a: Bits, out: Bits, n: number): void {
    for (let i = 0; i < n; i++) out[i] = a[i]! ^ 1;
  },
  parent(a: Values, link: Int32Array, out: Values, n: number): void {
    for (let i = 0; i < n; i++) out[i] = link[i]! < 0 ? Number.NaN : a[link[i]!]!;
  },
  monthlyRate(credit: Values, annuity: Values, months: Values, out: Values, n: number): void {
    for (let i = 0; i < n; i++) out[i] = solveMonthlyRate(credit[i]!, annuity[i]!, months[i]!);
  }
};

export const RATE_STEPS = 16;

/** Solves one credit's monthly rate; see monthlyRate() of the language for the method and its limits. */
export function solveMonthlyRate(credit: number, annuity: number, months: number): number {
  if (!(credit > 0 && annuity > 0 && months > 0 && months * annuity > credit)) return Number.NaN;
  let rate = annuity / credit;
  for (let step = 0; step < RATE_STEPS; step++) {
    const discount = 1 / power(1 + rate, months);
    const value = credit * rate - annuity * (1 - discount);
    const derivative = credit - (annuity * months * discount) / (1 + rate);
    rate -= value / derivative;
  }
  return rate > 0 ? rate : Number.NaN;
}

/** Raises to a whole power by squaring, so that every interpreter can round alike. */
function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = Math.trunc(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
