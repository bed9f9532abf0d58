import {rmSync, writeFileSync} from "node:fs";
import {type Table, tableToIPC} from "apache-arrow";
import {sink} from "./sink.ts";

/**
 * Writes a Parquet file from tables that come one after the other, so that memory holds one of them. Words become
 * text, whatever stood for them.
 * @param path where the file goes; parts lie beside it meanwhile
 */
export function writeParquet(path: string, tables: Iterable<Table>): void {
  const parts: string[] = [];
  try {
    for (const table of tables) {
      const part = `${path}.${parts.length}`;
      parts.push(part);
      writeFileSync(part, tableToIPC(table, "file"));
    }
    sink(path, parts);
  } finally {
    for (const part of parts) rmSync(part, {force: true});
  }
}
