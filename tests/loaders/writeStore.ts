import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {finishFeatures, reserveFeatures} from "../../loaders/batch/featureFiles.ts";
import {checksum} from "../../loaders/generation/checks.ts";
import {beginGeneration} from "../../loaders/generation/draft.ts";
import type {DataFacts} from "../../loaders/generation/meta.ts";
import {createWorkerPool} from "../../loaders/tasks/workerPool.ts";
import type {Catalogue} from "../../loaders/types.ts";

export interface StoreContent {
  ids: Int32Array;
  targets: Int8Array;
  /** All rows after each other. */
  rows: Float32Array;
  catalogue: Catalogue;
  meta: DataFacts;
}

/** Writes a small feature store with given values and without a history, as the batch writes a large one. */
export async function writeStore(dir: string, content: StoreContent): Promise<void> {
  const {ids, targets, rows, catalogue, meta} = content;
  const names = catalogue.features.map(({name}) => name);
  const draft = beginGeneration(dir);
  const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
  writeFileSync(reserveFeatures(draft.folder, ids.length, names.length), bytes);
  const rowBytes = bytes.length / ids.length;
  const checks = Uint32Array.from(ids, (_, i) => checksum(bytes.subarray(i * rowBytes, (i + 1) * rowBytes)));
  const pool = createWorkerPool();
  await finishFeatures(draft.folder, {ids, targets, checks, names}, pool).finally(pool.close);
  writeFileSync(join(draft.folder, "catalogue.json"), JSON.stringify(catalogue));
  draft.commit(meta, ["ids.i32", "target.i8", "features.checks", "catalogue.json", "features.parquet"], {
    "features.f32": {bytes: bytes.length, crc32: null}
  });
}
