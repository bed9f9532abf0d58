import {closeSync, fsyncSync, ftruncateSync, openSync, readSync} from "node:fs";
import {mkdir, open, rename, rm} from "node:fs/promises";
import {join} from "node:path";
import pl from "nodejs-polars";
import type {FeatureStoreMeta} from "./store.ts";
import type {Catalogue} from "./types.ts";

/** A feature store that is written row by row, in any order, without all rows in memory. */
export interface StoreDraft {
  /** The features file: clients × features Float32 values, row after row. */
  readonly features: string;
  /** Completes the store: the files that were aside take their names, meta.json last. */
  finish(content: {
    ids: Int32Array;
    targets: Int8Array;
    catalogue: Catalogue;
    meta: FeatureStoreMeta;
  }): Promise<void>;
  /** Removes what is aside; does nothing after finish(). */
  discard(): Promise<void>;
}

const FILES = [
  "features.parquet",
  "features.f32",
  "ids.i32",
  "target.i8",
  "catalogue.json",
  "meta.json"
] as const;
/** Rows of a part of the Parquet file; bounds the memory. */
const PART_ROWS = 50_000;

/** Begins a feature store in `dir` whose files stay aside until it is finished. */
export async function draftStore(
  dir: string,
  clients: number,
  names: readonly string[]
): Promise<StoreDraft> {
  await mkdir(dir, {recursive: true});
  const aside = (name: string) => join(dir, `.${name}.part`);
  const features = aside("features.f32");
  const file = openSync(features, "w");
  ftruncateSync(file, clients * names.length * Float32Array.BYTES_PER_ELEMENT);
  closeSync(file);
  return {
    features,
    async finish({ids, targets, catalogue, meta}) {
      await writeParquet(aside("features.parquet"), features, ids, targets, names);
      await writeWhole(aside("ids.i32"), new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength));
      await writeWhole(
        aside("target.i8"),
        new Uint8Array(targets.buffer, targets.byteOffset, targets.byteLength)
      );
      await writeWhole(aside("catalogue.json"), `${JSON.stringify(catalogue, null, 1)}\n`);
      await writeWhole(aside("meta.json"), `${JSON.stringify(meta, null, 1)}\n`);
      const written = openSync(features, "r+");
      fsyncSync(written);
      closeSync(written);
      await rm(join(dir, "meta.json"), {force: true});
      for (const name of FILES) await rename(aside(name), join(dir, name));
    },
    async discard() {
      for (const name of FILES) await rm(aside(name), {force: true, recursive: true});
    }
  };
}

async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes the features for analysts: SK_ID_CURR, TARGET (null when unlabelled), one Float32 column per feature. */
async function writeParquet(
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
      const part = ids.length <= PART_ROWS ? path : `${path}.${parts.length}`;
      partFrame(ids.slice(first, last), targets.slice(first, last), rows, names).writeParquet(part, {
        compression: "lz4"
      });
      parts.push(part);
    }
    if (parts.length > 1)
      pl.concat(parts.map((part) => pl.scanParquet(part)))
        .sinkParquet(path, {compression: "lz4"})
        .collectSync();
  } finally {
    closeSync(file);
    for (const part of parts) if (part !== path) await rm(part, {force: true});
  }
}

function readRows(file: number, first: number, count: number, width: number): Float32Array {
  const rows = new Float32Array(count * width);
  const bytes = new Uint8Array(rows.buffer);
  for (let at = 0; at < bytes.length; ) {
    at += readSync(file, bytes, at, bytes.length - at, first * width * Float32Array.BYTES_PER_ELEMENT + at);
  }
  return rows;
}

function partFrame(
  ids: Int32Array,
  targets: Int8Array,
  rows: Float32Array,
  names: readonly string[]
): pl.DataFrame {
  const columns = names.map((name, j) => {
    const values = new Float32Array(ids.length);
    for (let i = 0, at = j; i < values.length; i++, at += names.length) values[i] = rows[at]!;
    return pl.Series(name, values, pl.Float32);
  });
  const labelled = pl.col("TARGET").gtEq(pl.lit(0).cast(pl.Int8));
  return pl
    .DataFrame([pl.Series("SK_ID_CURR", ids, pl.Int32), pl.Series("TARGET", targets, pl.Int8), ...columns])
    .withColumns(
      pl.when(labelled).then(pl.col("TARGET")).otherwise(pl.lit(null)).cast(pl.Int8).alias("TARGET"),
      ...names.map((name) => pl.col(name).fillNan(pl.lit(null).cast(pl.Float32)).alias(name))
    );
}
