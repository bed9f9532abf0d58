import {existsSync} from "node:fs";
import {resolve} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {identifier, type QueryTable, text} from "../tables.ts";

/** An engine that reads the given tables' files and nothing else. */
export interface QueryDatabase {
  readonly instance: DuckDBInstance;
  /** Prepares tables to be read; lists those of them whose files are not there. */
  open(names: readonly string[]): Promise<string[]>;
  /** Parses a statement to what json_serialize_sql() tells. */
  parse(sql: string): Promise<Record<string, unknown>>;
}

/**
 * Opens DuckDB in memory and locks it: only the tables' files can be read, nothing written, no extension loaded, no
 * setting changed. File names stay relative to the working directory, so that no message shows a path.
 */
export async function openDatabase(
  tables: readonly QueryTable[],
  limits: {memoryMib: number; threads: number}
): Promise<QueryDatabase> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(limits.threads),
    memory_limit: `${limits.memoryMib}MiB`,
    temp_directory: "",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false"
  });
  const connection = await instance.connect();
  const byName = new Map(tables.map((table) => [table.name, table]));
  const opened = new Set<string>();
  for (const {name, words} of tables.flatMap(({types}) => types))
    await connection.run(`CREATE TYPE ${identifier(name)} AS ENUM (${words.map(text).join(", ")})`);
  const files = [...new Set(tables.flatMap((table) => table.files))].map((file) => text(resolve(file)));
  for (const setting of [
    `allowed_paths = [${files.join(", ")}]`,
    "enable_external_access = false",
    "lock_configuration = true"
  ])
    await connection.run(`SET ${setting}`);

  async function open(names: readonly string[]): Promise<string[]> {
    const missing: string[] = [];
    for (const name of names) {
      if (opened.has(name)) continue;
      const {reads, files, select} = byName.get(name)!;
      const lacking = await open(reads);
      if (!files.every((file) => existsSync(file))) lacking.push(name);
      missing.push(...lacking);
      if (lacking.length > 0) continue;
      await connection.run(`CREATE VIEW ${identifier(name)} AS ${select}`);
      opened.add(name);
    }
    return missing;
  }
  return {
    instance,
    open,
    async parse(sql) {
      const read = await connection.runAndReadAll("SELECT json_serialize_sql($1::VARCHAR)", [sql]);
      return JSON.parse(String(read.getRows()[0]![0]));
    }
  };
}
