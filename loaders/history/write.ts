/**
 * The history is every client's raw rows in flat files, of which one positioned read per table answers a
 * client. Parquet sorted by client was the other choice: it has to decode a whole row group, some hundred
 * thousand rows of a column, for the forty that are asked for.
 */
import {existsSync, mkdirSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {RawTables} from "../tables/open.ts";
import type {TableSchema} from "../tables/schema/column.ts";
import {CLIENT_TABLE_SCHEMA} from "../tables/schema/tables.ts";
import {CLIENT_TABLES, type ClientTable} from "../types.ts";
import {groupByClient} from "./clients.ts";
import {idsOf, readTable} from "./encode.ts";
import {type FieldArray, HISTORY_VERSION, type HistoryIndex, layOut, type RecordLayout} from "./layout.ts";
import {radixOrder} from "./radixOrder.ts";
import {writeRecords} from "./records.ts";

export interface WriteHistoryOptions {
  /** Is called with one sentence per kind of rows that belong to no client. */
  readonly onWarning?: (sentence: string) => void;
  /** Is called before each table. */
  readonly onTable?: (table: ClientTable) => void;
}

/**
 * Writes the raw rows of all clients that have an application into the folder `dir`, sorted by client and,
 * within a client, by the table's declared order and then by all other columns, nulls first, so that the order
 * in the raw files does not matter. Written aside, then renamed. One table is in memory at a time.
 */
export function writeHistory(
  dir: string,
  raw: Pick<RawTables, "tables" | "fingerprint" | "dataAsOf">,
  options: WriteHistoryOptions = {}
): void {
  const aside = `${dir}.part`;
  rmSync(aside, {recursive: true, force: true});
  mkdirSync(aside, {recursive: true});
  try {
    const clients = readClients(raw);
    writeFileSync(join(aside, "clients.i32"), clients);
    const tables = {} as Record<ClientTable, RecordLayout>;
    for (const name of CLIENT_TABLES) {
      options.onTable?.(name);
      tables[name] = writeTable(aside, name, raw, clients, options.onWarning ?? (() => {}));
    }
    const {fingerprint, dataAsOf} = raw;
    const index: HistoryIndex = {
      version: HISTORY_VERSION,
      fingerprint,
      dataAsOf,
      clients: clients.length,
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

/** Reads the ids of all clients with an application, ascending. */
function readClients({tables}: Pick<RawTables, "tables">): Int32Array {
  const ids = [tables.application_train, tables.application_test].flatMap((frame) =>
    frame === undefined ? [] : Array.from(idsOf(frame.select("SK_ID_CURR").collectSync(), "SK_ID_CURR"))
  );
  return Int32Array.from(ids).sort();
}

function writeTable(
  dir: string,
  name: ClientTable,
  raw: Pick<RawTables, "tables">,
  clients: Int32Array,
  warn: (sentence: string) => void
): RecordLayout {
  const table = CLIENT_TABLE_SCHEMA[name];
  const {ids, encoded, dictionaries} = readTable(name, raw);
  const {order: unsorted, places, offsets} = groupByClient(ids, clients);
  const strangers = ids.length - unsorted.length;
  if (strangers > 0) {
    warn(`${strangers} rows of ${name} belong to no client with an application; they are left out.`);
  }
  const columnOf = (column: string) => encoded!.getColumn(column).toTypedArray() as FieldArray;
  const layout = layOut(table, unsorted.length, dictionaries);
  const order = unsorted.length === 0 ? unsorted : sortRows(table, unsorted, places, columnOf);
  writeFileSync(join(dir, `${name}.offsets`), offsets);
  writeRecords(join(dir, `${name}.records`), layout, order, columnOf);
  return layout;
}

function sortRows(
  table: TableSchema,
  unsorted: Uint32Array,
  places: Int32Array,
  columnOf: (name: string) => FieldArray
): Uint32Array {
  let sorted = {order: unsorted, spare: new Uint32Array(unsorted.length) as Uint32Array};
  for (const column of orderColumns(table).reverse()) {
    sorted = radixOrder(columnOf(column), sorted.order, sorted.spare);
  }
  return radixOrder(places, sorted.order, sorted.spare).order;
}

/** Lists what one client's rows are sorted by; with a key among it, no two rows are equal. */
function orderColumns(table: TableSchema): string[] {
  if (table.key !== undefined && table.order.includes(table.key)) return [...table.order];
  return [...new Set([...table.order, ...table.columns.map((column) => column.name)])];
}
