import {closeSync, openSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {
  type Data,
  Dictionary,
  Float64,
  Int8,
  Int16,
  Int32,
  makeData,
  Table,
  Uint16,
  Utf8,
  Vector,
  vectorFromArray
} from "apache-arrow";
import {
  cellsOf,
  type Field,
  type FieldArray,
  type HistoryIndex,
  nullOf,
  OFFSET_WORDS,
  type TableIndex
} from "../history/layout.ts";
import type {ClientTable} from "../types.ts";
import {readFully} from "./readFully.ts";
import {writeParquet} from "./writeParquet.ts";

/** Rows turned at a time; bounds the memory. */
const PART_ROWS = 1 << 17;

/**
 * Writes one raw table of a history as Parquet: SK_ID_CURR first, then the table's own columns, of the schema's
 * types, words as words, empty cells null; rows sorted by client and then as the table declares.
 * @param history the folder that writeHistory() wrote
 * @param path where the file goes; parts of it lie beside it meanwhile
 */
export function writeRawParquet(
  history: string,
  table: ClientTable,
  path: string,
  partRows = PART_ROWS
): void {
  const {tables} = JSON.parse(readFileSync(join(history, "index.json"), "utf8")) as HistoryIndex;
  const index = tables[table];
  const owners = createOwners(history, table);
  const file = openSync(join(history, `${table}.records`), "r");
  try {
    writeParquet(path, parts(file, index, owners, partRows));
  } finally {
    closeSync(file);
  }
}

function* parts(
  file: number,
  index: TableIndex,
  owners: ReturnType<typeof createOwners>,
  partRows: number
): Generator<Table> {
  for (let first = 0; first === 0 || first < index.rows; first += partRows) {
    const rows = Math.min(partRows, index.rows - first);
    const records = new ArrayBuffer(rows * index.width);
    readFully(file, new Uint8Array(records), first * index.width);
    yield recordsToArrow(index, records, owners(first, rows));
  }
}

/** Tells whose the records first … first + count − 1 are, one client id each. */
function createOwners(history: string, table: ClientTable) {
  const clients = new Int32Array(wholeFile(join(history, "clients.i32")));
  const offsets = new Uint32Array(wholeFile(join(history, `${table}.offsets`)));
  const endOf = (client: number) => offsets[(client + 1) * OFFSET_WORDS]!;
  let client = 0;
  return (first: number, count: number): Int32Array => {
    const owners = new Int32Array(count);
    for (let row = first; row < first + count; ) {
      while (endOf(client) <= row) client++;
      const end = Math.min(endOf(client), first + count);
      owners.fill(clients[client]!, row - first, end - first);
      row = end;
    }
    return owners;
  };
}

function recordsToArrow({fields, width}: TableIndex, records: ArrayBuffer, owners: Int32Array): Table {
  const columns: Record<string, Vector> = {
    SK_ID_CURR: new Vector([makeData({type: new Int32(), length: owners.length, data: owners})])
  };
  fields.forEach((field, i) => {
    if (field.name !== "SK_ID_CURR")
      columns[field.name] = new Vector([fieldToData(field, i, width, records, owners.length)]);
  });
  return new Table(columns);
}

function fieldToData(field: Field, id: number, width: number, records: ArrayBuffer, length: number): Data {
  const {cells, start, step} = cellsOf(records, field, width);
  const data = new (cells.constructor as new (length: number) => FieldArray)(length);
  const nullBitmap = new Uint8Array(Math.ceil(length / 8));
  const nothing = nullOf(field.type);
  let nullCount = 0;
  for (let i = 0, at = start; i < length; i++, at += step) {
    const value = cells[at]!;
    if (value === nothing || Number.isNaN(value)) nullCount++;
    else {
      data[i] = value;
      nullBitmap[i >> 3]! |= 1 << (i & 7);
    }
  }
  const rest = {length, nullCount, nullBitmap};
  switch (field.type) {
    case "Int8":
      return makeData({type: new Int8(), data: data as Int8Array, ...rest});
    case "Int16":
      return makeData({type: new Int16(), data: data as Int16Array, ...rest});
    case "Int32":
      return makeData({type: new Int32(), data: data as Int32Array, ...rest});
    case "Float64":
      return makeData({type: new Float64(), data: data as Float64Array, ...rest});
    case "Uint16": {
      const dictionary = vectorFromArray(field.dictionary ?? [], new Utf8());
      const type = new Dictionary(new Utf8(), new Uint16(), id);
      return makeData({type, dictionary, data: data as Uint16Array, ...rest});
    }
  }
}

function wholeFile(path: string): ArrayBuffer {
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
}
