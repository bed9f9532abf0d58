import {invalid, type Place, quote} from "./invalid.ts";

const FLOAT = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,5})?$/;
const INTEGER = /^-?\d{1,10}$/;
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
  if (FLOAT.test(token)) return Number(token);
  const special = NOT_FINITE.get(token.toLowerCase());
  if (special === undefined) throw invalid(place, `${quote(token)} is not a number`);
  return special;
}

/** Reads one decimal integer within [min, max]. */
export function parseInteger(token: string, min: number, max: number, place: Place): number {
  const value = INTEGER.test(token) ? Number(token) : NaN;
  if (!(value >= min && value <= max))
    throw invalid(place, `${quote(token)} is not an integer from ${min} to ${max}`);
  return value;
}

/** Splits the value of a key at spaces; runs of spaces count once, as in LightGBM's Common::Split. */
export function splitTokens(value: string): string[] {
  const tokens = value.split(" ");
  return tokens.includes("") ? tokens.filter((token) => token !== "") : tokens;
}

function tokensOf(value: string, count: number, place: Place): string[] {
  const tokens = splitTokens(value);
  if (tokens.length !== count)
    throw invalid(place, `${count} values were expected but ${tokens.length} were found`);
  return tokens;
}

/** Reads exactly `count` numbers. */
export function parseFloats(value: string, count: number, place: Place): Float64Array {
  return Float64Array.from(tokensOf(value, count, place), (token) => parseFloat64(token, place));
}

/** Reads exactly `count` integers, each within [min, max]. */
export function parseIntegers(
  value: string,
  count: number,
  min: number,
  max: number,
  place: Place
): number[] {
  return tokensOf(value, count, place).map((token) => parseInteger(token, min, max, place));
}
