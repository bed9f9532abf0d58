import {closeSync, openSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {checksum} from "../generation/checks.ts";
import {readWord} from "../tables/cells/words.ts";
import type {FileFacts} from "../tables/check/facts.ts";
import {faultInFile} from "../tables/faults.ts";
import type {RawFile} from "../tables/open.ts";
import {scanParquetTable} from "../tables/parquet/scan.ts";
import {CLIENT_TABLE_SCHEMA, clientTableOf, TABLES} from "../tables/schema/tables.ts";
import type {ClientTable} from "../types.ts";
import {type OnBlock, readCsvBlocks, readParquetBlocks} from "./blocks.ts";
import {Dictionary} from "./dictionary.ts";
import {FactCounter} from "./factCounter.ts";
import {createRecordKernel, type Place} from "./kernel/kernel.ts";
import {fieldOf, layOut, OFFSET_WORDS, type RecordLayout, type TableIndex} from "./layout.ts";
import {
  createPartitionRoom,
  type OnRecords,
  type PartitionRoom,
  Partitions,
  writeFully
} from "./partitions.ts";
import {createPlaces, numberPlaces} from "./places.ts";
import {createSorter, type Recode, type RecordSorter, recordOrder} from "./sortRecords.ts";

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

/** Who the rows belong to, as maps to places: numbers from 0 in ascending order of the client ids. */
interface Owners {
  readonly clients: number;
  readonly byClient: Place;
  /** Filled from bureau, because bureau_balance knows only the loan. */
  readonly byLoan: Place;
  readonly room: PartitionRoom;
}

/** Writes the records and offsets of some tables. Memory holds the rows of some thousand clients at a time. */
export function runTask(task: HistoryTask, onTable?: (table: ClientTable) => void): WrittenTable[] {
  const {ids, names, files} = task;
  const loans = files.filter(({table}) => table === "bureau").reduce((sum, {rows}) => sum + rows, 0);
  const kernel = createRecordKernel();
  const owners = {
    clients: ids.length,
    byClient: numberPlaces(kernel, ids),
    byLoan: createPlaces(kernel, loans),
    room: createPartitionRoom(kernel, ids.length)
  };
  return names.map((name) => {
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
  const ours = files.filter((file) => clientTableOf(file.table) === name);
  const facts: FileFacts[] = [];
  let clients = 0;
  const partitions = new Partitions(join(dir, `${name}.partition`), layout, idField, places, owners.room);
  try {
    const loans = name === "bureau" ? loanOwners(layout, owners) : undefined;
    for (const file of ours) {
      const counter = new FactCounter(owners.room.kernel, file, layout, dictionaries);
      const onRecords: OnRecords = (at, count) => {
        counter.add(at, count);
        loans?.(at, count);
      };
      try {
        if (file.records !== undefined) {
          partitions.addFile(file.records, file.rows, onRecords);
          rmSync(file.records);
        } else
          readBlocks(file, layout, dictionaries, (block, records) =>
            partitions.add(block, records, onRecords)
          );
      } catch (error) {
        if (error instanceof RangeError) throw faultInFile(TABLES[file.table], file.shown, error.message);
        throw error;
      }
      facts.push(counter.facts());
    }
    const order = recordOrder(table, layout, idField, places);
    const sorter = createSorter(owners.room.kernel, order, recodesOf(layout, dictionaries));
    clients = writeSorted(join(dir, name), layout.width, partitions, sorter, owners);
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
  {table, path, format, rows}: RawFile,
  layout: RecordLayout,
  dictionaries: ReadonlyMap<string, Dictionary>,
  onBlock: OnBlock
): void {
  if (format === "csv") readCsvBlocks(path, TABLES[table], layout, dictionaries, onBlock);
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
function loanOwners(layout: RecordLayout, {byClient, byLoan, room}: Owners): OnRecords {
  const client = fieldOf(layout, "SK_ID_CURR").offset;
  const loan = fieldOf(layout, "SK_ID_BUREAU").offset;
  return (at, count) => room.kernel.loops.inherit(byLoan, loan, byClient, client, at, count, layout.width);
}

/** Finds the places among the sorted texts for codes given in the order of arrival, where a text was not declared. */
function recodesOf(layout: RecordLayout, dictionaries: ReadonlyMap<string, Dictionary>): Recode[] {
  return layout.fields.flatMap((field) => {
    const codes = dictionaries.get(field.name)?.sorted().newCodes;
    return codes === undefined ? [] : [{field, codes}];
  });
}

/** Writes the records by client, and where each client's begin; returns the number of clients who have any. */
function writeSorted(
  path: string,
  width: number,
  partitions: Partitions,
  sorter: RecordSorter,
  {clients, room}: Owners
): number {
  const index = new Uint32Array(clients * OFFSET_WORDS + 1);
  let rows = 0;
  let present = 0;
  const file = openSync(`${path}.records`, "w");
  try {
    for (let partition = 0; partition < room.count; partition++) {
      const first = partition << room.bits;
      const last = Math.min(first + (1 << room.bits), clients);
      const records = sorter.room(partitions.rowsIn(partition), last - first);
      partitions.take(partition, records);
      const {arranged, counts} = sorter.sort(first);
      writeFully(file, arranged);
      present += counts.reduce((sum, count) => sum + Math.min(count, 1), 0);
      indexClients(index, {first, last, rows}, counts, arranged, width);
      rows += arranged.length / width;
    }
  } finally {
    closeSync(file);
  }
  index[index.length - 1] = rows;
  writeFileSync(`${path}.offsets`, index, {flush: true});
  return present;
}

/** Writes place and checksum of each client's records into the index; `rows` records came before the partition's. */
function indexClients(
  index: Uint32Array,
  {first, last, rows}: {first: number; last: number; rows: number},
  counts: Int32Array,
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
