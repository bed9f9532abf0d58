import {quantiles} from "../../src/core/metrics/quantiles.ts";
import {possibleRange} from "../tables/cells/cells.ts";
import {readWord} from "../tables/cells/words.ts";
import {type ColumnFacts, type FileFacts, QUANTILES} from "../tables/check/facts.ts";
import type {ColumnSchema, TableSchema} from "../tables/schema/column.ts";
import {TABLES} from "../tables/schema/tables.ts";
import type {TableName} from "../types.ts";
import {Dictionary} from "./dictionary.ts";
import {type Place, type RecordKernel, TYPES} from "./kernel/kernel.ts";
import {type Field, type FieldArray, fieldOf, MOST_TEXTS, nullOf, type RecordLayout} from "./layout.ts";

const MOST_SAMPLED = 4096;
const MOST_EXAMPLES = 5;
const MOST_WORDS = 60;
const MOST_UNKNOWN = 20;

interface NumberCount {
  readonly column: ColumnSchema;
  readonly field: Field;
  /** The numbers that can be, the code for missing days aside, which is beyond them. */
  readonly low: number;
  readonly high: number;
  missing: number;
  impossible: number;
  least: number;
  most: number;
  readonly examples: number[];
  /** One value per sampled row; NaN where it is missing. */
  sample: number[];
}

interface TextCount {
  readonly column: ColumnSchema;
  readonly field: Field;
  /** Rows by code, and at nullOf(text) those without a text. */
  readonly byCode: Uint32Array;
}

/** The texts of a table's text columns, by column. */
export type Dictionaries = ReadonlyMap<string, Dictionary>;

/** Makes dictionaries that know the declared words. */
export function createDictionaries(table: TableSchema): Dictionaries {
  const texts = table.columns.filter(({dtype}) => dtype === "String");
  return new Map(
    texts.map((column) => {
      const read = (text: string) => readWord(column, text);
      return [column.name, new Dictionary(column.categories ?? [], read)];
    })
  );
}

/**
 * Counts what a file's columns hold while its records pass by, and empties the cells whose number cannot be, so
 * that they count as missing wherever the records are read.
 */
export class FactCounter {
  private rows = 0;
  /** Every so many rows one is sampled; doubled when the sample is full. */
  private stride = 1;
  private readonly numbers: readonly NumberCount[];
  private readonly texts: readonly TextCount[];

  constructor(
    private readonly kernel: RecordKernel,
    private readonly file: {readonly table: TableName; readonly shown: string},
    private readonly layout: RecordLayout,
    private readonly dictionaries: Dictionaries
  ) {
    const fields = TABLES[file.table].columns.map((column) => ({
      column,
      field: fieldOf(layout, column.name)
    }));
    this.texts = fields
      .filter(({column}) => column.dtype === "String")
      .map((one) => ({...one, byCode: new Uint32Array(MOST_TEXTS + 1)}));
    this.numbers = fields
      .filter(({column}) => column.dtype !== "String" && column.kind !== "id")
      .map(numberCount);
  }

  /** Takes records in the kernel's memory. */
  add(at: Place, records: number): void {
    for (const text of this.texts) this.addTexts(text, at, records);
    for (const number of this.numbers) this.addNumbers(number, at, records);
    this.rows += records;
    while ((this.numbers[0]?.sample.length ?? 0) > MOST_SAMPLED) this.thin();
  }

  private addTexts({field, byCode}: TextCount, at: Place, records: number): void {
    const {cells, start, step} = this.kernel.cells(field, at, records, this.layout.width);
    for (let cell = start; cell < cells.length; cell += step) byCode[cells[cell]!]!++;
  }

