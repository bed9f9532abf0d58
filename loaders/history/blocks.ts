import {closeSync, openSync, readSync} from "node:fs";
import pl, {type LazyDataFrame} from "nodejs-polars";
import type {TableSchema} from "../tables/schema/column.ts";
import {CsvDecoder} from "./decodeCsv.ts";
import type {Dictionary} from "./dictionary.ts";
import {type Block, cellsOf, createBlock, type FieldType, nullOf, type RecordLayout} from "./layout.ts";

const CHUNK_BYTES = 1 << 22;
const BLOCK_RECORDS = 1 << 11;
const PARQUET_ROWS = 1 << 18;
const LINE_FEED = 10;

export type OnBlock = (block: Block, records: number) => void;

/** Makes an empty block in which every cell is null. */
export function nullBlock(layout: RecordLayout, records: number): Block {
  const block = createBlock(records * layout.width);
  for (const field of layout.fields) {
    const {cells, start} = cellsOf(block.buffer, field, layout.width);
    if (records > 0) cells[start] = nullOf(field.type);
  }
  const {int8} = block;
  for (let filled = layout.width; filled < int8.length; filled *= 2) int8.copyWithin(filled, 0, filled);
  return block;
}

/** Reads a checked CSV file as blocks of records, each of which is overwritten by the next. */
export function readCsvBlocks(
  path: string,
  source: TableSchema,
  layout: RecordLayout,
  dictionaries: ReadonlyMap<string, Dictionary>,
  onBlock: OnBlock
): void {
  const decoder = new CsvDecoder(source, layout, dictionaries);
  const block = nullBlock(layout, BLOCK_RECORDS);
  const bytes = new Uint8Array(2 * CHUNK_BYTES + 1);
  const file = openSync(path, "r");
  try {
    let kept = 0;
    let isHeader = true;
    for (let isLast = false; !isLast; ) {
      const read = readSync(file, bytes, kept, CHUNK_BYTES, null);
      isLast = read === 0;
      let end = kept + read;
      if (isLast && end > 0) bytes[end++] = LINE_FEED;
      const whole = bytes.subarray(0, end).lastIndexOf(LINE_FEED) + 1;
      let from = 0;
      if (isHeader && whole > 0) {
        from = bytes.indexOf(LINE_FEED) + 1;
        isHeader = false;
      }
      while (from < whole) {
        const {records, next} = decoder.decode(bytes, from, whole, block);
        onBlock(block, records);
        from = next;
      }
      bytes.copyWithin(0, whole, end);
      kept = end - whole;
    }
  } finally {
    closeSync(file);
  }
}

const POLARS_TYPES = {
  Int8: pl.Int8,
  Int16: pl.Int16,
  Int32: pl.Int32,
  Float64: pl.Float64,
  Uint16: pl.Utf8
} as const;

/** Reads a checked Parquet file, as scanned by openTables, as blocks of records. */
export function readParquetBlocks(
  frame: LazyDataFrame,
  rows: number,
  source: TableSchema,
  layout: RecordLayout,
  dictionaries: ReadonlyMap<string, Dictionary>,
  onBlock: OnBlock
): void {
  const fields = layout.fields.filter(({name}) => source.columns.some((column) => column.name === name));
  const numbers = new Map<FieldType, string[]>();
  for (const {name, type} of fields) numbers.set(type, [...(numbers.get(type) ?? []), name]);
  const filled = [...numbers].map(([type, names]) =>
    type === "Uint16" ? pl.col(names) : pl.col(names).fillNull(pl.lit(nullOf(type)).cast(POLARS_TYPES[type]))
  );
  const block = nullBlock(layout, Math.min(PARQUET_ROWS, rows));
  for (let first = 0; first < rows; first += PARQUET_ROWS) {
    const slice = frame
      .slice(first, PARQUET_ROWS)
      .select(...filled)
      .collectSync();
    for (const field of fields) {
      const {cells, start, step} = cellsOf(block.buffer, field, layout.width);
      const column = slice.getColumn(field.name);
      const dictionary = dictionaries.get(field.name);
      if (dictionary === undefined) {
        const values = column.toTypedArray() as Float64Array;
        for (let i = 0, at = start; i < values.length; i++, at += step) cells[at] = values[i]!;
      } else {
        const texts = column.toArray() as (string | null)[];
        for (let i = 0, at = start; i < texts.length; i++, at += step) {
          cells[at] = texts[i] === null ? nullOf(field.type) : dictionary.codeOfText(texts[i]!);
        }
      }
    }
    onBlock(block, slice.height);
  }
}
