import {nullBlock} from "../../../history/blocks.ts";
import {type FieldType, fieldOf, type RecordLayout} from "../../../history/layout.ts";
import {isCell, rangeOf} from "../../cells/cells.ts";
import type {ColumnSchema, TableSchema} from "../../schema/column.ts";
import {SIMD_CODE} from "./simdCode.ts";

/** The kernel of rows.as over one table, and the parts of its memory. */
export interface RowKernel {
  /** Text of lines is put here; what is not text behind it may be anything. */
  readonly text: Uint8Array;
  /** Room for `capacity` records of the layout; fields that the table lacks are null. */
  readonly records: Int32Array;
  readonly capacity: number;
  /**
   * Decodes whole lines text[from, to) until `records` is full.
   * @returns how many records were written, and where the next line starts; undefined at anything unusual
   */
  scan(from: number, to: number): {records: number; next: number} | undefined;
  /** Names the columns of whole numbers with cells such as `1.0`, in the order in which they came. */
  pointed(): string[];
}

interface Exports {
  readonly records: WebAssembly.Global;
  configure(columns: number, count: number, powers: number, width: number): void;
  addWord(column: number, at: number, length: number, code: number): number;
  scan(from: number, to: number, out: number, capacity: number): number;
}

const PAGE = 65_536;
/** The kernel may load so many bytes behind the text. */
const SLACK = 256;
const RECORD_BYTES = 1 << 17;
const COLUMN_WORDS = 8;
const SLOT_BYTES = 64;
const POWERS = Float64Array.from({length: 23}, (_, i) => Number(`1e${i}`));
const SIZES: Record<FieldType, number> = {Int8: 1, Int16: 2, Int32: 4, Float64: 8, Uint16: 2};
const WHOLE = 0;
const DECIMAL = 1;
const TEXT = 2;
/** Where a column of 8 numbers of rows.as has the facts that are read back or filled in later. */
const LOW = 4;
const HIGH = 5;
const POINTED = 6;
/** What may stand in quotes without being written in another way. */
const PLAIN_WORD = /^[ !#-~]+$/;

let compiled: WebAssembly.Module | undefined;

/**
 * Starts the kernel for one table's file.
 * @param layout of the records; has a field for each column of the table
 * @param vocabularies the columns of the records' own table, whose words have their places as codes
 * @param textBytes how much text there is room for
 */
export function createRowKernel(
  table: TableSchema,
  layout: RecordLayout,
  vocabularies: TableSchema,
  textBytes: number
): RowKernel {
  compiled ??= new WebAssembly.Module(Buffer.from(SIMD_CODE, "base64"));
  const words = table.columns.map(({name, dtype}) =>
    dtype === "String" ? (vocabularies.columns.find((column) => column.name === name)?.categories ?? []) : []
  );
  const capacity = Math.max(1, Math.floor(RECORD_BYTES / layout.width));
  const place = createPlacer();
  const columnsAt = place(table.columns.length * COLUMN_WORDS * Int32Array.BYTES_PER_ELEMENT);
  const powersAt = place(POWERS.byteLength);
  const slots = words.map((list) => (list.length === 0 ? 1 : 2 ** Math.ceil(Math.log2(2 * list.length))));
  const wordsAt = slots.map((count) => place(count * SLOT_BYTES));
  const recordsAt = place(capacity * layout.width);
  const textAt = place(textBytes);
  const memory = new WebAssembly.Memory({initial: Math.ceil((place(0) + SLACK) / PAGE)});
  const text = new Uint8Array(memory.buffer, textAt, textBytes);
  const env = {memory, decimal: (at: number, length: number) => decimalOf(memory, at, length)};
  const exports = new WebAssembly.Instance(compiled, {env}).exports as unknown as Exports;

  const columns = new Int32Array(memory.buffer, columnsAt, table.columns.length * COLUMN_WORDS);
  table.columns.forEach((column, i) => {
    columns.set(factsOf(column, layout), i * COLUMN_WORDS);
  });
  new Float64Array(memory.buffer, powersAt, POWERS.length).set(POWERS);
  const nothing = nullBlock(layout, capacity).buffer;
  const records = new Int32Array(memory.buffer, recordsAt, nothing.byteLength / Int32Array.BYTES_PER_ELEMENT);
  records.set(new Int32Array(nothing));
  exports.configure(columnsAt, table.columns.length, powersAt, layout.width);
  words.forEach((list, i) => {
    if (table.columns[i]!.dtype !== "String") return;
    columns[i * COLUMN_WORDS + LOW] = wordsAt[i]!;
    columns[i * COLUMN_WORDS + HIGH] = slots[i]! - 1;
    list.forEach((word, code) => {
      if (!PLAIN_WORD.test(word)) return;
      text.set(Buffer.from(word, "latin1"));
      exports.addWord(columnsAt + i * COLUMN_WORDS * Int32Array.BYTES_PER_ELEMENT, textAt, word.length, code);
    });
  });

  return {
    text,
    records,
    capacity,
    scan(from, to) {
      const next = exports.scan(textAt + from, textAt + to, recordsAt, capacity);
      return next === 0 ? undefined : {records: exports.records.value, next: next - textAt};
    },
    pointed: () =>
      table.columns
        .map(({name}, i) => ({name, place: columns[i * COLUMN_WORDS + POINTED]!}))
        .filter(({place}) => place > 0)
        .sort((a, b) => a.place - b.place)
        .map(({name}) => name)
  };
}

/** Gives out memory from 16 on, so that no place is 0, each a multiple of 16. */
function createPlacer(): (bytes: number) => number {
  let end = 16;
  return (bytes) => {
    const at = end;
    end = Math.ceil((at + bytes) / 16) * 16;
    return at;
  };
}

/** Kind, size, offset, whether it may be empty, the least and the greatest whole number. */
function factsOf(column: ColumnSchema, layout: RecordLayout): number[] {
  const {type, offset} = fieldOf(layout, column.name);
  const kind = type === "Uint16" ? TEXT : type === "Float64" ? DECIMAL : WHOLE;
  const range = kind === WHOLE ? rangeOf(column) : [0, 0];
  return [kind, SIZES[type], offset, column.kind === "id" ? 0 : 1, ...range];
}

/** Reads a number that the kernel does not; NaN when it is none. */
function decimalOf(memory: WebAssembly.Memory, at: number, length: number): number {
  const text = Buffer.from(memory.buffer, at, length).toString("latin1");
  return isCell(ANY_NUMBER, text) ? Number(text) : Number.NaN;
}

const ANY_NUMBER: ColumnSchema = {
  name: "",
  kind: "number",
  unit: "share",
  dtype: "Float64",
  description: {en: "", fr: ""}
};
