import type {Issue} from "../../../src/core/errors.ts";
import {type Assumption, type Note, rowsOf} from "../assumptions.ts";
import {expectedCell} from "../cells/cells.ts";
import {columnIssue, shorten} from "../faults.ts";
import type {ColumnSchema} from "../schema/column.ts";
import {columnOf, TABLES} from "../schema/tables.ts";
import type {ColumnFacts, FileFacts} from "./facts.ts";

/** From so many cells on, or rows most of which are given, a column without sense is one that means something else. */
const WHOLE_COLUMN = 10;
const MOST_LISTED = 5;

/**
 * Judges what was counted of files: cells that count as missing are assumptions; a column without any known word,
 * or without any number that can be, has lost its meaning and is an issue that says what to do.
 */
export function judgeFacts(files: readonly FileFacts[]): {assumptions: Assumption[]; issues: Issue[]} {
  const assumptions: Assumption[] = [];
  const issues: Issue[] = [];
  for (const {table, file, rows, columns} of files) {
    for (const found of columns) {
      const column = columnOf(TABLES[table], found.name);
      const lost = lostMeaning(column, found, rows);
      if (lost !== undefined) issues.push(columnIssue(TABLES[table], file, column.name, lost));
      else {
        for (const {kind, message, count} of notesOf(column, found, rows)) {
          const sentence = `Table ${table} (${file}): ${column.name} ${message}.`;
          assumptions.push({table, file, kind, sentence, count});
        }
      }
    }
  }
  return {assumptions, issues};
}

function lostMeaning(column: ColumnSchema, facts: ColumnFacts, rows: number): string | undefined {
  const {words, unknown = [], unknownRows = 0, unknownWords = 0, understood = [], impossible, least} = facts;
  const isKnown = (words?.length ?? 0) > 0 || understood.some(([, word]) => word !== null);
  const isWhole = (cells: number) => cells >= WHOLE_COLUMN || (rows >= WHOLE_COLUMN && 2 * cells >= rows);
  if (!isKnown && unknownRows > 0 && isWhole(unknownRows)) {
    const advice = "write it in these words, or leave it out and it counts as empty";
    return `holds ${listWords(unknown, unknownWords)} and no known word; ${expectedCell(column)}: ${advice}`;
  }
  if (least !== null || !isWhole(impossible)) return undefined;
  const shown = facts.examples.slice(0, 3).join(", ");
  const where = `in ${impossible} of ${rowsOf(rows)} (${shown})`;
  if (isCountedBack(column))
    return `is positive ${where}; ${column.unit} count back from the application, so 0 or less was expected: turn the signs around`;
  const advice = "correct it, or leave it out and it counts as empty";
  return `cannot be true ${where}; ${expectedCell(column)}: ${advice}`;
}

function notesOf(column: ColumnSchema, facts: ColumnFacts, rows: number): Note[] {
  const {
    unknown = [],
    unknownRows = 0,
    unknownWords = 0,
    understood = [],
    impossible,
    examples,
    least
  } = facts;
  const notes: Note[] = [];
  if (unknownRows > 0) {
    const message = `holds ${listWords(unknown, unknownWords)}, which ${unknownWords === 1 ? "is no known value" : "are no known values"}: counted as missing in ${unknownRows} of ${rowsOf(rows)}`;
    notes.push({kind: "unknownWords", count: unknownRows, message});
  }
  for (const [text, word, count] of understood) {
    const meaning = word === null ? "an empty cell" : JSON.stringify(word);
    const message = `holds ${JSON.stringify(text)} (${count}), read as ${meaning}`;
    notes.push({kind: word === null ? "missingWords" : "blanks", count, message});
  }
  if (impossible > 0) {
    const shown = examples.join(", ");
    const message = `holds ${shown} in ${impossible} of ${rowsOf(rows)}, where ${expectedCell(column)}: counted as missing`;
    notes.push({kind: "impossibleValues", count: impossible, message});
  }
  const isEither = column.nullCode !== undefined && column.least === undefined && column.most === undefined;
  if (isEither && least !== null && least > 0 && rows >= WHOLE_COLUMN) {
    const message =
      "is positive in all rows; days count back from the application, so most should be negative";
    notes.push({kind: "suspectSigns", count: rows, message});
  }
  return notes;
}

const isCountedBack = ({unit, most}: ColumnSchema) => (unit === "days" || unit === "months") && most === 0;

function listWords(words: readonly (readonly [string, number])[], all: number): string {
  const shown = words
    .slice(0, MOST_LISTED)
    .map(([word, rows]) => `${JSON.stringify(shorten(word))} (${rows})`);
  const more = all - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(" and ");
}
