import {closeSync, openSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {checksum} from "../generation/checks.ts";
import {readWord} from "../tables/cells/words.ts";
import type {FileFacts} from "../tables/check/facts.ts";
import {faultInFile} from "../tables/faults.ts";
import type {RawFile} from "../tables/open.ts";
import {scanParquetTable} from "../tables/parquet/scan.ts";
import {CLIENT_TABLE_SCHEMA, clientTableOf, TABLES} from "../tables/schema/tables.ts";
import type {ClientTable} from "../types.ts";
import {type OnBlock, readCsvBlocks, readParquetBlocks, readRecordBlocks} from "./blocks.ts";
import {Dictionary} from "./dictionary.ts";
import {FactCounter} from "./factCounter.ts";
import {IdMap} from "./idMap.ts";
import {cellsOf, fieldOf, layOut, OFFSET_WORDS, type RecordLayout, type TableIndex} from "./layout.ts";
import {Partitions, partitionBits, writeFully} from "./partitions.ts";
import {type RecordOrder, recordOrder, sortRecords} from "./sortRecords.ts";

/** Tables to be written one after the other; bureau_balance needs bureau before it in the same task. */
export interface HistoryTask {
  readonly dir: string;
  readonly names: readonly ClientTable[];
  readonly files: readonly RawFile[];
  /** The ids of all clients with an application, ascending. */
  readonly ids: Int32Array;
}

export interface WrittenTable {
  readonly name: ClientTable;
  readonly index: TableIndex;
  /** Rows that were left out because they belong to no client with an application. */
  readonly strangers: number;
  /** Clients who have rows in it. */
  readonly clients: number;
  /** What was counted of each of its files. */
  readonly facts: readonly FileFacts[];
}

/** Who the rows belong to: places are numbers from 0 in ascending order of the client ids. */
interface Owners {
  readonly ids: Int32Array;
  readonly byClient: IdMap;
  /** Filled from bureau, because bureau_balance knows only the loan. */
  readonly byLoan: IdMap;
}

/** Writes the records and offsets of some tables. Memory holds the rows of some thousand clients at a time. */
export function runTask(task: HistoryTask, onTable?: (table: ClientTable) => void): WrittenTable[] {
  const owners = {ids: task.ids, byClient: new IdMap(), byLoan: new IdMap()};
  task.ids.forEach((id, place) => {
    owners.byClient.set(id, place);
  });
  return task.names.map((name) => {
    onTable?.(name);
    return writeTable(name, task, owners);
  });
}

function writeTable(name: ClientTable, {dir, files}: HistoryTask, owners: Owners): WrittenTable {
  const table = CLIENT_TABLE_SCHEMA[name];
  const layout = layOut(table);
  const dictionaries = new Map(
    table.columns
      .filter((column) => column.dtype === "String")
      .map((column) => [
        column.name,
        new Dictionary(column.categories ?? [], (text) => readWord(column, text))
      ])
  );
  const [idField, places] =
    name === "bureau_balance"
      ? (["SK_ID_BUREAU", owners.byLoan] as const)
      : (["SK_ID_CURR", owners.byClient] as const);
  const bits = partitionBits(owners.ids.length);
  const ours = files.filter((file) => clientTableOf(file.table) === name);
  const facts: FileFacts[] = [];
  let clients = 0;
  const partitions = new Partitions(join(dir, `${name}.partition`), layout, idField, places, bits);
  try {
    const loans = name === "bureau" ? loanOwners(layout, owners) : undefined;
    for (const file of ours) {
      const counter = new FactCounter(file, layout, dictionaries);
      try {
        readBlocks(file, layout, dictionaries, (block, records) => {
          counter.add(block, records);
          partitions.add(block, records);
          loans?.(block, records);
        });
      } catch (error) {
        if (error instanceof RangeError) throw faultInFile(TABLES[file.table], file.shown, error.message);
        throw error;
      }
      facts.push(counter.facts());
    }
    const order = recordOrder(table, layout, idField, places);
    clients = writeSorted(dir, name, partitions, order, {clients: owners.ids.length, bits}, dictionaries);
  } finally {
    partitions.close();
  }
  const fields = layout.fields.map((field) => {
    const dictionary = dictionaries.get(field.name)?.sorted().texts;
    return dictionary === undefined ? field : {...field, dictionary};
  });
  return {
    name,
    index: {...layout, fields, rows: partitions.records, absent: absentIn(ours)},
    strangers: partitions.strangers,
    clients,
    facts
  };
}

/** Lists the columns that none of a table's files has; nothing when there is no file. */
function absentIn(files: readonly RawFile[]): string[] {
  const [first, ...others] = files;
  return (first?.absent ?? []).filter((name) => others.every(({absent}) => absent.includes(name)));
}

function readBlocks(
  {table, path, format, rows, records}: RawFile,
  layout: RecordLayout,
  dictionaries: ReadonlyMap<string, Dictionary>,
  onBlock: OnBlock
): void {
  if (records !== undefined) readRecordBlocks(records, rows, layout, onBlock);
  else if (format === "csv") readCsvBlocks(path, TABLES[table], layout, dictionaries, onBlock);
  else
    readParquetBlocks(
      scanParquetTable(TABLES[table], path),
      rows,
      TABLES[table],
      layout,
      dictionaries,
      onBlock
    );
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

/** Writes the records by client, and where each client's begin; returns the number of clients who have any. */
function writeSorted(
  dir: string,
  name: ClientTable,
  partitions: Partitions,
  by: RecordOrder,
  {clients, bits}: {clients: number; bits: number},
  dictionaries: ReadonlyMap<string, Dictionary>
): number {
  const index = new Uint32Array(clients * OFFSET_WORDS + 1);
  let rows = 0;
  let present = 0;
  const file = openSync(join(dir, `${name}.records`), "w");
  try {
    for (let first = 0; first < clients; first += 1 << bits) {
      const records = partitions.take(first >>> bits);
      renewCodes(records, by.layout, dictionaries);
      const sorted = sortRecords(records, by, first);
      const arranged = new Uint8Array(arrange(records, sorted.order, by.layout.width));
      writeFully(file, arranged);
      const last = Math.min(first + (1 << bits), clients);
      const counts = countsOf(sorted.clients, last - first);
      present += counts.reduce((sum, count) => sum + Math.min(count, 1), 0);
      indexClients(index, {first, last, rows}, counts, arranged, by.layout.width);
      rows += sorted.clients.length;
    }
  } finally {
    closeSync(file);
  }
  index[index.length - 1] = rows;
  writeFileSync(join(dir, `${name}.offsets`), index, {flush: true});
  return present;
}

/** Counts the records of each client of a partition. */
function countsOf(clients: Iterable<number>, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (const client of clients) counts[client]!++;
  return counts;
}

/** Writes place and checksum of each client's records into the index; `rows` records came before the partition's. */
function indexClients(
  index: Uint32Array,
  {first, last, rows}: {first: number; last: number; rows: number},
  counts: Uint32Array,
  records: Uint8Array,
  width: number
): void {
  let at = 0;
  for (let client = first; client < last; client++) {
    const end = at + counts[client - first]!;
    index[client * OFFSET_WORDS] = rows + at;
    index[client * OFFSET_WORDS + 1] = checksum(records.subarray(at * width, end * width));
    at = end;
  }
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
