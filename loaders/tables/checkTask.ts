import type {TableName} from "../types.ts";
import type {CheckedTable} from "./checkCache.ts";
import {checkCsv} from "./csvCheck.ts";
import {checkParquet} from "./parquetCheck.ts";
import {TABLES} from "./schema/tables.ts";

/** One readable file to be checked. */
export interface CheckTask {
  readonly table: TableName;
  readonly format: "csv" | "parquet";
  readonly path: string;
  /** What errors call the file. */
  readonly shown: string;
}

/** Checks one file. @throws TABLE_INVALID */
export async function runTask({table, format, path, shown}: CheckTask): Promise<CheckedTable> {
  if (format === "parquet")
    return {...(await checkParquet(TABLES[table], path, shown)), pointed: [], cut: false};
  const {sha256, rows, pointed, endsWithLineBreak} = await checkCsv(TABLES[table], path, shown);
  return {sha256, rows, pointed, cut: !endsWithLineBreak};
}
