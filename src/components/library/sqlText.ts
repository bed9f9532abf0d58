/** What may stand in a statement's `${…}`: one value, or several for `IN ${…}`. */
export type SqlValue = SqlScalar | readonly SqlScalar[];
export type SqlScalar = string | number | bigint | boolean | Date | null;

/** A text or name in quotes, a comment: what DuckDB reads as one piece; the piece that a text ends in has no end. */
const PIECE =
  /[eE]'(?:[^'\\]|\\.|'')*('|$)|'(?:[^']|'')*('|$)|"(?:[^"]|"")*("|$)|--[^\n]*(\n|$)|\/\*[\s\S]*?(\*\/|$)|(\$\w*\$)[\s\S]*?(\6|$)/g;

/**
 * Writes a statement from a template: each value as a SQL literal that cannot become anything else, lists in
 * parentheses. @throws TypeError for a value that SQL has no literal for, or one that stands inside quotes or a comment
 */
export function sqlText(strings: readonly string[], ...values: readonly unknown[]): string {
  let text = strings[0]!;
  values.forEach((value, i) => {
    const open = openPiece(strings.slice(0, i + 1).join("0"));
    if (open !== null)
      throw new TypeError(
        `The value \${…} number ${i + 1} stands inside ${open}; expected it to stand by itself: it is quoted as it needs.`
      );
    text += literal(value, i) + strings[i + 1]!;
  });
  return text;
}

/** Names the piece that a text ends in the middle of; null between pieces. */
function openPiece(text: string): string | null {
  for (const match of text.matchAll(PIECE)) {
    const isOpen = match.index + match[0].length === text.length && match.slice(1).includes("");
    if (isOpen) return /^(--|\/\*)/.test(match[0]) ? "a comment" : "quotes";
  }
  return null;
}

function literal(value: unknown, i: number): string {
  if (!Array.isArray(value)) return scalar(value, i);
  // No row is in an empty list, and SQL has no empty parentheses.
  return value.length === 0
    ? "(SELECT NULL WHERE false)"
    : `(${value.map((one) => scalar(one, i)).join(", ")})`;
}

function scalar(value: unknown, i: number): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "string") return quoteText(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "bigint") return `(${value})`;
  // In parentheses, because a second minus would begin a comment.
  if (typeof value === "number") return Number.isFinite(value) ? `(${value})` : `'${value}'::DOUBLE`;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return `TIMESTAMP '${value.toISOString()}'`;
  throw new TypeError(
    `The value \${…} number ${i + 1} of a statement is ${describe(value)}; expected a number, text, boolean, date, null or a list of them.`
  );
}

const describe = (value: unknown): string =>
  value instanceof Date ? "an invalid date" : typeof value === "object" ? "an object" : `a ${typeof value}`;

/** Quotes a text as SQL does. */
export const quoteText = (value: string): string => `'${value.replaceAll("'", "''")}'`;
