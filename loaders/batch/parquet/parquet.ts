import {rm} from "node:fs/promises";
import {sink} from "../../parquet/sink.ts";
import type {WorkerPool} from "../../tasks/workerPool.ts";
import type {PartTask} from "./parquetPart.ts";
import {PART_ROWS, partPath} from "./partLayout.ts";

/** The rows that a Parquet file is written from, and what goes before their features. */
export interface FeatureRows {
  /** The features file. */
  features: string;
  ids: Int32Array;
  targets: Int8Array;
  names: readonly string[];
}

/**
 * Writes the features for analysts as Parquet: SK_ID_CURR, TARGET (null when unlabelled), one Float32 column
 * per feature, null where missing. Polars streams the parts together and they are removed.
 * @param parts the parts that are there, by the first row of each, ascending; without them they are made of the rows
 */
export async function writeFeatureParquet(
  path: string,
  rows: FeatureRows,
  pool: WorkerPool,
  parts?: readonly number[]
): Promise<void> {
  const {length} = rows.ids;
  const firsts =
    parts ?? Array.from({length: Math.max(1, Math.ceil(length / PART_ROWS))}, (_, i) => i * PART_ROWS);
  const paths = firsts.map((first) => partPath(path, first));
  try {
    if (parts === undefined) await makeParts(path, rows, firsts, pool);
    sink(path, paths);
  } finally {
    for (const part of paths) await rm(part, {force: true});
  }
}

async function makeParts(
  path: string,
  {features, ids, targets, names}: FeatureRows,
  firsts: readonly number[],
  pool: WorkerPool
): Promise<void> {
  const tasks = firsts.map((first): PartTask => {
    const range = [first, first + PART_ROWS] as const;
    const [owners, labels] = [ids.slice(...range), targets.slice(...range)];
    return {path: partPath(path, first), features, first, ids: owners, targets: labels, names};
  });
  if (tasks.length === 1) (await import("./parquetPart.ts")).runTask(tasks[0]!);
  else await pool.run<PartTask, void>(new URL("./parquetPart.ts", import.meta.url), tasks);
}
