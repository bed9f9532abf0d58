/** Splits a line of CSV into its cells, without the quotes around them (RFC 4180, blanks around quotes allowed). */
export interface SplitLine {
  readonly cells: readonly string[];
  /** True when some cell stood in quotes that it does not need. */
  readonly isQuoted: boolean;
}

/** Splits one CSV line; undefined when a quote is not closed or stands inside a cell. */
export function splitCells(line: string, separator = ","): SplitLine | undefined {
  if (!line.includes('"')) return {cells: line.split(separator), isQuoted: false};
  const cells: string[] = [];
  let isQuoted = false;
  for (let at = 0; ; at++) {
    let start = at;
    while (line[start] === " ") start++;
    if (line[start] === '"') {
      const end = endOfQuotes(line, start);
      if (end < 0) return undefined;
      const cell = line.slice(start + 1, end).replaceAll('""', '"');
      if (!/[",]/.test(cell) && !cell.includes(separator)) isQuoted = true;
      cells.push(cell);
      at = end + 1;
      while (line[at] === " ") at++;
      if (at < line.length && line[at] !== separator) return undefined;
    } else {
      const found = line.indexOf(separator, at);
      const end = found < 0 ? line.length : found;
      const cell = line.slice(at, end);
      if (cell.includes('"')) return undefined;
      cells.push(cell);
      at = end;
    }
    if (at >= line.length) return {cells, isQuoted};
  }
}

/** Finds the quote that closes the one at `start`; −1 when none does. */
function endOfQuotes(line: string, start: number): number {
  let at = start + 1;
  for (;;) {
    at = line.indexOf('"', at);
    if (at < 0 || line[at + 1] !== '"') return at;
    at += 2;
  }
}

/** Takes the quotes off a line that stands in them as a whole; undefined when it does not. */
export function unquoteLine(line: string): string | undefined {
  const match = /^ *"((?:[^"]|"")*)"[\s,;|]*$/.exec(line);
  return match === null ? undefined : match[1]!.replaceAll('""', '"');
}

/** Counts the cells that are complete before a place in a line. */
export function cellsBefore(line: string, place: number, separator: string): number {
  let cells = 0;
  let isQuoted = false;
  for (let at = 0; at < place; at++) {
    if (line[at] === '"') isQuoted = !isQuoted;
    else if (line[at] === separator && !isQuoted) cells++;
  }
  return cells;
}
