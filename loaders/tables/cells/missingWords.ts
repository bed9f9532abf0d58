const WORDS = new Set([
  "na",
  "n/a",
  "#n/a",
  "<na>",
  "nan",
  "-nan",
  "null",
  "none",
  "nil",
  "nat",
  "\\n",
  "#null!"
]);
const LONGEST = 6;

/** Tells whether a text, trimmed, is a word by which R, pandas, spreadsheets or databases write a missing value. */
export function isMissingWord(text: string): boolean {
  return text.length <= LONGEST && WORDS.has(text.toLowerCase());
}
