import {rmSync} from "node:fs";
import {stat} from "node:fs/promises";
import {join} from "node:path";
import type {Issue} from "../../../src/core/errors.ts";
import {scanApplicants, sortIds} from "../../history/applicants.ts";
import type {DistributedFile} from "../../history/distribution.ts";
import {faultOf} from "../faults.ts";
import type {Scratch} from "../files/scratch.ts";
import type {Source} from "../files/sources.ts";
import {unpack} from "../files/unpack.ts";
import type {CheckCache} from "./cache.ts";
import {type CheckOptions, runChecks} from "./run.ts";
import type {CheckAnswer, CheckedTable, FileToCheck, SoundAnswer} from "./task.ts";

/** A source in a readable form, found to be in order. */
export interface CheckedSource {
  readonly source: Source;
  readonly path: string;
  readonly format: "csv" | "parquet";
  readonly checked: CheckedTable;
  /** See RawFile. */
  readonly distributed?: DistributedFile;
  readonly ids?: Int32Array;
}

export interface CheckedSources {
  /** In the given order. */
  readonly checked: readonly CheckedSource[];
  /** See RawTables. */
  readonly applicants: Int32Array | undefined;
}

interface Waiting {
  readonly source: Source;
  readonly file: FileToCheck;
  readonly bytes: number;
}

/**
 * Unpacks what is packed and checks what is new or has changed, on all cores when it is much. A CSV file that is
 * not in Kaggle's own form is read from what the check wrote of it.
 * @throws TABLE_INVALID with the faults of all sources
 */
export async function checkSources(
  dir: string,
  sources: readonly Source[],
  cache: CheckCache,
  scratch: Scratch,
  options: CheckOptions & {
    /** See OpenTablesOptions. */
    readonly distributes?: boolean;
  }
): Promise<CheckedSources> {
  const ready: CheckedSource[] = [];
  const waiting: Waiting[] = [];
  for (const source of sources) {
    const {table, shown, file} = source;
    const known = await cache.get(source);
    const format = source.format === "parquet" ? "parquet" : "csv";
    const isPacked = source.format === "gzip" || source.format === "zip";
    if (known?.kept !== undefined) {
      ready.push({source, path: known.kept, format, checked: known.checked});
      continue;
    }
    const path = isPacked ? await unpack(dir, source, scratch.make()) : join(dir, file);
    if (known !== undefined) ready.push({source, path, format, checked: known.checked});
    else {
      const target = join(scratch.path, `${table}.normal.csv`);
      const {size: bytes} = await stat(path);
      waiting.push({source, file: {table, format, path, shown, target}, bytes});
    }
  }
  const applicants = options.distributes && waiting.length > 0 ? idsByPath(ready, waiting) : undefined;
  const distribution = applicants && {dir: scratch.make(), ids: sortIds([...applicants.values()])};
  const answers = await runChecks(
    waiting.map(({file, bytes}) => ({...file, bytes})),
    distribution,
    options
  );
  for (const [i, {checked, distributed}] of soundOnes(answers).entries()) {
    const {source, file} = waiting[i]!;
    const ids = applicants?.get(file.path);
    if (checked.normalised && file.path !== join(dir, source.file)) rmSync(file.path);
    const kept = await cache.set(source, checked, checked.normalised ? file.target : undefined);
    const known = distributed && {distributed, ...(ids?.length === checked.rows && {ids})};
    ready.push({source, path: kept ?? file.path, format: file.format, checked, ...known});
  }
  const checked = sources.map((source) => ready.find((one) => one.source === source)!);
  return {checked, applicants: distribution?.ids};
}

/** Reads the ids of all clients with an application, by the file's path; undefined when they cannot be told yet. */
function idsByPath(
  ready: readonly CheckedSource[],
  waiting: readonly Waiting[]
): Map<string, Int32Array> | undefined {
  const files = [
    ...ready.map(({source, path, format}) => ({table: source.table, path, format})),
    ...waiting.map(({file}) => file)
  ].filter(({table}) => table.startsWith("application_"));
  const found = new Map<string, Int32Array>();
  for (const {path, format} of files) {
    const ids = format === "csv" ? scanApplicants(path) : undefined;
    if (ids === undefined) return undefined;
    found.set(path, ids);
  }
  return found;
}

/** @throws TABLE_INVALID when one of the tables is faulty */
function soundOnes(answers: readonly CheckAnswer[]): SoundAnswer[] {
  const issues = answers.flatMap((answer): readonly Issue[] => ("issues" in answer ? answer.issues : []));
  if (issues.length > 0) throw faultOf(issues);
  return answers.flatMap((answer) => ("checked" in answer ? [answer] : []));
}
