import {join} from "node:path";
import type {FileFacts} from "../tables/check/facts.ts";
import {faultInFile} from "../tables/faults.ts";
import type {RawFile} from "../tables/open.ts";
import {scanParquetTable} from "../tables/parquet/scan.ts";
import {CLIENT_TABLE_SCHEMA, clientTableOf, TABLES} from "../tables/schema/tables.ts";
import type {ClientTable} from "../types.ts";
import {type OnBlock, readCsvBlocks, readParquetBlocks} from "./blocks.ts";
import {
  createOwners,
  type DistributedFile,
  Distribution,
  inheritPlaces,
  type Owners,
  placeLoans
} from "./distribution.ts";
import {createDictionaries, type Dictionaries} from "./factCounter.ts";
import type {Place} from "./kernel/kernel.ts";
import {layOut, type TableIndex} from "./layout.ts";
import {partitionBytes, partitionCount, partitionSize, removePartition} from "./partitions.ts";
import {clearPlaces, createPlaces} from "./places.ts";
import {type DistributedTable, SortedTable} from "./sortedTable.ts";

/** Tables to be written together: bureau_balance needs bureau before it, the others stand alone. */
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

/** Writes the records and offsets of some tables. Memory holds the rows of some thousand clients at a time. */
export function runTask(task: HistoryTask, onTable?: (table: ClientTable) => void): WrittenTable[] {
  const owners = createOwners(task.ids);
  const tables: DistributedTable[] = [];
  try {
    for (const name of task.names) {
      onTable?.(name);
      const bureau = tables.find((table) => table.name === "bureau");
      const places = name === "bureau_balance" ? placeLoans(owners, bureau?.files ?? []) : owners.byClient;
      tables.push(distributeTable(name, task, owners, places));
    }
    return sortTables(task, tables, owners);
  } finally {
    for (const {path} of tables.flatMap(({files}) => files))
      for (let i = 0; i < partitionCount(owners.clients); i++) removePartition(path, i);
  }
}

/** Distributes those of a table's files that the check has not. */
function distributeTable(
  name: ClientTable,
  {dir, files}: HistoryTask,
  owners: Owners,
  places: Place
): DistributedTable {
  const dictionaries = createDictionaries(CLIENT_TABLE_SCHEMA[name]);
  const distributed = filesOf(files, name).map((file): DistributedFile => {
    if (file.distributed) return file.distributed;
    const path = join(dir, `${file.table}.partition`);
    const distribution = new Distribution(file, path, owners, places, dictionaries);
    try {
      const {width} = layOut(CLIENT_TABLE_SCHEMA[name]);
      readBlocks(file, dictionaries, ({buffer}, records) =>
        distribution.add(new Uint8Array(buffer, 0, records * width))
      );
      return distribution.finish();
    } catch (error) {
      distribution.discard();
      if (error instanceof RangeError) throw faultInFile(TABLES[file.table], file.shown, error.message);
      throw error;
    }
  });
  return {name, files: distributed, dictionaries};
}

const filesOf = (files: readonly RawFile[], name: ClientTable): RawFile[] =>
  files.filter((file) => clientTableOf(file.table) === name);

function readBlocks(
  {table, path, format, rows}: RawFile,
  dictionaries: Dictionaries,
  onBlock: OnBlock
): void {
  const schema = TABLES[table];
  const layout = layOut(CLIENT_TABLE_SCHEMA[clientTableOf(table)]);
  if (format === "csv") readCsvBlocks(path, schema, layout, dictionaries, onBlock);
  else readParquetBlocks(scanParquetTable(schema, path), rows, schema, layout, dictionaries, onBlock);
}

/** Sorts the tables, each range of clients in all of them before the next range. */
function sortTables(
  {dir, files}: HistoryTask,
  tables: readonly DistributedTable[],
  owners: Owners
): WrittenTable[] {
  const {clients, byClient, kernel} = owners;
  const count = partitionCount(clients);
  const size = partitionSize(clients);
  const bureau = tables.find(({name}) => name === "bureau");
  /** Of the partition's loans alone, which are few enough for the cache. */
  const byLoan = createPlaces(kernel, mostRecords(bureau?.files ?? [], count));
  const sorted: SortedTable[] = [];
  try {
    for (const table of tables)
      sorted.push(new SortedTable(dir, table, owners, table.name === "bureau_balance" ? byLoan : byClient));
    for (let partition = 0; partition < count; partition++) {
      const first = partition * size;
      const last = Math.min(first + size, clients);
      tables.forEach(({name}, i) => {
        const {layout} = sorted[i]!;
        const records = sorted[i]!.write(partition, first, last);
        if (name !== "bureau") return;
        clearPlaces(kernel, byLoan);
        const rows = records.length / layout.width;
        inheritPlaces(kernel, byLoan, byClient, records.byteOffset, rows, layout);
      });
    }
    for (const table of sorted) table.finish();
  } finally {
    for (const table of sorted) table.close();
  }
  return tables.map(({name, files: distributed}, i) => {
    const {layout, rows, present} = sorted[i]!;
    const fields = sorted[i]!.fields();
    const strangers = distributed.reduce((sum, file) => sum + file.strangers, 0);
    const index = {...layout, fields, rows, absent: absentIn(filesOf(files, name))};
    return {name, index, strangers, clients: present, facts: distributed.map(({facts}) => facts)};
  });
}

/** Finds how many records the fullest partition has. */
function mostRecords(bureau: readonly DistributedFile[], partitions: number): number {
  const {width} = layOut(CLIENT_TABLE_SCHEMA.bureau);
  let most = 0;
  for (let partition = 0; partition < partitions; partition++)
    most = Math.max(
      most,
      bureau.reduce((sum, {path}) => sum + partitionBytes(path, partition) / width, 0)
    );
  return most;
}

/** Lists the columns that none of a table's files has; nothing when there is no file. */
function absentIn(files: readonly RawFile[]): string[] {
  const [first, ...others] = files;
  return (first?.absent ?? []).filter((name) => others.every(({absent}) => absent.includes(name)));
}
