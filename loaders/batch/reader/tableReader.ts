import {closeSync, openSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {LoopKernel} from "../../features/machine/kernel/kernel.ts";
import type {TableRows} from "../../features/machine/rows.ts";
import {type Field, nullOf, type RecordLayout} from "../../history/layout.ts";
import {readFully} from "../../parquet/readFully.ts";
import {CLIENT_TABLE_SCHEMA, columnOf} from "../../tables/schema/tables.ts";
import type {ClientTable} from "../../types.ts";
import {openOffsets} from "./offsets.ts";

/** One table of a history, read forwards into a kernel's memory. */
export interface TableReader {
  /** Reads the rows of the clients first … first + count; they are overwritten by the next call. */
  read(first: number, count: number): TableRows;
  close(): void;
}

/** Types of cells in the order of their numbers in tables.as. */
const TYPES = ["Int8", "Int16", "Int32", "Float64"];
type Fill = (records: number, rows: number, out: number, unknown: number) => void;

/** Opens a table of the history in `dir`. @param layout of its records, as the index tells it */
export function openTableReader(
  dir: string,
  table: ClientTable,
  layout: RecordLayout,
  kernel: LoopKernel
): TableReader {
  const {width} = layout;
  const file = openSync(join(dir, `${table}.records`), "r");
  const offsets = openOffsets(join(dir, `${table}.offsets`));
  const fills = new Map(layout.fields.map((field) => [field.name, createFill(table, field, width, kernel)]));
  let client = new Int32Array(0);
  let records = kernel.allocate(0);
  let spare = kernel.allocate(0);

  function reserve(rows: number): void {
    if (rows <= client.length) return;
    const size = 2 ** Math.ceil(Math.log2(Math.max(rows, 1024)));
    client = new Int32Array(size);
    records = kernel.allocate(size * width);
    spare = kernel.allocate(size * Float64Array.BYTES_PER_ELEMENT);
  }
  reserve(1);

  return {
    read(first, count) {
      const begins = offsets.of(first, count);
      const start = begins[0]!;
      const rows = begins[count]! - start;
      reserve(rows);
      const {buffer, at} = records();
      readFully(file, new Uint8Array(buffer, at, rows * width), start * width);
      const ranges = new Int32Array(2 * count);
      for (let c = 0; c < count; c++) {
        ranges[2 * c] = begins[c]! - start;
        ranges[2 * c + 1] = begins[c + 1]! - start;
        client.fill(c, ranges[2 * c]!, ranges[2 * c + 1]!);
      }
      const fillAt = (column: string, out: number, unknown = Number.NaN): void =>
        fills.get(column)!(at, rows, out, unknown);
      return {
        count: rows,
        client: client.subarray(0, rows),
        ranges,
        fill(column, out) {
          fillAt(column, spare().at);
          out.set(new Float64Array(spare().buffer, spare().at, rows));
        },
        fillAt
      };
    },
    close() {
      closeSync(file);
      offsets.close();
    }
  };
}

/** Reads a whole file into a buffer of its own. */
export function wholeFile(path: string): ArrayBuffer {
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
}

/** Makes a loop that takes one field out of the records: null to NaN, a text to its code in the vocabulary. */
function createFill(table: ClientTable, field: Field, width: number, {tables, allocate}: LoopKernel): Fill {
  const {type, offset, dictionary} = field;
  if (dictionary === undefined) {
    const [code, nothing] = [TYPES.indexOf(type), nullOf(type)];
    return (records, rows, out, unknown) =>
      tables.take(code, records + offset, width, rows, nothing, unknown, out);
  }
  const codes = codesOf(table, field.name, dictionary);
  const {buffer, at} = allocate(codes.byteLength)();
  new Float64Array(buffer, at, codes.length).set(codes);
  return (records, rows, out) => tables.takeCodes(records + offset, width, rows, at, dictionary.length, out);
}

/** Lists the codes of the file's texts in the declared vocabulary, NaN for one not declared; one more NaN stands for null. */
function codesOf(table: ClientTable, name: string, dictionary: readonly string[]): Float64Array {
  const categories = columnOf(CLIENT_TABLE_SCHEMA[table], name).categories ?? [];
  const codes = dictionary.map((text) => categories.indexOf(text));
  return Float64Array.from([...codes, -1], (code) => (code < 0 ? Number.NaN : code));
}
