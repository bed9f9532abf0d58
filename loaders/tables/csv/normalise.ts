import {closeSync, openSync, writeSync} from "node:fs";
import type {Issue} from "../../../src/core/errors.ts";
import {type Note, rowsOf} from "../assumptions.ts";
import {cellFault} from "../cells/cells.ts";
import {type ColumnPlan, planColumns} from "../cells/columnPlan.ts";
import {isMissingWord} from "../cells/missingWords.ts";
import {IdSet} from "../check/idSet.ts";
import {faultOf, fileIssue, lineIssue, MOST_FAULTS} from "../faults.ts";
import type {TableSchema} from "../schema/column.ts";
import {CellReader} from "./cellReader.ts";
import {type CsvForm, LONGEST_LINE, readCsvForm} from "./form.ts";
import {type CsvLine, readCsvLines} from "./lines.ts";
import {RowReader} from "./rowReader.ts";
import {cellsBefore} from "./splitLine.ts";

/** What was found on the way. */
export interface NormalisedCsv {
  /** Declared columns that the file lacks. */
  readonly absent: readonly string[];
  readonly notes: readonly Note[];
  /** False when the last line has no line break. */
  readonly endsWithLineBreak: boolean;
}

const FLUSH_LINES = 1 << 12;

/**
 * Reads a CSV file however it is written, and writes its rows to `target` in Kaggle's own form. Memory does
 * not grow with the file, but for one bit per key.
 * @param file the name that errors show
 * @throws TABLE_INVALID with the first 20 faults, each naming the table, line, column and value
 */
export function normaliseCsv(table: TableSchema, path: string, file: string, target: string): NormalisedCsv {
  const form = readCsvForm(table, path, file);
  const plan = planColumns(table, form.names);
  if (plan.faults.length > 0) throw faultOf(plan.faults.map((fault) => fileIssue(table, file, fault)));
  const out = openSync(target, "w");
  try {
    const normaliser = new Normaliser(table, path, file, form, plan);
    normaliser.run((text) => void writeSync(out, text));
    return normaliser;
  } finally {
    closeSync(out);
  }
}

class Normaliser implements NormalisedCsv {
  endsWithLineBreak = true;
  private readonly faults: Issue[] = [];
  private readonly cells: CellReader;
  private readonly rows: RowReader;
  private readonly keys = new IdSet();
  private readonly keyColumn: number;
  private readonly repeated: {line: number; key: number}[] = [];
  private emptyLines: number[] = [];
  private targets = 0;

  constructor(
    private readonly table: TableSchema,
    private readonly path: string,
    private readonly file: string,
    private readonly form: CsvForm,
    private readonly plan: ColumnPlan
  ) {
    this.cells = new CellReader(form.separator !== ",");
    this.rows = new RowReader(form.names.length, form.separator);
    this.keyColumn = table.columns.findIndex(({name}) => name === table.key);
  }

  get absent(): readonly string[] {
    return this.plan.missing;
  }

  get notes(): Note[] {
    const own: Note[] = [];
    const empty = this.emptyLines.length;
    if (empty > 0)
      own.push({
        kind: "emptyLines",
        count: empty,
        message: `has ${empty} empty ${empty === 1 ? "line" : "lines"} at its end`
      });
    const {targets} = this;
    if (targets > 0) {
      const message = `has TARGET in ${rowsOf(targets)}, which is left aside; clients of this table count as unlabelled`;
      own.push({kind: "columnsAside", count: targets, message});
    }
    return [...this.form.notes, ...this.plan.notes, ...this.rows.notes(), ...this.cells.notes(), ...own];
  }

  run(write: (text: string) => void): void {
    const lines = [this.table.columns.map(({name}) => name).join(",")];
    for (const line of readCsvLines(this.path, this.form)) {
      const row = this.row(line);
      if (row !== undefined) lines.push(row);
      if (lines.length >= FLUSH_LINES) write(`${lines.splice(0).join("\n")}\n`);
      if (this.faults.length >= MOST_FAULTS) break;
    }
    if (lines.length > 0) write(`${lines.join("\n")}\n`);
    this.nameRepeated();
    const conflict = this.cells.conflict();
    if (conflict !== undefined) this.faults.push(fileIssue(this.table, this.file, conflict));
    if (this.faults.length > 0) throw faultOf(this.faults.slice(0, MOST_FAULTS));
  }

