import {readdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {ScorebookError} from "../../src/core/errors.ts";
import type {AnyManifest} from "../../src/core/schema/manifestImported.ts";
import {readManifest} from "../scoring/modelStore.ts";
import {modelDir} from "./promotions.ts";

/** A model folder as its manifest describes it, or what is wrong with the manifest; nothing else of it is read. */
export type ShelfEntry = {name: string} & ({manifest: AnyManifest} | {problem: string});

/** The models that there are. */
export interface Shelf {
  /** All of them, by name. */
  list(): ShelfEntry[];
  /** @throws MODEL_UNKNOWN, MODEL_INVALID */
  manifest(name: string): AnyManifest;
}

/** Creates the shelf of a folder of models. A manifest is read again when its file is another one. */
export function createShelf(folder: string): Shelf {
  const kept = new Map<string, {stamp: string; manifest: AnyManifest}>();

  function manifestIn(dir: string): AnyManifest {
    const path = join(dir, "manifest.json");
    const {mtimeMs, size, ino} = statSync(path);
    const stamp = `${mtimeMs} ${size} ${ino}`;
    const known = kept.get(dir);
    if (known?.stamp === stamp) return known.manifest;
    const manifest = readManifest(path);
    kept.set(dir, {stamp, manifest});
    return manifest;
  }

  return {
    list: () =>
      namesIn(folder).map((name) => {
        try {
          return {name, manifest: manifestIn(join(folder, name))};
        } catch (error) {
          if (error instanceof ScorebookError) return {name, problem: error.detail};
          throw error;
        }
      }),
    manifest: (name) => manifestIn(modelDir(folder, name))
  };
}

/** Names the folders that hold a manifest. */
function namesIn(folder: string): string[] {
  const names = readdirSync(folder, {withFileTypes: true})
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({name}) => name);
  return names
    .filter((name) => {
      try {
        return modelDir(folder, name) !== "";
      } catch {
        return false;
      }
    })
    .sort();
}
