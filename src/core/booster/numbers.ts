import {readDecimal} from "./decimal.ts";
import type {Entry} from "./entries.ts";
import {invalid, type Place, quote} from "./invalid.ts";

const SPACE = 32;
const MINUS = 45;
const ZERO = 48;
const MAX_TOKEN = 4096;
const FLOAT = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,5})?$/;
let scratch = new Float64Array(64);
const NOT_FINITE = new Map([
  ["inf", Infinity],
  ["+inf", Infinity],
  ["-inf", -Infinity],
  ["infinity", Infinity],
  ["-infinity", -Infinity],
  ["nan", NaN],
  ["-nan", NaN]
]);

/** Reads one number as printf's %.17g writes it: decimal, or inf and nan in any case. */
export function parseFloat64(token: string, place: Place): number {
  const value = FLOAT.test(token) ? Number(token) : NOT_FINITE.get(token.toLowerCase());
  if (value === undefined) throw invalid(place, `${quote(token)} is not a number`);
  if (!Number.isFinite(value) && FLOAT.test(token))
    throw invalid(place, `${quote(token)} is beyond the largest number that a double holds`);
  return value;
}

/** Finds where the next value begins; runs of spaces count once, as in LightGBM's Common::Split. */
function skipSpaces(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] === SPACE) at++;
  return at;
}

function skipValue(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] !== SPACE) at++;
  return at;
}

/** Counts the values of an entry. */
export function countTokens({bytes, start, end}: Entry): number {
  let count = 0;
  for (let at = skipSpaces(bytes, start, end); at < end; count++)
    at = skipSpaces(bytes, skipValue(bytes, at, end), end);
  return count;
}

/** Gives a value as text; one of thousands of bytes is cut, which leaves no number. */
const tokenText = ({bytes}: Entry, from: number, to: number) =>
  new TextDecoder().decode(bytes.slice(from, Math.min(to, from + MAX_TOKEN))) +
  (to - from > MAX_TOKEN ? "…" : "");

const wrongCount = (entry: Entry, expected: number) =>
  invalid(entry, `${expected} values were expected but ${countTokens(entry)} were found`);

/**
 * Refuses an entry that is too short for `count` values, before memory is taken for them.
 * @throws MODEL_INVALID
 */
export function checkRoom(entry: Entry, count: number): void {
  // A value takes a byte, and a space before the next one.
  if (2 * count - 1 > entry.end - entry.start) throw wrongCount(entry, count);
}

/** Reads exactly out.length numbers. @throws MODEL_INVALID */
export function readFloats(entry: Entry, out: Float64Array): Float64Array {
  const {bytes, end} = entry;
  let at = skipSpaces(bytes, entry.start, end);
  for (let index = 0; index < out.length; index++) {
    if (at >= end) throw wrongCount(entry, out.length);
    const to = skipValue(bytes, at, end);
    const value = readDecimal(bytes, at, to);
    out[index] = Number.isNaN(value) ? parseFloat64(tokenText(entry, at, to), entry) : value;
    at = skipSpaces(bytes, to, end);
  }
  if (at < end) throw wrongCount(entry, out.length);
  return out;
}

/** Checks that an entry is exactly `count` numbers. @throws MODEL_INVALID */
export function checkFloats(entry: Entry, count: number): void {
  checkRoom(entry, count);
  if (scratch.length < count) scratch = new Float64Array(2 * count);
  readFloats(entry, scratch.subarray(0, count));
}

/** Reads exactly out.length integers, each within [min, max]. @throws MODEL_INVALID */
export function readIntegers<T extends Float64Array | Int32Array | Uint32Array | Uint8Array>(
  entry: Entry,
  out: T,
  min: number,
  max: number
): T {
  const {bytes, end} = entry;
  let at = skipSpaces(bytes, entry.start, end);
  for (let index = 0; index < out.length; index++) {
    if (at >= end) throw wrongCount(entry, out.length);
    const to = skipValue(bytes, at, end);
    out[index] = integerAt(entry, at, to, min, max);
    at = skipSpaces(bytes, to, end);
  }
  if (at < end) throw wrongCount(entry, out.length);
  return out;
}

/** Reads an entry that is one decimal integer within [min, max]. @throws MODEL_INVALID */
export const readInteger = (entry: Entry, min: number, max: number) =>
  integerAt(entry, entry.start, entry.end, min, max);

function integerAt(entry: Entry, from: number, to: number, min: number, max: number): number {
  const {bytes} = entry;
  const negative = from < to && bytes[from] === MINUS;
  const first = negative ? from + 1 : from;
  let value = first < to && to - first <= 10 ? 0 : Number.NaN;
  for (let at = first; at < to; at++) {
    const digit = bytes[at]! - ZERO;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
  }
  if (negative) value = -value;
  if (!(value >= min && value <= max))
    throw invalid(entry, `${quote(tokenText(entry, from, to))} is not an integer from ${min} to ${max}`);
  return value;
}
