import {quantiles} from "../../src/core/metrics/quantiles.ts";
import {possibleRange} from "../tables/cells/cells.ts";
import {readWord} from "../tables/cells/words.ts";
import {type ColumnFacts, type FileFacts, QUANTILES} from "../tables/check/facts.ts";
import type {RawFile} from "../tables/open.ts";
import type {ColumnSchema} from "../tables/schema/column.ts";
import {TABLES} from "../tables/schema/tables.ts";
import type {Dictionary} from "./dictionary.ts";
import {type Block, cellsOf, type Field, fieldOf, MOST_TEXTS, nullOf, type RecordLayout} from "./layout.ts";

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
  /** The numbers of one column of a block. */
  private values = new Float64Array(0);

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
      .filter(({column}) => column.dtype !== "String" && column.kind !== "id")
      .map(numberCount);
  }

  /** Takes the first records of a block. */
  add(block: Block, records: number): void {
    if (this.values.length < records) this.values = new Float64Array(records);
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
    const {field, low, high, sample} = count;
    const {values} = this;
    readNumbers(block, field, this.layout.width, records, values);
    const {missing, least, most} = extremes(values, records, nullOf(field.type));
    count.missing += missing;
    if (least >= low && most <= high) {
      count.least = Math.min(count.least, least);
      count.most = Math.max(count.most, most);
    } else if (least <= most) this.addOneByOne(count, block, records);
    const first = (this.stride - (this.rows % this.stride)) % this.stride;
    for (let i = first; i < records; i += this.stride) {
      const value = values[i]!;
      sample.push(value >= low && value <= high ? value : Number.NaN);
    }
  }

  /** Takes a block in which some number is a code or cannot be, and empties the cells that cannot. */
  private addOneByOne(count: NumberCount, block: Block, records: number): void {
    const {column, field, examples, low, high} = count;
    const {cells, start, step} = cellsOf(block.buffer, field, this.layout.width);
    const nothing = nullOf(field.type);
    for (let i = 0; i < records; i++) {
      const value = this.values[i]!;
      if (value >= low && value <= high) {
        count.least = Math.min(count.least, value);
        count.most = Math.max(count.most, value);
      } else if (value !== nothing && !Number.isNaN(value) && value !== column.nullCode) {
        count.impossible++;
        if (examples.length < MOST_EXAMPLES && !examples.includes(value)) examples.push(value);
        cells[start + i * step] = nothing;
      }
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

/** Reads one column of a block; a loop for each type, because one for all is several times slower. */
function readNumbers(
  block: Block,
  {type, offset}: Field,
  width: number,
  records: number,
  to: Float64Array
): void {
  if (type === "Int8") {
    for (let i = 0, at = offset; i < records; i++, at += width) to[i] = block.int8[at]!;
  } else if (type === "Int16") {
    for (let i = 0, at = offset >> 1; i < records; i++, at += width >> 1) to[i] = block.int16[at]!;
  } else if (type === "Int32") {
    for (let i = 0, at = offset >> 2; i < records; i++, at += width >> 2) to[i] = block.int32[at]!;
  } else {
    for (let i = 0, at = offset >> 3; i < records; i++, at += width >> 3) to[i] = block.float64[at]!;
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

/** Finds the missing cells among the first values, and the least and the greatest of the others. */
function extremes(values: Float64Array, records: number, nothing: number) {
  let missing = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < records; i++) {
    const value = values[i]!;
    if (value === nothing || Number.isNaN(value)) missing++;
    else {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return {missing, least, most};
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
