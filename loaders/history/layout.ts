import type {FileCheck} from "../generation/checks.ts";
import type {ColumnSchema, TableSchema} from "../tables/schema/column.ts";
import type {ClientTable} from "../types.ts";

export type FieldType = "Int8" | "Int16" | "Int32" | "Float64" | "Uint16";

/** One cell of a record; text is stored as its place in the dictionary. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Bytes from the start of the record; a multiple of the type's size. */
  readonly offset: number;
  /** What stands for null: the least integer, the greatest code; Float64 has NaN (written as null here). */
  readonly nullValue: number | null;
  /** The texts, sorted; only of a text column. */
  readonly dictionary?: readonly string[];
}

/** One table's records: fixed width, little-endian, one after the other. */
export interface RecordLayout {
  /** Bytes of a record, a multiple of 8. */
  readonly width: number;
  /** In the order of the raw table's columns. */
  readonly fields: readonly Field[];
}

export interface TableIndex extends RecordLayout {
  readonly rows: number;
  /** Columns that the table came without; of the application, without in all its files. */
  readonly absent: readonly string[];
}

/** history/index.json */
export interface HistoryIndex {
  readonly version: number;
  /** Of the raw tables it was written from. */
  readonly fingerprint: string;
  readonly dataAsOf: string;
  readonly clients: number;
  readonly tables: Readonly<Record<ClientTable, TableIndex>>;
  /** What the other files of the folder are compared with; records have a checksum per client. */
  readonly files: Readonly<Record<string, FileCheck>>;
}

export const HISTORY_VERSION = 5;

/**
 * In NAME.offsets, two numbers for each client: the place of the first record, and the CRC-32 of all the client's
 * records. The place behind the last record comes last.
 */
export const OFFSET_WORDS = 2;

export const FIELD_ARRAYS = {
  Int8: Int8Array,
  Int16: Int16Array,
  Int32: Int32Array,
  Float64: Float64Array,
  Uint16: Uint16Array
} as const;
export type FieldArray = Int8Array | Int16Array | Int32Array | Float64Array | Uint16Array;

const NULL_VALUES: Record<FieldType, number | null> = {
  Int8: -128,
  Int16: -32768,
  Int32: -2147483648,
  Float64: null,
  Uint16: 65535
};
/** Codes run from 0 to one below what stands for null. */
export const MOST_TEXTS = 65535;

/** Tells what stands for null in a field's array; NaN for Float64. */
export function nullOf(type: FieldType): number {
  return NULL_VALUES[type] ?? Number.NaN;
}

/** Lays out a record: the widest fields first, so that each is aligned and can be reached by a typed array. */
export function layOut(table: TableSchema): RecordLayout {
  const places = table.columns.map((column) => {
    const type = fieldType(column);
    return {name: column.name, type, size: FIELD_ARRAYS[type].BYTES_PER_ELEMENT, offset: 0};
  });
  let end = 0;
  for (const place of [...places].sort((a, b) => b.size - a.size)) {
    place.offset = end;
    end += place.size;
  }
  const fields = places.map(({name, type, offset}) => ({name, type, offset, nullValue: NULL_VALUES[type]}));
  return {width: Math.ceil(end / 8) * 8, fields};
}

function fieldType(column: ColumnSchema): FieldType {
  return column.dtype === "String" ? "Uint16" : column.dtype;
}

/** Finds a field by name. @throws RangeError when there is none (a mistake in the program) */
export function fieldOf(layout: RecordLayout, name: string): Field {
  const field = layout.fields.find((f) => f.name === name);
  if (field === undefined) throw new RangeError(`the records have no field ${name}`);
  return field;
}

/** A block of records and the typed arrays that reach into it. */
export interface Block {
  readonly buffer: ArrayBuffer;
  readonly int8: Int8Array;
  readonly int16: Int16Array;
  readonly int32: Int32Array;
  readonly float64: Float64Array;
  readonly uint16: Uint16Array;
}

/** Makes a block of so many bytes (a multiple of 8), or one over a given buffer. */
export function createBlock(bytes: number | ArrayBuffer): Block {
  const buffer = typeof bytes === "number" ? new ArrayBuffer(bytes) : bytes;
  return {
    buffer,
    int8: new Int8Array(buffer),
    int16: new Int16Array(buffer),
    int32: new Int32Array(buffer),
    float64: new Float64Array(buffer),
    uint16: new Uint16Array(buffer)
  };
}

/** Reaches a field's cells in records: the first one's place in a typed array, and the step to the next. */
export function cellsOf(
  buffer: ArrayBuffer,
  field: Field,
  width: number
): {cells: FieldArray; start: number; step: number} {
  const cells = new FIELD_ARRAYS[field.type](buffer);
  return {cells, start: field.offset / cells.BYTES_PER_ELEMENT, step: width / cells.BYTES_PER_ELEMENT};
}
