import {CLIENT_TABLE_SCHEMA} from "../../tables/schema/tables.ts";
import {CLIENT_TABLES, type ClientRows, type ClientTable, type RawRow} from "../../types.ts";
import type {Chunk, TableRows} from "./rows.ts";

type Reader = (row: RawRow) => number;

/** Converts a cell by the column's declaration: a category to its code, anything not a finite number to NaN. */
const READERS: Readonly<Record<ClientTable, ReadonlyMap<string, Reader>>> = Object.fromEntries(
  CLIENT_TABLES.map((table) => [
    table,
    new Map(
      CLIENT_TABLE_SCHEMA[table].columns.map(({name, categories}) => {
        const codes = categories && new Map(categories.map((text, code) => [text, code]));
        const reader: Reader = codes
          ? (row) => codes.get(row[name] as string) ?? Number.NaN
          : (row) => {
              const cell = row[name];
              return typeof cell === "number" && Number.isFinite(cell) ? cell : Number.NaN;
            };
        return [name, reader];
      })
    )
  ])
) as unknown as Record<ClientTable, Map<string, Reader>>;

function tableRows(table: ClientTable, rows: readonly RawRow[]): TableRows {
  return {
    count: rows.length,
    client: new Int32Array(rows.length),
    fill(column, out) {
      const read = READERS[table].get(column)!;
      for (let i = 0; i < rows.length; i++) out[i] = read(rows[i]!);
    }
  };
}

/** Makes a chunk of one client from its raw rows; without an application row every column of it is missing. */
export function clientChunk(rows: ClientRows): Chunk {
  const tables = Object.fromEntries(
    CLIENT_TABLES.map((table) => [table, tableRows(table, rows[table])])
  ) as Record<ClientTable, TableRows>;
  if (rows.application.length !== 1)
    tables.application = tableRows("application", [rows.application[0] ?? {}]);
  return {clients: 1, tables};
}
