import {createHash} from "node:crypto";
import {join} from "node:path";
import {OUT_OF_FOLD_FILE} from "../../loaders/model/outOfFold.ts";
import type {FeatureStore} from "../../loaders/store.ts";
import type {Clock} from "../clock.ts";
import type {Config} from "../config.ts";
import type {ServedModel} from "../data/servedModel.ts";
import type {ModelTask} from "../query/derived/makeFiles.ts";
import {createTableMaker} from "../query/derived/maker.ts";
import {folderOf} from "../query/open.ts";
import {createSimilar, type Similar} from "./similar.ts";

/** Counts the ways in which the index has been made; one of another way is made again. */
const FORM = 1;

/**
 * Opens the search for similar clients with whatever model is served. Its index is kept beside the data, named by raw
 * tables, plan, model and held-out scores.
 */
export function openSimilar(parts: {
  config: Pick<Config, "data" | "cost" | "score">;
  store: FeatureStore;
  served: () => ServedModel;
  clock: Clock;
}): Similar {
  const {config, store, served, clock} = parts;
  const {data, cost, score} = config;

  function task(): ModelTask & {path: string} {
    const {dir, ref, manifest} = served().chosen.files;
    const heldOut = manifest.files.find(({path}) => path === OUT_OF_FOLD_FILE)?.sha256 ?? null;
    const key = createHash("sha256")
      .update(JSON.stringify([FORM, ref.sha256, ref.version, heldOut, store.catalogue.planSha256]))
      .digest("hex")
      .slice(0, 16);
    const path = join(data, folderOf(store.meta.fingerprint), `similar-${key}.bin`);
    return {path, data, modelDir: dir, modelRef: ref, config: {cost, score}, limits: null};
  }

  return createSimilar({
    engine: () => served().engine,
    path: () => task().path,
    maker: createTableMaker(() => [{kind: "similar", ...task()}]),
    clock
  });
}
