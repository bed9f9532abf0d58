import {rmSync, writeFileSync} from "node:fs";
import {type Table, tableToIPC} from "apache-arrow";
import pl from "nodejs-polars";

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

/** Encodes Arrow files, one after the other, as one Parquet file; a column of a dictionary becomes text. */
export function sink(path: string, parts: readonly string[]): void {
  const plan = pl.concat(parts.map((part) => pl.scanIPC(part))).sinkParquet(path, {
    compression: "lz4",
    sinkOptions: {syncOnClose: "all", maintainOrder: true, mkdir: false}
  });
  // A sink is handed out without its wrapper, so the engine is named as the native method wants it.
  (plan as unknown as {collectSync: (engine: string) => unknown}).collectSync("streaming");
}
