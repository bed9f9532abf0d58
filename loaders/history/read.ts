import {closeSync, openSync, readFileSync, readSync} from "node:fs";
import {join} from "node:path";
import {ScorebookError} from "../../src/core/errors.ts";
import {indexOfSorted} from "../store.ts";
import {type Cell, CLIENT_TABLES, type ClientRows, type ClientTable, type RawRow} from "../types.ts";
import {FIELD_ARRAYS, type Field, HISTORY_VERSION, type HistoryIndex, type RecordLayout} from "./layout.ts";

/** The raw rows of every client, read by position; opening costs the client ids. */
export interface History {
  /** Of the raw tables it was written from. */
  readonly fingerprint: string;
  readonly dataAsOf: string;
  /** All client ids, ascending. */
  readonly clients: Int32Array;
  has(clientId: number): boolean;
  /**
   * Reads a client's raw rows in all tables, cells as in the CSV: numbers exactly, 365243 kept, text literally,
   * empty cells null. Sorted as the tables declare. A table without rows is an empty array.
   * @throws CLIENT_UNKNOWN
   */
  rows(clientId: number): ClientRows;
  close(): void;
}

interface OpenTable {
  readonly layout: RecordLayout;
  readonly records: number;
  readonly offsets: number;
}

/**
 * Opens the history in `dir`.
 * @throws FEATURES_MISSING when it was not written, or by another version of this program
 */
export function openHistory(dir: string): History {
  const index = readIndex(dir);
  const bytes = readFileSync(join(dir, "clients.i32"));
  const clients = new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const tables = CLIENT_TABLES.map((name): [ClientTable, OpenTable] => [
    name,
    {
      layout: index.tables[name],
      records: openSync(join(dir, `${name}.records`), "r"),
      offsets: openSync(join(dir, `${name}.offsets`), "r")
    }
  ]);
  const {fingerprint, dataAsOf} = index;
  return {
    fingerprint,
    dataAsOf,
    clients,
    has: (clientId) => indexOfSorted(clients, clientId) >= 0,
    rows(clientId) {
      const client = indexOfSorted(clients, clientId);
      if (client < 0) throw new ScorebookError("CLIENT_UNKNOWN", `The history has no client ${clientId}.`);
      return Object.fromEntries(tables.map(([name, table]) => [name, readRows(table, client)])) as ClientRows;
    },
    close() {
      for (const [, {records, offsets}] of tables) {
        closeSync(records);
        closeSync(offsets);
      }
    }
  };
}

/** Reads the index of the history in `dir`. @throws FEATURES_MISSING */
export function readIndex(dir: string): HistoryIndex {
  const missing = (why: string) =>
    new ScorebookError("FEATURES_MISSING", `The history in ${dir} ${why}; write it with npm run features.`);
  let index: HistoryIndex;
  try {
    index = JSON.parse(readFileSync(join(dir, "index.json"), "utf8")) as HistoryIndex;
  } catch {
    throw missing("cannot be read");
  }
  if (index.version !== HISTORY_VERSION) throw missing("has another format");
  return index;
}

function readRows({layout, records, offsets}: OpenTable, client: number): RawRow[] {
  const range = new Uint32Array(2);
  readFully(offsets, new Uint8Array(range.buffer), client * Uint32Array.BYTES_PER_ELEMENT);
  const first = range[0]!;
  const count = range[1]! - first;
  if (count === 0) return [];
  const block = new ArrayBuffer(count * layout.width);
  readFully(records, new Uint8Array(block), first * layout.width);
  const rows: RawRow[] = Array.from({length: count}, () => ({}));
  for (const field of layout.fields) readField(field, layout.width, block, rows);
  return rows;
}

function readField(
  {name, type, offset, nullValue, dictionary}: Field,
  width: number,
  block: ArrayBuffer,
  rows: RawRow[]
): void {
  const values = new FIELD_ARRAYS[type](block);
  const stride = width / values.BYTES_PER_ELEMENT;
  rows.forEach((row, i) => {
    const value = values[offset / values.BYTES_PER_ELEMENT + i * stride]!;
    const isNull = value === nullValue || Number.isNaN(value);
    row[name] = isNull ? null : ((dictionary === undefined ? value : dictionary[value]!) as Cell);
  });
}

function readFully(file: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(file, bytes, at, bytes.length - at, position + at);
    if (read === 0)
      throw new ScorebookError("FEATURES_MISSING", "The history is shorter than its index says.");
    at += read;
  }
}
