import {closeSync, fstatSync, openSync, readFileSync, readSync} from "node:fs";
import {dirname, join} from "node:path";
import {ScorebookError} from "../../src/core/errors.ts";
import {type AbsentColumns, absentColumns} from "../features/unknowable.ts";
import {alignedBytes, checksum, type FileCheck, isWhole, readChecked} from "../generation/checks.ts";
import {damaged, openCurrent, repairCommand} from "../generation/meta.ts";
import {indexOfSorted} from "../store.ts";
import {type Cell, CLIENT_TABLES, type ClientRows, type ClientTable, type RawRow} from "../types.ts";
import {
  FIELD_ARRAYS,
  type Field,
  HISTORY_VERSION,
  type HistoryIndex,
  OFFSET_WORDS,
  type TableIndex
} from "./layout.ts";

/** The folder of the history within that of a run. */
export const HISTORY = "history";

/** The raw rows of every client, read by position; opening costs the client ids. */
export interface History {
  /** Of the raw tables it was written from. */
  readonly fingerprint: string;
  readonly dataAsOf: string;
  /** All client ids, ascending. */
  readonly clients: Int32Array;
  /** Columns that its tables came without. */
  readonly absent: AbsentColumns;
  has(clientId: number): boolean;
  /**
   * Reads a client's raw rows in all tables, cells as in the CSV: numbers exactly, 365243 kept, text literally,
   * empty cells null. Sorted as the tables declare. A table without rows is an empty array.
   * @throws CLIENT_UNKNOWN, STORAGE_DAMAGED when the client's rows are not what was written
   */
  rows(clientId: number): ClientRows;
  close(): void;
}

interface OpenTable {
  readonly layout: TableIndex;
  readonly path: string;
  readonly records: number;
  readonly offsets: number;
}

/** Opens the history of a data set, as its meta.json names it. @throws FEATURES_MISSING, STORAGE_DAMAGED */
export const openHistoryOf = (dataDir: string): History =>
  openCurrent(dataDir, (folder, {files}) =>
    openHistory(join(folder, HISTORY), dataDir, files[`${HISTORY}/index.json`])
  );

/**
 * Opens the history in `dir`. Index and ids are compared with their checksums now, a client's rows when they are read.
 * @param dataDir the data set, which errors name
 * @param check of the index; without one it is believed
 * @throws FEATURES_MISSING when it was not written, or by another version of this program, STORAGE_DAMAGED
 */
export function openHistory(dir: string, dataDir = dirname(dir), check?: FileCheck): History {
  const {fingerprint, dataAsOf, tables: layouts, files} = readHistoryIndex(dir, dataDir, check);
  const bytes = readChecked(join(dir, "clients.i32"), files["clients.i32"]);
  if (bytes === undefined) throw damaged(dataDir, join(dir, "clients.i32"), "is missing or damaged");
  const clients = new Int32Array(alignedBytes(bytes));
  const opened: number[] = [];
  const open = (name: string): number => {
    const path = join(dir, name);
    try {
      opened.push(openSync(path, "r"));
    } catch {
      throw damaged(dataDir, path, "is missing");
    }
    const file = opened.at(-1)!;
    if (fstatSync(file).size !== files[name]?.bytes)
      throw damaged(dataDir, path, "is shorter or longer than written");
    return file;
  };
  const close = () => {
    for (const file of opened) closeSync(file);
  };
  let tables: [ClientTable, OpenTable][];
  try {
    tables = CLIENT_TABLES.map((name) => [
      name,
      {
        layout: layouts[name],
        path: join(dir, name),
        records: open(`${name}.records`),
        offsets: open(`${name}.offsets`)
      }
    ]);
  } catch (error) {
    close();
    throw error;
  }
  return {
    fingerprint,
    dataAsOf,
    clients,
    absent: absentColumns(layouts),
    has: (clientId) => indexOfSorted(clients, clientId) >= 0,
    rows(clientId) {
      const client = indexOfSorted(clients, clientId);
      if (client < 0) throw new ScorebookError("CLIENT_UNKNOWN", `The history has no client ${clientId}.`);
      return Object.fromEntries(
        tables.map(([name, table]) => {
          const rows = readRows(table, client);
          if (rows === undefined)
            throw damaged(dataDir, `${table.path}.records`, `is damaged in the rows of client ${clientId}`);
          return [name, rows];
        })
      ) as ClientRows;
    },
    close
  };
}

/** Reads the index of the history in `dir`. @throws FEATURES_MISSING, STORAGE_DAMAGED as openHistory does */
export function readHistoryIndex(dir: string, dataDir = dirname(dir), check?: FileCheck): HistoryIndex {
  const path = join(dir, "index.json");
  const advice = `write it with ${repairCommand(dataDir)}`;
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch {
    throw new ScorebookError("FEATURES_MISSING", `The history in ${dir} cannot be read; ${advice}.`);
  }
  if (check && !isWhole(content, check)) throw damaged(dataDir, path, "has other content than was written");
  let index: HistoryIndex | null;
  try {
    index = JSON.parse(content.toString("utf8"));
  } catch {
    throw damaged(dataDir, path, "is not JSON");
  }
  if (index?.version !== HISTORY_VERSION)
    throw new ScorebookError("FEATURES_MISSING", `The history in ${dir} has another format; ${advice}.`);
  return index;
}

/** Reads a client's records in one table; undefined when they are not what was written. */
function readRows({layout, records, offsets}: OpenTable, client: number): RawRow[] | undefined {
  const entry = new Uint32Array(OFFSET_WORDS + 1);
  if (!readFully(offsets, new Uint8Array(entry.buffer), client * OFFSET_WORDS * entry.BYTES_PER_ELEMENT))
    return undefined;
  const [first, check, end] = [entry[0]!, entry[1]!, entry[2]!];
  if (end < first || end > layout.rows) return undefined;
  const block = new ArrayBuffer((end - first) * layout.width);
  const bytes = new Uint8Array(block);
  if (!readFully(records, bytes, first * layout.width) || checksum(bytes) !== check) return undefined;
  const rows: RawRow[] = Array.from({length: end - first}, () => ({}));
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

/** Fills `bytes` from a position; false when the file ends before. */
function readFully(file: number, bytes: Uint8Array, position: number): boolean {
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(file, bytes, at, bytes.length - at, position + at);
    if (read === 0) return false;
    at += read;
  }
  return true;
}
