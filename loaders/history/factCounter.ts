import {quantiles} from "../site/quantiles.ts";
import {possibleRange} from "../tables/cells.ts";
import {type ColumnFacts, type FileFacts, QUANTILES} from "../tables/facts.ts";
import type {RawFile} from "../tables/open.ts";
import type {ColumnSchema} from "../tables/schema/column.ts";
import {TABLES} from "../tables/schema/tables.ts";
import {readWord} from "../tables/words.ts";
import type {Dictionary} from "./dictionary.ts";
import {type Block, cellsOf, type Field, fieldOf, MOST_TEXTS, nullOf, type RecordLayout} from "./layout.ts";

const MOST_SAMPLED = 4096;
const MOST_EXAMPLES = 5;
const MOST_WORDS = 60;
const MOST_UNKNOWN = 20;

interface NumberCount {
  readonly column: ColumnSchema;
  readonly field: Field;
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
    private readonly file: RawFile,
    private readonly layout: RecordLayout,
    private readonly dictionaries: ReadonlyMap<string, Dictionary>
  ) {
    const fields = TABLES[file.table].columns.map((column) => ({
      column,
      field: fieldOf(layout, column.name)
    }));
    this.texts = fields
      .filter(({column}) => column.dtype === "String")
      .map((one) => ({...one, byCode: new Uint32Array(MOST_TEXTS + 1)}));
    this.numbers = fields
      .filter(({column}) => column.dtype !== "String")
      .map((one) => ({
        ...one,
        missing: 0,
        impossible: 0,
        least: Infinity,
        most: -Infinity,
        examples: [],
        sample: []
      }));
  }

  /** Takes the first records of a block. */
  add(block: Block, records: number): void {
    for (const text of this.texts) this.addTexts(text, block, records);
    for (const number of this.numbers) this.addNumbers(number, block, records);
    this.rows += records;
    if ((this.numbers[0]?.sample.length ?? 0) > MOST_SAMPLED) this.thin();
  }

  private addTexts({field, byCode}: TextCount, block: Block, records: number): void {
    const {cells, start, step} = cellsOf(block.buffer, field, this.layout.width);
    for (let i = 0, at = start; i < records; i++, at += step) byCode[cells[at]!]!++;
  }

  private addNumbers(count: NumberCount, block: Block, records: number): void {
    const {column, field, examples, sample} = count;
    const {cells, start, step} = cellsOf(block.buffer, field, this.layout.width);
    const nothing = nullOf(field.type);
    const [low, high] = possibleRange(column);
    const code = column.nullCode ?? Number.NaN;
    let {missing, least, most} = count;
    for (let i = 0, at = start; i < records; i++, at += step) {
      const value = cells[at]!;
      if (value >= low && value <= high && value !== code) {
        if (value < least) least = value;
        if (value > most) most = value;
      } else if (value === nothing || Number.isNaN(value)) missing++;
      else if (value !== code) {
        count.impossible++;
        if (examples.length < MOST_EXAMPLES && !examples.includes(value)) examples.push(value);
        cells[at] = nothing;
      }
    }
    Object.assign(count, {missing, least, most});
    const first = (this.stride - (this.rows % this.stride)) % this.stride;
    for (let i = first; i < records; i += this.stride) {
      const value = cells[start + i * step]!;
      sample.push(value === nothing || value === code ? Number.NaN : value);
    }
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
    const columns = TABLES[table].columns.map(({name}) => byName.get(name)!);
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
