import {closeSync, openSync, readFileSync, readSync} from "node:fs";
import {join} from "node:path";
import type {Chunk, TableRows} from "../features/machine/rows.ts";
import {type AbsentColumns, absentColumns} from "../features/unknowable.ts";
import {
  FIELD_ARRAYS,
  type Field,
  type FieldArray,
  type HistoryIndex,
  OFFSET_WORDS,
  type RecordLayout
} from "../history/layout.ts";
import {CLIENT_TABLE_SCHEMA, columnOf} from "../tables/schema/tables.ts";
import {CLIENT_TABLES, type ClientTable} from "../types.ts";

/** The history read forwards, a range of clients at a time; memory is that of one range. */
export interface HistoryReader {
  /** Ascending. */
  readonly clients: Int32Array;
  readonly absent: AbsentColumns;
  /** Reads the rows of the clients first … first + count; the chunk is overwritten by the next call. */
  read(first: number, count: number): Chunk;
  close(): void;
}

/** Opens the history that writeHistory() wrote into `dir`, to be read in ranges of clients. */
export function openHistoryReader(dir: string): HistoryReader {
  const index = JSON.parse(readFileSync(join(dir, "index.json"), "utf8")) as HistoryIndex;
  const clients = readClients(dir);
  const readers = CLIENT_TABLES.map(
    (table) => [table, createTableReader(dir, table, index.tables[table])] as const
  );
  return {
    clients,
    absent: absentColumns(index.tables),
    read(first, count) {
      const tables = Object.fromEntries(
        readers.map(([table, reader]) => [table, reader.read(first, count)])
      ) as Record<ClientTable, TableRows>;
      return {clients: count, tables};
    },
    close() {
      for (const [, reader] of readers) reader.close();
    }
  };
}

/** Reads the ids of a history's clients, ascending. */
export const readClients = (dir: string): Int32Array => new Int32Array(wholeFile(join(dir, "clients.i32")));

function wholeFile(path: string): ArrayBuffer {
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
}

function createTableReader(dir: string, table: ClientTable, layout: RecordLayout) {
  const file = openSync(join(dir, `${table}.records`), "r");
  const index = new Uint32Array(wholeFile(join(dir, `${table}.offsets`)));
  const offset = (client: number): number => index[client * OFFSET_WORDS]!;
  let block = new ArrayBuffer(0);
  let client = new Int32Array(0);
  let fills = new Map<string, (count: number, out: Float64Array) => void>();

  function reserve(rows: number): void {
    if (rows <= client.length) return;
    const size = 2 ** Math.ceil(Math.log2(Math.max(rows, 1024)));
    block = new ArrayBuffer(size * layout.width);
    client = new Int32Array(size);
    fills = new Map(
      layout.fields.map((field) => [field.name, createFill(table, field, layout.width, block)])
    );
  }
  reserve(1);

  return {
    read(first: number, count: number): TableRows {
      const start = offset(first);
      const rows = offset(first + count) - start;
      reserve(rows);
      readFully(file, new Uint8Array(block, 0, rows * layout.width), start * layout.width);
      for (let c = 0; c < count; c++)
        client.fill(c, offset(first + c) - start, offset(first + c + 1) - start);
      return {
        count: rows,
        client: client.subarray(0, rows),
        fill: (column, out) => fills.get(column)!(rows, out)
      };
    },
    close: () => closeSync(file)
  };
}

/** Makes a loop that takes one field out of the records: null to NaN, a text to its code in the vocabulary. */
function createFill(table: ClientTable, field: Field, width: number, block: ArrayBuffer) {
  const values: FieldArray = new FIELD_ARRAYS[field.type](block);
  const start = field.offset / values.BYTES_PER_ELEMENT;
  const stride = width / values.BYTES_PER_ELEMENT;
  const {dictionary, nullValue} = field;
  if (dictionary) {
    const codes = codesOf(table, field.name, dictionary, nullValue!);
    return (count: number, out: Float64Array): void => {
      for (let i = 0, at = start; i < count; i++, at += stride) out[i] = codes[values[at]!]!;
    };
  }
  if (nullValue === null) {
    return (count: number, out: Float64Array): void => {
      for (let i = 0, at = start; i < count; i++, at += stride) out[i] = values[at]!;
    };
  }
  return (count: number, out: Float64Array): void => {
    for (let i = 0, at = start; i < count; i++, at += stride) {
      const value = values[at]!;
      out[i] = value === nullValue ? Number.NaN : value;
    }
  };
}

/** Maps a place in the file's dictionary to the code in the declared vocabulary; NaN for null and for a text not declared. */
function codesOf(
  table: ClientTable,
  name: string,
  dictionary: readonly string[],
  nullCode: number
): Float64Array {
  const categories = columnOf(CLIENT_TABLE_SCHEMA[table], name).categories ?? [];
  const codes = new Float64Array(nullCode + 1).fill(Number.NaN);
  dictionary.forEach((text, place) => {
    const code = categories.indexOf(text);
    if (code >= 0) codes[place] = code;
  });
  return codes;
}

function readFully(file: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(file, bytes, at, bytes.length - at, position + at);
    if (read === 0) throw new Error("The history is shorter than its index says.");
    at += read;
  }
}
