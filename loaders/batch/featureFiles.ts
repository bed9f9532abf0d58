import {closeSync, ftruncateSync, openSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {syncFile} from "../generation/syncFile.ts";
import type {WorkerPool} from "../tasks/workerPool.ts";
import {writeFeatureParquet} from "./parquet/parquet.ts";

/** What the features of one run are in. */
export const FEATURE_FILES = ["features.f32", "features.checks", "ids.i32", "target.i8", "features.parquet"];

/** Names the Parquet file of a run's folder. */
export const parquetPath = (folder: string): string => join(folder, "features.parquet");

/** Makes the features file of a run, long enough for all rows, to be written in any order. @returns its path */
export function reserveFeatures(folder: string, clients: number, features: number): string {
  const path = join(folder, "features.f32");
  const file = openSync(path, "w");
  ftruncateSync(file, clients * features * Float32Array.BYTES_PER_ELEMENT);
  closeSync(file);
  return path;
}

/**
 * Completes the features of a run whose rows are written: ids, targets, a checksum per row, and Parquet for analysts.
 * @param parts of the Parquet file that were written with the rows, by the first row of each
 */
export async function finishFeatures(
  folder: string,
  content: {ids: Int32Array; targets: Int8Array; checks: Uint32Array; names: readonly string[]},
  pool: WorkerPool,
  parts?: readonly number[]
): Promise<void> {
  const {ids, targets, checks, names} = content;
  const features = join(folder, "features.f32");
  await Promise.all([
    syncFile(features),
    writeFeatureParquet(parquetPath(folder), {features, ids, targets, names}, pool, parts)
  ]);
  writeFileSync(join(folder, "ids.i32"), ids, {flush: true});
  writeFileSync(join(folder, "target.i8"), targets, {flush: true});
  writeFileSync(join(folder, "features.checks"), checks, {flush: true});
}
