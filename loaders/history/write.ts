/**
 * The history is every client's raw rows in flat files, of which one positioned read per table answers a
 * client. Parquet sorted by client was the other choice: it has to decode a whole row group, some hundred
 * thousand rows of a column, for the forty that are asked for. The cells are decoded here and not by Polars,
 * whose frames of one table alone take more memory than the whole job is allowed.
 */
import {closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {RawFile, RawTables} from "../tables/open.ts";
import {CLIENT_TABLE_SCHEMA, TABLES} from "../tables/schema/tables.ts";
import {CLIENT_TABLES, type ClientTable} from "../types.ts";
import {type OnBlock, readCsvBlocks, readParquetBlocks} from "./blocks.ts";
import {Dictionary} from "./dictionary.ts";
import {IdMap} from "./idMap.ts";
import {
  cellsOf,
  fieldOf,
  HISTORY_VERSION,
  type HistoryIndex,
  layOut,
  type RecordLayout,
  type TableIndex
} from "./layout.ts";
import {Partitions, partitionBits, writeFully} from "./partitions.ts";
import {type RecordOrder, recordOrder, sortRecords} from "./sortRecords.ts";

export interface WriteHistoryOptions {
  /** Is called with one sentence per table some of whose rows belong to no client. */
  readonly onWarning?: (sentence: string) => void;
  /** Is called before each table. */
  readonly onTable?: (table: ClientTable) => void;
}

type Raw = Pick<RawTables, "tables" | "files" | "fingerprint" | "dataAsOf">;

/** Who the rows belong to: places are numbers from 0 in ascending order of the client ids. */
interface Owners {
  readonly ids: Int32Array;
  readonly byClient: IdMap;
  /** Filled from bureau, because bureau_balance knows only the loan. */
  readonly byLoan: IdMap;
}

/**
 * Writes the raw rows of all clients that have an application into the folder `dir`, sorted by client and,
 * within a client, by the table's declared order and then by all other columns, nulls first, so that the order
 * in the raw files does not matter. Written aside, then renamed. Memory holds the rows of some thousand
 * clients at a time, whatever the size of the tables.
 */
export function writeHistory(dir: string, raw: Raw, options: WriteHistoryOptions = {}): void {
  const aside = `${dir}.part`;
  rmSync(aside, {recursive: true, force: true});
  mkdirSync(aside, {recursive: true});
  try {
    const owners = readOwners(raw);
    writeFileSync(join(aside, "clients.i32"), owners.ids);
    const tables = {} as Record<ClientTable, TableIndex>;
    for (const name of CLIENT_TABLES) {
      options.onTable?.(name);
      const {index, strangers} = writeTable(aside, name, raw, owners);
      tables[name] = index;
      if (strangers > 0) {
        const sentence = `${strangers} rows of ${name} belong to no client with an application; they are left out.`;
        options.onWarning?.(sentence);
      }
    }
    const {fingerprint, dataAsOf} = raw;
    const index: HistoryIndex = {
      version: HISTORY_VERSION,
      fingerprint,
      dataAsOf,
      clients: owners.ids.length,
      tables
    };
    writeFileSync(join(aside, "index.json"), `${JSON.stringify(index, null, 1)}\n`);
    replaceFolder(dir, aside);
  } finally {
    rmSync(aside, {recursive: true, force: true});
  }
}

function replaceFolder(dir: string, aside: string): void {
  const old = `${dir}.old`;
  rmSync(old, {recursive: true, force: true});
  if (existsSync(dir)) renameSync(dir, old);
  renameSync(aside, dir);
  rmSync(old, {recursive: true, force: true});
}

function readOwners({tables}: Raw): Owners {
  const read = [tables.application_train, tables.application_test].flatMap((frame) => {
    if (frame === undefined) return [];
    return [frame.select("SK_ID_CURR").collectSync().getColumn("SK_ID_CURR").toTypedArray() as Int32Array];
  });
  const ids = new Int32Array(read.reduce((sum, part) => sum + part.length, 0));
  read.forEach((part, i) => {
    ids.set(part, i === 0 ? 0 : read[0]!.length);
  });
  ids.sort();
  const byClient = new IdMap();
  ids.forEach((id, place) => {
    byClient.set(id, place);
  });
  return {ids, byClient, byLoan: new IdMap()};
}

function writeTable(
  dir: string,
  name: ClientTable,
  raw: Raw,
  owners: Owners
): {index: TableIndex; strangers: number} {
  const table = CLIENT_TABLE_SCHEMA[name];
  const layout = layOut(table);
  const dictionaries = new Map(
    table.columns
      .filter((column) => column.dtype === "String")
      .map((column) => [column.name, new Dictionary(column.categories ?? [])])
  );
  const [idField, places] =
    name === "bureau_balance"
      ? (["SK_ID_BUREAU", owners.byLoan] as const)
      : (["SK_ID_CURR", owners.byClient] as const);
  const bits = partitionBits(owners.ids.length);
  const partitions = new Partitions(join(dir, `${name}.partition`), layout, idField, places, bits);
  try {
    const loans = name === "bureau" ? loanOwners(layout, owners) : undefined;
    for (const file of raw.files) {
      const isOurs = file.table === name || (name === "application" && file.table.startsWith("application_"));
      if (!isOurs) continue;
      readBlocks(file, raw, layout, dictionaries, (block, records) => {
        partitions.add(block, records);
        loans?.(block, records);
      });
    }
    const order = recordOrder(table, layout, idField, places);
    writeSorted(dir, name, partitions, order, {clients: owners.ids.length, bits}, dictionaries);
  } finally {
    partitions.close();
  }
  const fields = layout.fields.map((field) => {
    const dictionary = dictionaries.get(field.name)?.sorted().texts;
    return dictionary === undefined ? field : {...field, dictionary};
  });
  return {index: {...layout, fields, rows: partitions.records}, strangers: partitions.strangers};
}

function readBlocks(
  {table, path, format, rows}: RawFile,
  raw: Raw,
  layout: RecordLayout,
  dictionaries: ReadonlyMap<string, Dictionary>,
  onBlock: OnBlock
): void {
  if (format === "csv") readCsvBlocks(path, TABLES[table], layout, dictionaries, onBlock);
  else readParquetBlocks(raw.tables[table]!, rows, TABLES[table], layout, dictionaries, onBlock);
}

/** Remembers each loan's client while the bureau's records pass by. */
function loanOwners(layout: RecordLayout, {byClient, byLoan}: Owners): OnBlock {
  const client = fieldOf(layout, "SK_ID_CURR").offset;
  const loan = fieldOf(layout, "SK_ID_BUREAU").offset;
  const words = Int32Array.BYTES_PER_ELEMENT;
  return ({int32}, records) => {
    for (let i = 0, at = 0; i < records; i++, at += layout.width / words) {
      byLoan.set(int32[at + loan / words]!, byClient.get(int32[at + client / words]!));
    }
  };
}

function writeSorted(
  dir: string,
  name: ClientTable,
  partitions: Partitions,
  by: RecordOrder,
  {clients, bits}: {clients: number; bits: number},
  dictionaries: ReadonlyMap<string, Dictionary>
): void {
  const offsets = new Uint32Array(clients + 1);
  const file = openSync(join(dir, `${name}.records`), "w");
  try {
    for (let first = 0; first < clients; first += 1 << bits) {
      const records = partitions.take(first >>> bits);
      renewCodes(records, by.layout, dictionaries);
      const sorted = sortRecords(records, by, first);
      for (const client of sorted.clients) offsets[first + client + 1]!++;
      writeFully(file, new Uint8Array(arrange(records, sorted.order, by.layout.width)));
    }
  } finally {
    closeSync(file);
  }
  for (let i = 0; i < clients; i++) offsets[i + 1]! += offsets[i]!;
  writeFileSync(join(dir, `${name}.offsets`), offsets);
}

/** Replaces codes given in the order of arrival by places among the sorted texts, where a text was not declared. */
function renewCodes(
  records: ArrayBuffer,
  layout: RecordLayout,
  dictionaries: ReadonlyMap<string, Dictionary>
): void {
  for (const field of layout.fields) {
    const newCodes = dictionaries.get(field.name)?.sorted().newCodes;
    if (newCodes === undefined) continue;
    const {cells, start, step} = cellsOf(records, field, layout.width);
    for (let at = start; at < cells.length; at += step) {
      if (cells[at] !== field.nullValue) cells[at] = newCodes[cells[at]!]!;
    }
  }
}

/** Copies records in the given order. */
function arrange(records: ArrayBuffer, order: Uint32Array, width: number): ArrayBuffer {
  const from = new Int32Array(records);
  const to = new Int32Array(from.length);
  const words = width / Int32Array.BYTES_PER_ELEMENT;
  for (let i = 0, at = 0; i < order.length; i++) {
    const start = order[i]! * words;
    for (let w = 0; w < words; w++) to[at++] = from[start + w]!;
  }
  return to.buffer;
}
