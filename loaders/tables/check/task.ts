import {mkdirSync} from "node:fs";
import {dirname} from "node:path";
import {type Issue, ScorebookError} from "../../../src/core/errors.ts";
import type {TableName} from "../../types.ts";
import type {Note} from "../assumptions.ts";
import {checkCsv} from "../csv/check.ts";
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

/** The table, or all that is wrong with it. */
export type CheckAnswer = {readonly checked: CheckedTable} | {readonly issues: readonly Issue[]};

/** Checks one file. */
export async function runTask(task: CheckTask): Promise<CheckAnswer> {
  try {
    return {checked: await check(task)};
  } catch (error) {
    if (error instanceof ScorebookError && error.code === "TABLE_INVALID") return {issues: error.issues};
    throw error;
  }
}

async function check({table, format, path, shown, target}: CheckTask): Promise<CheckedTable> {
  const schema = TABLES[table];
  if (format === "parquet")
    return {...(await checkParquet(schema, path, shown)), pointed: [], cut: false, normalised: false};
  const own = await checkCsv(schema, path);
  if (own !== undefined)
    return {...own, cut: !own.endsWithLineBreak, absent: [], notes: [], normalised: false};
  mkdirSync(dirname(target), {recursive: true});
  const {absent, notes, endsWithLineBreak} = normaliseCsv(schema, path, shown, target);
  const checked = await checkCsv(schema, target, "utf8");
  if (checked === undefined) throw new Error(`${shown} was read, but its rows are not in Kaggle's form.`);
  return {...checked, cut: !endsWithLineBreak, absent, notes, normalised: true};
}
