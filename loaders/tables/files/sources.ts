import {access, constants, readdir, type stat as Stat, stat} from "node:fs/promises";
import {basename, join} from "node:path";
import {openPromise} from "yauzl";
import {TABLE_NAMES, type TableName} from "../../types.ts";
import type {Assumption} from "../assumptions.ts";
import {faultInFolder, shorten} from "../faults.ts";
import {AS_OF} from "./asOf.ts";

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

/** The tables of a folder, and what else is there. */
export interface FoundSources {
  readonly sources: readonly Source[];
  readonly others: readonly Assumption[];
}

/** Files beside the tables that no table is read from: Kaggle's, the mark of a generated set, and the set's own date. */
const COMPANIONS = [
  AS_OF.toLowerCase(),
  "generated",
  "homecredit_columns_description.csv",
  "columns_description.csv",
  "sample_submission.csv"
];
const ENDINGS: readonly (readonly [string, SourceFormat])[] = [
  [".csv.gz", "gzip"],
  [".tsv.gz", "gzip"],
  [".csv", "csv"],
  [".tsv", "csv"],
  [".parquet", "parquet"],
  [".zip", "zip"]
];
const FORMATS = ".csv, .csv.gz, .zip or .parquet";

/**
 * Finds the tables in a folder, in the order of the eight names, whatever the case of the files' names. Hidden
 * files and Kaggle's companions are left aside without a word, all others with one.
 * @throws TABLE_INVALID for a folder or a table that cannot be read, or a table that is there twice
 */
export async function findSources(dir: string): Promise<FoundSources> {
  const files = await readdir(dir).catch(() => {
    throw faultInFolder(dir, `${dir} cannot be read; a folder with the raw tables was expected.`);
  });
  const found = new Map<TableName, Source>();
  const others: string[] = [];
  for (const file of files.sort()) {
    if (isCompanion(file)) continue;
    for (const source of await sourcesOf(dir, file, (name) => others.push(name))) {
      const other = found.get(source.table);
      if (other !== undefined) {
        const message = `Table ${source.table} is there twice, as ${other.shown} and as ${source.shown}; one was expected.`;
        throw faultInFolder(file, message);
      }
      found.set(source.table, source);
    }
  }
  return {sources: TABLE_NAMES.flatMap((name) => found.get(name) ?? []), others: others.map(otherFile)};
}

const isCompanion = (name: string) => name.startsWith(".") || COMPANIONS.includes(name.toLowerCase());

function otherFile(file: string): Assumption {
  const sentence = `${shorten(file)} belongs to no table and is left aside; a table is a file with its name and ${FORMATS}.`;
  return {file, kind: "otherFile", sentence, count: 1};
}

async function sourcesOf(dir: string, file: string, onOther: (name: string) => void): Promise<Source[]> {
  const lower = file.toLowerCase();
  const [ending, format] = ENDINGS.find(([candidate]) => lower.endsWith(candidate)) ?? ["", undefined];
  const table = tableOf(file.slice(0, file.length - ending.length));
  if (format === undefined || (format !== "zip" && table === undefined)) {
    onOther(file);
    return [];
  }
  await checkFile(join(dir, file), file);
  if (format === "zip") return sourcesInZip(dir, file, onOther);
  return [{table: table!, format, file, shown: file}];
}

function tableOf(name: string): TableName | undefined {
  const lower = name.toLowerCase();
  return TABLE_NAMES.find((table) => table.toLowerCase() === lower);
}

/** Refuses what is no readable file, before anything opens it: a folder, a pipe, a link in a circle. */
async function checkFile(path: string, file: string): Promise<void> {
  const refuse = (message: string) => faultInFolder(file, `${file} ${message}.`);
  let found: Awaited<ReturnType<typeof Stat>>;
  try {
    found = await stat(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ELOOP") throw refuse("is a link that leads back to itself; a file was expected");
    if (code === "ENOENT") throw refuse("is a link to a file that is not there; a file was expected");
    throw refuse(`cannot be read (${code}); a file that may be read was expected`);
  }
  if (found.isDirectory()) throw refuse("is a folder; a file was expected");
  if (!found.isFile()) throw refuse("is a pipe, socket or device; a file was expected");
  await access(path, constants.R_OK).catch(() => {
    throw refuse("may not be read by this user; permission to read it was expected");
  });
}

async function sourcesInZip(dir: string, file: string, onOther: (name: string) => void): Promise<Source[]> {
  const sources: Source[] = [];
  for (const entry of await zipEntries(join(dir, file), file)) {
    const name = basename(entry);
    if (entry.endsWith("/") || entry.startsWith("__MACOSX/") || isCompanion(name)) continue;
    const table = /\.(csv|tsv)$/i.test(name) ? tableOf(name.slice(0, -4)) : undefined;
    const shown = file === `${name}.zip` ? file : `${file}/${entry}`;
    if (table === undefined) onOther(shown);
    else sources.push({table, format: "zip", file, entry, shown});
  }
  return sources;
}

async function zipEntries(path: string, file: string): Promise<string[]> {
  const names: string[] = [];
  try {
    const zip = await openPromise(path);
    for await (const entry of zip.eachEntry()) names.push(entry.fileName);
  } catch (error) {
    const unsafe = /^(absolute path|invalid relative path|invalid characters in fileName): (.*)/s.exec(
      String((error as Error).message)
    );
    const why =
      unsafe === null
        ? "is not a whole zip file; it was cut off or is of another kind"
        : `has an entry whose name leads out of the folder (${JSON.stringify(shorten(unsafe[2]!))}); names of tables were expected`;
    throw faultInFolder(file, `${file} ${why}.`);
  }
  return names;
}
