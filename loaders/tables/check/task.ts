import {mkdirSync} from "node:fs";
import {dirname} from "node:path";
import {type Issue, ScorebookError} from "../../../src/core/errors.ts";
import type {TableName} from "../../types.ts";
import type {Note} from "../assumptions.ts";
import {type CheckedCsv, checkCsv} from "../csv/check.ts";
import {decodeCsv} from "../csv/kernel/decodeCsv.ts";
import {normaliseCsv} from "../csv/normalise.ts";
import {checkParquet} from "../parquet/check.ts";
import {TABLES} from "../schema/tables.ts";

/** One readable file to be checked. */
export interface CheckTask {
  readonly table: TableName;
  readonly format: "csv" | "parquet";
  readonly path: string;
  /** What errors call the file. */
  readonly shown: string;
  /** Where the rows of a CSV file go that is not in Kaggle's own form. */
  readonly target: string;
  /** Where the rows of a CSV file go as records, when they are wanted. */
  readonly records?: string;
}

/** What is known of a table that was found to be in order. */
export interface CheckedTable {
  readonly sha256: string;
  readonly rows: number;
  /** Declared columns that the file lacks. */
  readonly absent: readonly string[];
  /** Integer columns with cells such as `1.0`. */
  readonly pointed: readonly string[];
  /** True when the last line has no line break. */
  readonly cut: boolean;
  /** What was assumed to read it. */
  readonly notes: readonly Note[];
  /** True when the rows were written anew, to the task's target, in Kaggle's own form. */
  readonly normalised: boolean;
}

export interface SoundAnswer {
  readonly checked: CheckedTable;
  /** Where its rows are as records; undefined when they have yet to be decoded. */
  readonly records?: string;
}

/** The table, or all that is wrong with it. */
export type CheckAnswer = SoundAnswer | {readonly issues: readonly Issue[]};

/** Checks one file. */
export async function runTask(task: CheckTask): Promise<CheckAnswer> {
  try {
    return await check(task);
  } catch (error) {
    if (error instanceof ScorebookError && error.code === "TABLE_INVALID") return {issues: error.issues};
    throw error;
  }
}

async function check({table, format, path, shown, target, records}: CheckTask): Promise<SoundAnswer> {
  const schema = TABLES[table];
  if (format === "parquet")
    return {
      checked: {...(await checkParquet(schema, path, shown)), pointed: [], cut: false, normalised: false}
    };
  const own = await checkOwnForm(table, path, records, "ascii");
  if (own !== undefined) {
    const {csv, ...written} = own;
    const checked = {...csv, cut: !csv.endsWithLineBreak, absent: [], notes: [], normalised: false};
    return {checked, ...written};
  }
  mkdirSync(dirname(target), {recursive: true});
  const {absent, notes, endsWithLineBreak} = normaliseCsv(schema, path, shown, target);
  const again = await checkOwnForm(table, target, records, "utf8");
  if (again === undefined) throw new Error(`${shown} was read, but its rows are not in Kaggle's form.`);
  const {csv, ...written} = again;
  return {checked: {...csv, cut: !endsWithLineBreak, absent, notes, normalised: true}, ...written};
}

/** Checks a file in Kaggle's own form: by the kernel, which decodes it too, or else by the automaton. */
async function checkOwnForm(
  table: TableName,
  path: string,
  records: string | undefined,
  letters: "ascii" | "utf8"
): Promise<{csv: CheckedCsv; records?: string} | undefined> {
  const decoded = await decodeCsv(table, path, records);
  if (decoded !== undefined) return {csv: decoded, ...(records !== undefined && {records})};
  const csv = await checkCsv(TABLES[table], path, letters);
  return csv && {csv};
}
