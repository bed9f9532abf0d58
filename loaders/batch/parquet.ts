import {rm} from "node:fs/promises";
import pl from "nodejs-polars";
import type {WorkerPool} from "../tasks/workerPool.ts";
import {type PartTask, runTask} from "./parquetPart.ts";

/** Rows of a part; bounds the memory. */
const PART_ROWS = 32_768;

/**
 * Writes the features for analysts as Parquet: SK_ID_CURR, TARGET (null when unlabelled), one Float32 column
 * per feature, null where missing. The rows come from the features file in parts, which Polars streams together.
 */
export async function writeFeatureParquet(
  path: string,
  features: string,
  ids: Int32Array,
  targets: Int8Array,
  names: readonly string[],
  pool: WorkerPool
): Promise<void> {
  const tasks = Array.from({length: Math.max(1, Math.ceil(ids.length / PART_ROWS))}, (_, i): PartTask => {
    const first = i * PART_ROWS;
    const range = [first, first + PART_ROWS] as const;
    return {
      path: `${path}.${i}`,
      features,
      first,
      ids: ids.slice(...range),
      targets: targets.slice(...range),
      names
    };
  });
  try {
    if (tasks.length === 1) runTask(tasks[0]!);
    else await pool.run<PartTask, void>(new URL("./parquetPart.ts", import.meta.url), tasks);
    sink(
      path,
      tasks.map((task) => task.path)
    );
  } finally {
    for (const task of tasks) await rm(task.path, {force: true});
  }
}

function sink(path: string, parts: readonly string[]): void {
  const labelled = pl.col("TARGET").gtEq(pl.lit(0).cast(pl.Int8));
  const target = pl
    .when(labelled)
    .then(pl.col("TARGET"))
    .otherwise(pl.lit(null))
    .cast(pl.Int8)
    .alias("TARGET");
  const values = pl.exclude(["SK_ID_CURR", "TARGET"]).fillNan(pl.lit(null).cast(pl.Float32));
  const plan = pl
    .concat(parts.map((part) => pl.scanIPC(part)))
    .select(pl.col("SK_ID_CURR"), target, values)
    .sinkParquet(path, {
      compression: "lz4",
      sinkOptions: {syncOnClose: "all", maintainOrder: true, mkdir: false}
    });
  // A sink is handed out without its wrapper, so the engine is named as the native method wants it.
  (plan as unknown as {collectSync: (engine: string) => unknown}).collectSync("streaming");
}