  private addNumbers(count: NumberCount, at: Place, records: number): void {
    const {column, field, low, high, sample} = count;
    const {loops} = this.kernel;
    const {width} = this.layout;
    const code = column.nullCode ?? Number.NaN;
    loops.survey(at + field.offset, records, width, TYPES[field.type], low, high, code);
    count.missing += loops.missing.value;
    count.least = Math.min(count.least, loops.lowest.value);
    count.most = Math.max(count.most, loops.highest.value);
    const {cells, start, step} = this.kernel.cells(field, at, records, width);
    const first = (this.stride - (this.rows % this.stride)) % this.stride;
    for (let i = first; i < records; i += this.stride) {
      const value = cells[start + i * step]!;
      sample.push(value >= low && value <= high ? value : Number.NaN);
    }
    if (loops.impossible.value > 0) emptyImpossible(count, cells, start, step);
  }

  /** Keeps every other row of the sample. */
  private thin(): void {
    for (const number of this.numbers) number.sample = number.sample.filter((_, i) => i % 2 === 0);
    this.stride *= 2;
  }

  /** Tells what was counted. */
  facts(): FileFacts {
    const {table, shown: file} = this.file;
    const byName = new Map<string, ColumnFacts>([
      ...this.numbers.map((count) => [count.column.name, numberFacts(count)] as const),
      ...this.texts.map((count) => [count.column.name, this.textFacts(count)] as const)
    ]);
    const columns = TABLES[table].columns.flatMap(({name}) => byName.get(name) ?? []);
    return {table, file, rows: this.rows, columns};
  }

  private textFacts({column, field, byCode}: TextCount): ColumnFacts {
    const {texts} = this.dictionaries.get(column.name)!;
    const counted = texts
      .map((text, code): [string, number] => [text, byCode[code]!])
      .filter(([, rows]) => rows > 0)
      .sort((a, b) => b[1] - a[1]);
    const words: [string, number][] = [];
    const unknown: [string, number][] = [];
    const understood: [string, string | null, number][] = [];
    for (const [text, rows] of counted) {
      const word = readWord(column, text);
      if (word === text) words.push([text, rows]);
      else if (word === undefined) unknown.push([text, rows]);
      else understood.push([text, word, rows]);
    }
    return {
      name: column.name,
      missing: byCode[nullOf(field.type)]!,
      impossible: 0,
      examples: [],
      least: null,
      most: null,
      quantiles: [],
      words: words.slice(0, MOST_WORDS),
      unknown: unknown.slice(0, MOST_UNKNOWN),
      unknownRows: unknown.reduce((sum, [, rows]) => sum + rows, 0),
      unknownWords: unknown.length,
      understood
    };
  }
}

/** Empties the cells whose number cannot be. */
function emptyImpossible(count: NumberCount, cells: FieldArray, start: number, step: number): void {
  const {column, field, examples, low, high} = count;
  const nothing = nullOf(field.type);
  for (let cell = start; cell < cells.length; cell += step) {
    const value = cells[cell]!;
    if ((value >= low && value <= high) || value === nothing || Number.isNaN(value)) continue;
    if (value === column.nullCode) continue;
    count.impossible++;
    if (examples.length < MOST_EXAMPLES && !examples.includes(value)) examples.push(value);
    cells[cell] = nothing;
  }
}

function numberCount({column, field}: {column: ColumnSchema; field: Field}): NumberCount {
  const [low, limit] = possibleRange(column);
  const high = Math.min(limit, (column.nullCode ?? Number.POSITIVE_INFINITY) - 1);
  const nothing = {
    missing: 0,
    impossible: 0,
    least: Number.POSITIVE_INFINITY,
    most: Number.NEGATIVE_INFINITY
  };
  return {column, field, low, high, ...nothing, examples: [], sample: []};
}

function numberFacts({column, missing, impossible, examples, least, most, sample}: NumberCount): ColumnFacts {
  const isEmpty = least > most;
  return {
    name: column.name,
    missing,
    impossible,
    examples,
    least: isEmpty ? null : least,
    most: isEmpty ? null : most,
    quantiles: quantiles(sample, QUANTILES) ?? []
  };
}
