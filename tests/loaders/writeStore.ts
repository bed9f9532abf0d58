import {writeFileSync} from "node:fs";
import {draftStore} from "../../loaders/batch/draftStore.ts";
import type {FeatureStoreMeta} from "../../loaders/store.ts";
import type {Catalogue} from "../../loaders/types.ts";

export interface StoreContent {
  ids: Int32Array;
  targets: Int8Array;
  /** All rows after each other. */
  rows: Float32Array;
  catalogue: Catalogue;
  meta: FeatureStoreMeta;
}

/** Writes a small feature store with given values, as the batch writes a large one. */
export async function writeStore(dir: string, {rows, ...content}: StoreContent): Promise<void> {
  const names = content.catalogue.features.map(({name}) => name);
  const draft = await draftStore(dir, content.ids.length, names);
  writeFileSync(draft.features, new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength));
  await draft.finish(content);
}
