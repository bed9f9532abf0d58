import type {ColumnSchema, TableSchema} from "../tables/schema/column.ts";
import type {ClientTable} from "../types.ts";

export type FieldType = "Int8" | "Int16" | "Int32" | "Float64" | "Uint8" | "Uint16";

/** One cell of a record: text is stored as its place in the dictionary. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Bytes from the start of the record; a multiple of the type's size. */
  readonly offset: number;
  /** What stands for null: the least integer, the greatest code; Float64 has NaN (written as null here). */
  readonly nullValue: number | null;
  readonly dictionary?: readonly string[];
}

/** One table's records: fixed width, little-endian, one after the other. */
export interface RecordLayout {
  readonly rows: number;
  /** Bytes of a record, a multiple of 8. */
  readonly width: number;
  /** In the order of the raw table's columns. */
  readonly fields: readonly Field[];
}

/** history/index.json */
export interface HistoryIndex {
  readonly version: number;
  /** Of the raw tables it was written from. */
  readonly fingerprint: string;
  readonly dataAsOf: string;
  readonly clients: number;
  readonly tables: Readonly<Record<ClientTable, RecordLayout>>;
}

export const HISTORY_VERSION = 1;

export const FIELD_ARRAYS = {
  Int8: Int8Array,
  Int16: Int16Array,
  Int32: Int32Array,
  Float64: Float64Array,
  Uint8: Uint8Array,
  Uint16: Uint16Array
} as const;
export type FieldArray = Int8Array | Int16Array | Int32Array | Float64Array | Uint8Array | Uint16Array;

const NULL_VALUES: Record<FieldType, number | null> = {
  Int8: -128,
  Int16: -32768,
  Int32: -2147483648,
  Float64: null,
  Uint8: 255,
  Uint16: 65535
};

/** Chooses how a column is stored; a dictionary of up to 255 texts takes one byte a cell. */
export function fieldType(column: ColumnSchema, dictionary: readonly string[] | undefined): FieldType {
  if (column.dtype !== "String") return column.dtype;
  return (dictionary?.length ?? 0) <= 255 ? "Uint8" : "Uint16";
}

/** Tells what stands for null in a field's array; NaN for Float64. */
export function nullOf(type: FieldType): number {
  return NULL_VALUES[type] ?? Number.NaN;
}

/** Lays out a record: the widest fields first, so that each is aligned and can be reached by a typed array. */
export function layOut(
  table: TableSchema,
  rows: number,
  dictionaries: ReadonlyMap<string, readonly string[]>
): RecordLayout {
  const sizes = table.columns.map((column) => {
    const type = fieldType(column, dictionaries.get(column.name));
    return {column, type, size: FIELD_ARRAYS[type].BYTES_PER_ELEMENT, offset: 0};
  });
  let end = 0;
  for (const place of [...sizes].sort((a, b) => b.size - a.size)) {
    place.offset = end;
    end += place.size;
  }
  const fields = sizes.map(({column, type, offset}) => {
    const dictionary = dictionaries.get(column.name);
    const field = {name: column.name, type, offset, nullValue: NULL_VALUES[type]};
    return dictionary === undefined ? field : {...field, dictionary};
  });
  return {rows, width: Math.ceil(end / 8) * 8, fields};
}
