const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;
const LETTER_E = 101;
/** Powers of ten beyond these are left to Number(). */
const MAX_POWER = 100;
/** Dekker's constant, which splits a double into two halves of 26 bits. */
const SPLITTER = 2 ** 27 + 1;

/** 10^(i − MAX_POWER) as a sum of two doubles, right to 2⁻¹⁰⁶ of it. */
const {high: POWER_HIGH, low: POWER_LOW} = listPowers();

function listPowers(): {high: Float64Array; low: Float64Array} {
  const high = new Float64Array(2 * MAX_POWER + 1);
  const low = new Float64Array(2 * MAX_POWER + 1);
  for (let exponent = -MAX_POWER; exponent <= MAX_POWER; exponent++) {
    const power = 10n ** BigInt(Math.abs(exponent));
    const shift = exponent < 0 ? 500 : 0;
    const scaled = exponent < 0 ? (1n << 500n) / power : power;
    const rounded = Number(scaled);
    high[exponent + MAX_POWER] = rounded * 2 ** -shift;
    low[exponent + MAX_POWER] = Number(scaled - BigInt(rounded)) * 2 ** -shift;
  }
  return {high, low};
}

/**
 * Reads bytes[start … end − 1] as a decimal of at most 18 significant digits, rounded to the nearest double as Number()
 * does, without making a string. NaN where the bytes are no such decimal or where the last bit is in doubt: the caller
 * then takes the long way.
 *
 * The digits are an exact sum of two doubles, and so nearly is the power of ten; their product is known to 2⁻¹⁰¹, and
 * it counts only if both ends of what is left open round to the same double (Dekker 1971; Clinger 1990).
 */
export function readDecimal(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = bytes[at] === MINUS;
  if (negative || bytes[at] === PLUS) at++;
  let leading = 0;
  let trailing = 0;
  let digits = 0;
  let exponent = 0;
  let isFraction = false;
  const first = at;
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (digits < 9) leading = leading * 10 + digit;
      else trailing = trailing * 10 + digit;
      if (digits > 0 || digit > 0) digits++;
      if (isFraction) exponent--;
    } else if (bytes[at] === POINT && !isFraction) isFraction = true;
    else break;
  }
  if (digits > 18 || at - first <= +isFraction) return Number.NaN;
  if (at < end) {
    const written = readExponent(bytes, at, end);
    if (Number.isNaN(written)) return written;
    exponent += written;
  }
  const value = digits === 0 ? 0 : scale(leading, trailing, digits, exponent);
  return negative ? -value : value;
}

/** Reads "e", a sign and one to five digits, up to the end. */
function readExponent(bytes: Uint8Array, start: number, end: number): number {
  let at = start + 1;
  const negative = bytes[at] === MINUS;
  if (negative || bytes[at] === PLUS) at++;
  if ((bytes[start]! | 32) !== LETTER_E || at === end || end - at > 5) return Number.NaN;
  let value = 0;
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return negative ? -value : value;
}

/** Computes (the first nine digits, then the others) × 10^exponent, or NaN. */
function scale(leading: number, trailing: number, digits: number, exponent: number): number {
  if (Math.abs(exponent) > MAX_POWER) return Number.NaN;
  const shifted = digits > 9 ? leading * POWER_HIGH[MAX_POWER + digits - 9]! : leading;
  const mantissa = shifted + trailing;
  const high = POWER_HIGH[MAX_POWER + exponent]!;
  if (digits <= 15 && exponent >= 0 && exponent <= 22) return mantissa * high;
  if (digits <= 15 && exponent < 0 && exponent >= -22) return mantissa / POWER_HIGH[MAX_POWER - exponent]!;
  const lost = trailing - (mantissa - shifted);
  const product = mantissa * high;
  const rest =
    productError(mantissa, high, product) + (mantissa * POWER_LOW[MAX_POWER + exponent]! + lost * high);
  const doubt = product * 2 ** -98;
  const value = product + (rest + doubt);
  return value === product + (rest - doubt) ? value : Number.NaN;
}

/** Gives a × b − product, exactly. */
function productError(a: number, b: number, product: number): number {
  const bigA = SPLITTER * a;
  const highA = bigA - (bigA - a);
  const lowA = a - highA;
  const bigB = SPLITTER * b;
  const highB = bigB - (bigB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}