  /** Reads one line; the same row as Kaggle writes it, or undefined when it has none or a fault. */
  private row(line: CsvLine): string | undefined {
    const {number, text, badByte, isTorn, isTooLong} = line;
    if (isTorn) this.endsWithLineBreak = false;
    if (isTooLong) return this.refuse(number, {message: `has more than ${LONGEST_LINE} bytes`});
    if (badByte >= 0) return this.refuse(number, this.badByte(text, badByte));
    if (isEmptyLine(text)) {
      this.emptyLines.push(number);
      return undefined;
    }
    this.refuseEmptyLines();
    const cells = this.rows.read(text);
    const expected = this.form.names.length;
    if (cells === undefined)
      return this.refuse(number, {message: "has a quote that is not closed or stands inside a value"});
    if (cells.length !== expected) {
      const torn = isTorn && cells.length < expected ? "; the file was cut off" : "";
      return this.refuse(number, {message: `has ${cells.length} of ${expected} values${torn}`});
    }
    return this.normalise(cells, number);
  }

  private normalise(cells: readonly string[], line: number): string | undefined {
    const {table, plan, faults} = this;
    const before = faults.length;
    const normal = table.columns.map((column, i) => {
      const raw = cells[plan.places[i]!] ?? "";
      const cell = plan.places[i]! < 0 ? "" : this.cells.read(column, raw, line);
      if (cell === undefined) this.refuse(line, {column: column.name, message: cellFault(column, raw)});
      return cell ?? "";
    });
    if (plan.target >= 0) {
      const target = cells[plan.target]!.trim();
      if (target !== "" && !isMissingWord(target)) this.targets++;
    }
    if (faults.length > before) return undefined;
    if (this.keyColumn >= 0) {
      const key = Number(normal[this.keyColumn]);
      if (!this.keys.add(key)) this.repeated.push({line, key});
    }
    return normal.map(quoted).join(",");
  }

  private refuse(line: number, found: {column?: string; message: string}): undefined {
    this.faults.push(lineIssue(this.table, this.file, line, found));
    return undefined;
  }

  /** Empty lines are let pass at the end of a file only. */
  private refuseEmptyLines(): void {
    for (const line of this.emptyLines)
      this.refuse(line, {message: `is empty; ${this.form.names.length} values were expected`});
    this.emptyLines = [];
  }

  private badByte(text: string, place: number): {column?: string; message: string} {
    const {separator, names} = this.form;
    const column = names[cellsBefore(text, place, separator)];
    const byte = text.charCodeAt(place).toString(16).toUpperCase();
    const message = `holds the byte 0x${byte}; UTF-8 was expected, save the file as that`;
    return column === undefined ? {message} : {column, message};
  }

  /** Names the lines that have a key of an earlier line, and that line. */
  private nameRepeated(): void {
    const {table, path, form, plan, repeated, faults} = this;
    if (repeated.length === 0 || faults.length >= MOST_FAULTS) return;
    const wanted = new Set(repeated.slice(0, MOST_FAULTS).map(({key}) => key));
    const first = new Map<number, number>();
    const rows = new RowReader(form.names.length, form.separator);
    for (const line of readCsvLines(path, form)) {
      if (first.size === wanted.size) break;
      const key = Number(rows.read(line.text)?.[plan.places[this.keyColumn]!] ?? Number.NaN);
      if (wanted.has(key) && !first.has(key)) first.set(key, line.number);
    }
    for (const {line, key} of repeated) {
      const message = `${table.key} ${key} occurs twice, first on line ${first.get(key)}; each may occur once`;
      this.refuse(line, {message});
    }
  }
}

const isEmptyLine = (text: string) => /^[\s,;|"]*$/.test(text);

const quoted = (cell: string) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
