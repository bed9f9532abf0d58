import {type Note, rowsOf} from "../assumptions.ts";
import {splitCells, unquoteLine} from "./splitLine.ts";

/**
 * Splits the rows of one file, in order: cells or whole rows in quotes, a separator too many at the end, and the
 * row names without a column name that R writes.
 */
export class RowReader {
  private rowsInQuotes = 0;
  private quotedRows = 0;
  private longer = 0;
  /** True when each row begins with its number; known from the first row on. */
  private isNumbered: boolean | undefined;

  /** @param expected cells of a row, as many as there are column names */
  constructor(
    private readonly expected: number,
    private readonly separator: string
  ) {}

  /** Splits a row; undefined when its quotes do not close. */
  read(text: string): readonly string[] | undefined {
    const {expected, separator} = this;
    let split = splitCells(text, separator);
    if (split === undefined || (split.cells.length < expected && text.includes('"'))) {
      const inner = unquoteLine(text);
      const again = inner === undefined ? undefined : splitCells(inner, separator);
      if (again !== undefined && again.cells.length >= expected) {
        split = again;
        this.rowsInQuotes++;
      }
    } else if (split.isQuoted) this.quotedRows++;
    if (split === undefined) return undefined;
    const {cells} = split;
    this.isNumbered ??= cells.length === expected + 1 && /^[01]$/.test(cells[0]!);
    if (this.isNumbered && cells.length === expected + 1) return cells.slice(1);
    if (cells.length > expected && cells.slice(expected).every((cell) => cell.trim() === "")) {
      this.longer++;
      return cells.slice(0, expected);
    }
    return cells;
  }

  /** Tells what was assumed so far. */
  notes(): Note[] {
    const notes: Note[] = [];
    const add = (kind: Note["kind"], count: number, message: string) => {
      if (count > 0) notes.push({kind, count, message});
    };
    const {rowsInQuotes, quotedRows, longer} = this;
    add(
      "rowsInQuotes",
      rowsInQuotes,
      `has ${rowsOf(rowsInQuotes)} that ${rowsInQuotes === 1 ? "stands" : "stand"} in quotes as a whole`
    );
    add("quotes", quotedRows, `has cells in quotes in ${rowsOf(quotedRows)}`);
    add(
      "columnsAside",
      longer,
      `has empty cells behind the last column in ${rowsOf(longer)}; they are left aside`
    );
    add("columnsAside", this.isNumbered ? 1 : 0, "begins each row with its number, which is left aside");
    return notes;
  }
}
