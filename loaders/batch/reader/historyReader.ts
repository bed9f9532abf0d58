import {readFileSync} from "node:fs";
import {join} from "node:path";
import {createLoopKernel, type LoopKernel} from "../../features/machine/kernel/kernel.ts";
import type {Chunk, TableRows} from "../../features/machine/rows.ts";
import {type AbsentColumns, absentColumns} from "../../features/unknowable.ts";
import type {HistoryIndex} from "../../history/layout.ts";
import {CLIENT_TABLES, type ClientTable} from "../../types.ts";
import {openTableReader, wholeFile} from "./tableReader.ts";

/** The history read forwards, a range of clients at a time; memory is that of one range. */
export interface HistoryReader {
  /** Ascending. */
  readonly clients: Int32Array;
  readonly absent: AbsentColumns;
  /** In whose memory the rows are. */
  readonly kernel: LoopKernel;
  /** Reads the rows of the clients first … first + count; the chunk is overwritten by the next call. */
  read(first: number, count: number): Chunk;
  close(): void;
}

/** Opens the history that writeHistory() wrote into `dir`, to be read in ranges of clients. */
export function openHistoryReader(dir: string): HistoryReader {
  const index = JSON.parse(readFileSync(join(dir, "index.json"), "utf8")) as HistoryIndex;
  const clients = readClients(dir);
  const kernel = createLoopKernel();
  const readers = CLIENT_TABLES.map(
    (table) => [table, openTableReader(dir, table, index.tables[table], kernel)] as const
  );
  return {
    clients,
    kernel,
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
