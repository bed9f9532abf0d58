import type {ColumnSchema, TableSchema} from "./schema/column.ts";

/** The whole numbers that each type holds; the smallest of each stands for null in the history and is left out. */
const RANGES: Record<string, readonly [number, number]> = {
  Int8: [-127, 127],
  Int16: [-32767, 32767],
  Int32: [-2147483647, 2147483647]
};

/** Tells the least and the greatest whole number of an id, integer or flag column. */
export function rangeOf(column: ColumnSchema): readonly [number, number] {
  if (column.kind === "flag") return [0, 1];
  const [low, high] = RANGES[column.dtype]!;
  return column.kind === "id" ? [0, high] : [low, high];
}

/** Says what a cell of the column may hold, for the end of an error sentence. */
export function expectedCell(column: ColumnSchema): string {
  if (column.kind === "category") return "text within one line was expected";
  if (column.kind === "number") return "a decimal number or an empty cell was expected";
  if (column.kind === "flag") return "0, 1 or an empty cell was expected";
  const [low, high] = rangeOf(column);
  const range = `a whole number from ${low} to ${high}`;
  return column.kind === "id" ? `${range} was expected` : `${range} or an empty cell was expected`;
}

/** Tells whether the text of a cell is a value of the column, as the automaton and the type's range do together. */
export function isCell(column: ColumnSchema, text: string): boolean {
  if (column.kind === "category") return !text.includes("\r");
  if (text === "") return column.kind !== "id";
  if (column.kind === "number") return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text);
  if (!(column.kind === "integer" ? /^-?\d+(\.0*)?$/ : /^\d+(\.0*)?$/).test(text)) return false;
  const [low, high] = rangeOf(column);
  return Number(text) >= low && Number(text) <= high;
}

/** Splits one CSV line into its cells; undefined when a quote is not closed or stands inside a cell. */
export function splitLine(line: string): string[] | undefined {
  const cells: string[] = [];
  for (let at = 0; ; ) {
    if (line[at] === '"') {
      const match = /^"((?:[^"]|"")*)"/.exec(line.slice(at));
      if (match === null) return undefined;
      cells.push(match[1]!.replaceAll('""', '"'));
      at += match[0].length;
    } else {
      const end = line.indexOf(",", at);
      const cell = line.slice(at, end < 0 ? undefined : end);
      if (cell.includes('"')) return undefined;
      cells.push(cell);
      at += cell.length;
    }
    if (at >= line.length) return cells;
    if (line[at] !== ",") return undefined;
    at++;
  }
}

/** Says what is wrong with a line that the automaton refused, or undefined when each cell is fine. */
export function faultOfLine(
  table: TableSchema,
  line: string,
  isLastLine: boolean
): {column?: string; message: string} | undefined {
  const expected = table.columns.length;
  const cells = splitLine(line);
  if (cells === undefined) return {message: "has a quote that is not closed or stands inside a value"};
  if (line === "") return {message: `is empty; ${expected} values were expected`};
  if (cells.length !== expected) {
    const torn = isLastLine && cells.length < expected ? "; the file was cut off" : "";
    return {message: `has ${cells.length} of ${expected} values${torn}`};
  }
  const at = table.columns.findIndex((column, i) => !isCell(column, cells[i]!));
  if (at < 0) return undefined;
  const column = table.columns[at]!;
  const shown = cells[at] === "" ? "is empty" : `holds ${JSON.stringify(cells[at])}`;
  return {column: column.name, message: `${shown}; ${expectedCell(column)}`};
}
