const MOST_ITEMS = 2;
const MOST_KEYS = 24;
const SOME_KEYS = 8;
const MOST_CHARACTERS = 400;

/** Shortens an answer to what an example needs: the first items of lists and keys of large objects, the beginning of texts. */
export function abridge(value: unknown): unknown {
  if (typeof value === "string")
    return value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS)}…` : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map(abridge);
  const entries = Object.entries(value);
  const told = entries.length > MOST_KEYS ? entries.slice(0, SOME_KEYS) : entries;
  return Object.fromEntries(told.map(([key, one]) => [key, abridge(one)]));
}
