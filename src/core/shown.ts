/**
 * Writes any value for a sentence, at most `length` characters long: what JSON can say as JSON, NaN and Infinity by
 * name, and objects and arrays by their kind when they are too large or too deep to show.
 */
export function shown(value: unknown, length = 60): string {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value === "object" && value !== null && !isSmall(value))
    return Array.isArray(value) ? `an array of ${value.length}` : "an object";
  return cut(JSON.stringify(value) ?? String(value), length);
}

/** Cuts a text to at most `length` characters, the last of which then says that there was more. */
export const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;

const MAX_ENTRIES = 20;
const MAX_DEPTH = 4;

/** Tells whether writing a value as JSON costs little, looking at no more of it than that. */
function isSmall(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return true;
  const entries = Object.values(value);
  return entries.length <= MAX_ENTRIES && depth < MAX_DEPTH && entries.every((v) => isSmall(v, depth + 1));
}
