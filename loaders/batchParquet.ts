import {closeSync, openSync, readSync, writeFileSync} from "node:fs";
import {rm} from "node:fs/promises";
import {makeTable, tableToIPC} from "apache-arrow";
import pl from "nodejs-polars";

/** Rows of a part; bounds the memory. */
const PART_ROWS = 32_768;
/** Rows turned at a time: few enough to stay in the cache while every column takes its value. */
const TILE_ROWS = 128;

/**
 * Writes the features for analysts as Parquet: SK_ID_CURR, TARGET (null when unlabelled), one Float32 column
 * per feature, null where missing. The rows come from the features file in parts, which Polars streams together.
 */
export async function writeFeatureParquet(
  path: string,
  features: string,
  ids: Int32Array,
  targets: Int8Array,
  names: readonly string[]
): Promise<void> {
  const file = openSync(features, "r");
  const parts: string[] = [];
  try {
    for (let first = 0; first === 0 || first < ids.length; first += PART_ROWS) {
      const last = Math.min(first + PART_ROWS, ids.length);
      const rows = readRows(file, first, last - first, names.length);
      const part = `${path}.${parts.length}`;
      parts.push(part);
      writeFileSync(part, arrowPart(ids.slice(first, last), targets.slice(first, last), rows, names));
    }
    sink(path, parts);
  } finally {
    closeSync(file);
    for (const part of parts) await rm(part, {force: true});
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

function readRows(file: number, first: number, count: number, width: number): Float32Array {
  const rows = new Float32Array(count * width);
  const bytes = new Uint8Array(rows.buffer);
  const start = first * width * Float32Array.BYTES_PER_ELEMENT;
  for (let at = 0; at < bytes.length; ) at += readSync(file, bytes, at, bytes.length - at, start + at);
  return rows;
}

/** Turns rows into an Arrow file of columns; Polars reads it without touching single values. */
function arrowPart(
  ids: Int32Array,
  targets: Int8Array,
  rows: Float32Array,
  names: readonly string[]
): Uint8Array {
  const columns: Record<string, Int32Array | Int8Array | Float32Array> = {SK_ID_CURR: ids, TARGET: targets};
  const values = names.map((name) => {
    const column = new Float32Array(ids.length);
    columns[name] = column;
    return column;
  });
  for (let first = 0; first < ids.length; first += TILE_ROWS) {
    const last = Math.min(first + TILE_ROWS, ids.length);
    for (let j = 0; j < names.length; j++) copyColumn(rows, j, names.length, values[j]!, first, last);
  }
  return tableToIPC(makeTable(columns), "file");
}

function copyColumn(
  rows: Float32Array,
  j: number,
  width: number,
  to: Float32Array,
  first: number,
  last: number
): void {
  for (let i = first, at = first * width + j; i < last; i++, at += width) to[i] = rows[at]!;
}
