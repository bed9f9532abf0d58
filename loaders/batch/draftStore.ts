import {closeSync, fsyncSync, ftruncateSync, openSync} from "node:fs";
import {mkdir, open, rename, rm} from "node:fs/promises";
import {join} from "node:path";
import type {FeatureStoreMeta} from "../store.ts";
import type {Catalogue} from "../types.ts";
import {writeFeatureParquet} from "./parquet.ts";

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
      await writeFeatureParquet(aside("features.parquet"), features, ids, targets, names);
      await writeWhole(aside("ids.i32"), new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength));
      await writeWhole(
        aside("target.i8"),
        new Uint8Array(targets.buffer, targets.byteOffset, targets.byteLength)
      );
      await writeWhole(aside("catalogue.json"), catalogueText(catalogue));
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

/** Formats a catalogue as catalogue.json holds it. */
export const catalogueText = (catalogue: Catalogue): string => `${JSON.stringify(catalogue, null, 1)}\n`;

async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
