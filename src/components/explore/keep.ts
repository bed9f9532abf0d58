/** What is kept of a column: the words, if any are given, or the numbers between two bounds, both included. */
export interface Keep {
  words: readonly string[];
  from: number | null;
  to: number | null;
}

export const EVERYBODY: Keep = {words: [], from: null, to: null};

/** Writes what is kept as a condition in SQL; "" when everybody is kept. */
export function keepCondition(name: string, {words, from, to}: Keep): string {
  const quoted = `"${name}"`;
  if (words.length > 0)
    return `${quoted} IN (${words.map((word) => `'${word.replaceAll("'", "''")}'`).join(", ")})`;
  return [from === null ? "" : `${quoted} >= ${from}`, to === null ? "" : `${quoted} <= ${to}`]
    .filter(Boolean)
    .join(" AND ");
}
