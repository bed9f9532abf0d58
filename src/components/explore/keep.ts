import type {Column} from "./column.ts";

/** What is kept of a column: the words, if any are given, or the numbers between two bounds, both included. */
export interface Keep {
  words: readonly string[];
  from: number | null;
  to: number | null;
}

export const EVERYBODY: Keep = {words: [], from: null, to: null};

/** Makes the test of a client by position; null when everybody is kept. */
export function keepsClient(column: Column, {words, from, to}: Keep): ((i: number) => boolean) | null {
  if (column.kind === "category") {
    if (words.length === 0) return null;
    const wanted = column.words.map((word) => words.includes(word));
    return (i) => wanted[column.codes[i]!] === true;
  }
  if (from === null && to === null) return null;
  const [least, most] = [from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY];
  return (i) => column.values[i]! >= least && column.values[i]! <= most;
}

/** Writes the same as a condition in SQL; "" when everybody is kept. */
export function keepCondition(name: string, {words, from, to}: Keep): string {
  const quoted = `"${name}"`;
  if (words.length > 0)
    return `${quoted} IN (${words.map((word) => `'${word.replaceAll("'", "''")}'`).join(", ")})`;
  return [from === null ? "" : `${quoted} >= ${from}`, to === null ? "" : `${quoted} <= ${to}`]
    .filter(Boolean)
    .join(" AND ");
}
