import {mkdirSync} from "node:fs";
import {dirname, join} from "node:path";
import {type Issue, ScorebookError} from "../../../src/core/errors.ts";
import {
  createOwners,
  type DistributedFile,
  Distribution,
  type Owners,
  placeLoans
} from "../../history/distribution.ts";
import {createDictionaries} from "../../history/factCounter.ts";
import type {Place} from "../../history/kernel/kernel.ts";
import type {TableName} from "../../types.ts";
import type {Note} from "../assumptions.ts";
import {type CheckedCsv, checkCsv} from "../csv/check.ts";
import {decodeCsv} from "../csv/kernel/decodeCsv.ts";
import {normaliseCsv} from "../csv/normalise.ts";
import {checkParquet} from "../parquet/check.ts";
import {CLIENT_TABLE_SCHEMA, clientTableOf, TABLES} from "../schema/tables.ts";

/** One readable file to be checked. */
export interface FileToCheck {
  readonly table: TableName;
  readonly format: "csv" | "parquet";
  readonly path: string;
  /** What errors call the file. */
  readonly shown: string;
  /** Where the rows of a CSV file go that is not in Kaggle's own form. */
  readonly target: string;
}

/** Files to be checked one after the other. */
export interface CheckTask {
  /** Bureau, if any, comes before bureau_balance. */
  readonly files: readonly FileToCheck[];
  /** Where records of CSV files go, distributed among these clients, when they are wanted; ids ascend. */
  readonly distribution?: {readonly dir: string; readonly ids: Int32Array} | undefined;
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
  readonly distributed?: DistributedFile;
}

/** The table, or all that is wrong with it. */
export type CheckAnswer = SoundAnswer | {readonly issues: readonly Issue[]};

/** Checks the files. @returns an answer for each */
export async function runTask({files, distribution}: CheckTask): Promise<CheckAnswer[]> {
  const owners = distribution && createOwners(distribution.ids);
  const answers: CheckAnswer[] = [];
  for (const file of files) {
    const places = owners && placesFor(file, files, answers, owners);
    const begin = (): Distribution | undefined =>
      places === undefined
        ? undefined
        : new Distribution(
            file,
            join(distribution!.dir, `${file.table}.partition`),
            owners!,
            places,
            createDictionaries(CLIENT_TABLE_SCHEMA[clientTableOf(file.table)])
          );
    answers.push(await answerOf(file, begin));
  }
  return answers;
}

/** Finds the owners of a file's rows; undefined when they cannot be known. */
function placesFor(
  {table, format}: FileToCheck,
  files: readonly FileToCheck[],
  answers: readonly CheckAnswer[],
  owners: Owners
): Place | undefined {
  if (format !== "csv") return undefined;
  if (table !== "bureau_balance") return owners.byClient;
  const bureau = answers[files.findIndex((file) => file.table === "bureau")];
  if (bureau === undefined || !("distributed" in bureau)) return undefined;
  return placeLoans(owners, [bureau.distributed!]);
}

async function answerOf(file: FileToCheck, begin: Begin): Promise<CheckAnswer> {
  try {
    return await check(file, begin);
  } catch (error) {
    if (error instanceof ScorebookError && error.code === "TABLE_INVALID") return {issues: error.issues};
    throw error;
  }
}

/** Begins to distribute a file's records, when they are wanted. */
type Begin = () => Distribution | undefined;

async function check({table, format, path, shown, target}: FileToCheck, begin: Begin): Promise<SoundAnswer> {
  const schema = TABLES[table];
  if (format === "parquet")
    return {
      checked: {...(await checkParquet(schema, path, shown)), pointed: [], cut: false, normalised: false}
    };
  const own = await checkOwnForm(table, path, begin, "ascii");
  if (own !== undefined) {
    const {csv, ...written} = own;
    const checked = {...csv, cut: !csv.endsWithLineBreak, absent: [], notes: [], normalised: false};
    return {checked, ...written};
  }
  mkdirSync(dirname(target), {recursive: true});
  const {absent, notes, endsWithLineBreak} = normaliseCsv(schema, path, shown, target);
  const again = await checkOwnForm(table, target, begin, "utf8");
  if (again === undefined) throw new Error(`${shown} was read, but its rows are not in Kaggle's form.`);
  const {csv, ...written} = again;
  return {checked: {...csv, cut: !endsWithLineBreak, absent, notes, normalised: true}, ...written};
}

/** Checks a file in Kaggle's own form: by the kernel, which decodes it too, or else by the automaton. */
async function checkOwnForm(
  table: TableName,
  path: string,
  begin: Begin,
  letters: "ascii" | "utf8"
): Promise<{csv: CheckedCsv; distributed?: DistributedFile} | undefined> {
  const distribution = begin();
  let distributed: DistributedFile | undefined;
  try {
    const decoded = await decodeCsv(table, path, (records) => distribution?.add(records));
    distributed = decoded && distribution?.finish();
    if (decoded !== undefined) return {csv: decoded, ...(distributed && {distributed})};
  } finally {
    if (distributed === undefined) distribution?.discard();
  }
  const csv = await checkCsv(TABLES[table], path, letters);
  return csv && {csv};
}
