import type {Note} from "../assumptions.ts";
import {isCell} from "../cells/cells.ts";
import {isMissingWord} from "../cells/missingWords.ts";
import {listNames} from "../faults.ts";
import type {ColumnSchema} from "../schema/column.ts";

/** Where something was seen first. */
interface Place {
  readonly line: number;
  readonly column: string;
}

const TRUTHS = new Map([
  ["true", "1"],
  ["t", "1"],
  ["false", "0"],
  ["f", "0"]
]);
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const COMMA_NUMBER = /^[+-]?\d*,\d+([eE][+-]?\d+)?$/;

/**
 * Reads cells as people's programs write them, and gives them as Kaggle writes them: an empty cell for NA and
 * its kin, 1 and 0 for True and False, a point for a decimal comma, whole numbers without exponents, no blanks
 * around. Counts what it had to assume.
 */
export class CellReader {
  private readonly missing = new Map<string, number>();
  private truths = 0;
  private forms = 0;
  private blanks = 0;
  private commas = 0;
  private firstComma: Place | undefined;
  private firstPoint: Place | undefined;

  /** @param hasCommas true when a comma in a number can only be a decimal comma */
  constructor(private readonly hasCommas: boolean) {}

  /** Reads one cell, without the quotes around it; undefined when the column cannot hold it. */
  read(column: ColumnSchema, raw: string, line: number): string | undefined {
    const cell = raw.trim();
    if (cell.length !== raw.length) this.blanks++;
    if (cell === "") return column.kind === "id" ? undefined : "";
    if (isMissingWord(cell)) {
      this.missing.set(cell, (this.missing.get(cell) ?? 0) + 1);
      return column.kind === "id" ? undefined : "";
    }
    if (column.kind === "category") return isCell(column, cell) ? cell : undefined;
    if (this.hasCommas && this.firstPoint === undefined && cell.includes("."))
      this.firstPoint = {line, column: column.name};
    if (isCell(column, cell)) return cell;
    return this.readNumber(column, cell, line);
  }

  private readNumber(column: ColumnSchema, cell: string, line: number): string | undefined {
    const truth = column.kind === "flag" ? TRUTHS.get(cell.toLowerCase()) : undefined;
    if (truth !== undefined) {
      this.truths++;
      return truth;
    }
    const isComma = this.hasCommas && COMMA_NUMBER.test(cell);
    const text = isComma ? cell.replace(",", ".") : cell;
    if (!NUMBER.test(text)) return undefined;
    const number = plain(column, text);
    if (!isCell(column, number)) return undefined;
    if (!isComma) this.forms++;
    else {
      this.commas++;
      this.firstComma ??= {line, column: column.name};
    }
    return number;
  }

  /** Says why numbers cannot be told for sure, once all is read: a file has decimal commas or decimal points. */
  conflict(): string | undefined {
    const {firstComma: comma, firstPoint: point} = this;
    if (comma === undefined || point === undefined) return undefined;
    const at = ({line, column}: Place) => `line ${line}, column ${column}`;
    return `has decimal commas (first in ${at(comma)}) and points in numbers (first in ${at(point)}); one of them was expected`;
  }

  /** Tells what was assumed so far. */
  notes(): Note[] {
    const notes: Note[] = [];
    const add = (kind: Note["kind"], count: number, message: string) => {
      if (count > 0) notes.push({kind, count, message});
    };
    const words = [...this.missing].map(([word, count]) => `${word} (${count})`);
    const missing = [...this.missing.values()].reduce((sum, count) => sum + count, 0);
    add(
      "missingWords",
      missing,
      `writes missing values as ${listNames(words)}; they are read as empty cells`
    );
    add(
      "booleans",
      this.truths,
      `has True and False in 0/1 columns (${cellsOf(this.truths)}); they are read as 1 and 0`
    );
    add("decimalComma", this.commas, `has decimal commas (${cellsOf(this.commas)})`);
    add(
      "numberForms",
      this.forms,
      `has ${this.forms} ${this.forms === 1 ? "number" : "numbers"} written in another way, such as 1e+05, .5 or +1`
    );
    add("blanks", this.blanks, `has blanks around ${cellsOf(this.blanks)}; they are left aside`);
    return notes;
  }
}

const cellsOf = (count: number) => `${count} ${count === 1 ? "cell" : "cells"}`;

/** Writes a number without a plus sign, a bare point or, in a column of whole numbers, an exponent. */
function plain(column: ColumnSchema, text: string): string {
  if (column.kind !== "number" && /e/i.test(text)) return String(Number(text));
  return text
    .replace("+", (plus, at) => (at === 0 ? "" : plus))
    .replace(/^(-?)\./, "$10.")
    .replace(/\.(?=[eE]|$)/, "");
}
