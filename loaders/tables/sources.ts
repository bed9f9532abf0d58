import {readdir} from "node:fs/promises";
import {basename, join} from "node:path";
import {openPromise} from "yauzl";
import {TABLE_NAMES, type TableName} from "../types.ts";
import {AS_OF} from "./asOf.ts";
import {faultInFolder} from "./faults.ts";
import {isTableName} from "./schema/tables.ts";

export type SourceFormat = "csv" | "gzip" | "zip" | "parquet";

/** Where one table is: a file of the folder, or one entry of a zip there. */
export interface Source {
  readonly table: TableName;
  readonly format: SourceFormat;
  /** The file's name in the folder. */
  readonly file: string;
  /** The name inside the zip. */
  readonly entry?: string;
  /** What errors call it. */
  readonly shown: string;
}

/** Files beside the tables that nothing is read from: Kaggle's, the mark of a generated set, and the set's own date. */
const COMPANIONS = [
  AS_OF,
  "GENERATED",
  "HomeCredit_columns_description.csv",
  "columns_description.csv",
  "sample_submission.csv"
];
const ENDINGS: readonly (readonly [string, SourceFormat])[] = [
  [".csv.gz", "gzip"],
  [".csv", "csv"],
  [".parquet", "parquet"],
  [".zip", "zip"]
];

/**
 * Finds the tables in a folder, in the order of the eight names. Hidden files and Kaggle's companions are left aside.
 * @throws TABLE_INVALID for a folder that cannot be read, a file that is no table, or a table that is there twice
 */
export async function findSources(dir: string): Promise<Source[]> {
  const files = await readdir(dir).catch(() => {
    throw faultInFolder(dir, `${dir} cannot be read; a folder with the raw tables was expected.`);
  });
  const found = new Map<TableName, Source>();
  for (const file of files.sort()) {
    if (file.startsWith(".") || COMPANIONS.includes(file)) continue;
    for (const source of await sourcesOf(dir, file)) {
      const other = found.get(source.table);
      if (other !== undefined) {
        const message = `Table ${source.table} is there twice, as ${other.shown} and as ${source.shown}; one was expected.`;
        throw faultInFolder(file, message);
      }
      found.set(source.table, source);
    }
  }
  return TABLE_NAMES.flatMap((name) => found.get(name) ?? []);
}

async function sourcesOf(dir: string, file: string): Promise<Source[]> {
  const [ending, format] = ENDINGS.find(([candidate]) => file.endsWith(candidate)) ?? ["", undefined];
  if (format === "zip") return sourcesInZip(dir, file);
  const table = file.slice(0, file.length - ending.length);
  if (format === undefined || !isTableName(table)) throw faultInFolder(file, unknown(file));
  return [{table, format, file, shown: file}];
}

async function sourcesInZip(dir: string, file: string): Promise<Source[]> {
  const sources: Source[] = [];
  for (const entry of await zipEntries(join(dir, file), file)) {
    const name = basename(entry);
    if (entry.endsWith("/") || entry.startsWith("__MACOSX/") || COMPANIONS.includes(name)) continue;
    const table = name.replace(/\.csv$/, "");
    if (!name.endsWith(".csv") || !isTableName(table))
      throw faultInFolder(file, unknown(`${entry} in ${file}`));
    sources.push({
      table,
      format: "zip",
      file,
      entry,
      shown: file === `${name}.zip` ? file : `${file}/${entry}`
    });
  }
  return sources;
}

async function zipEntries(path: string, file: string): Promise<string[]> {
  const names: string[] = [];
  try {
    const zip = await openPromise(path);
    for await (const entry of zip.eachEntry()) names.push(entry.fileName);
  } catch {
    throw faultInFolder(file, `${file} is not a whole zip file; it was cut off or is of another kind.`);
  }
  return names;
}

function unknown(name: string): string {
  return `${name} belongs to no table; ${TABLE_NAMES.join(", ")} were expected, each as .csv, .csv.gz, .zip or .parquet.`;
}
