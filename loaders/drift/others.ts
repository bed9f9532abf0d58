import {readFileSync} from "node:fs";
import {join} from "node:path";
import {parseModel} from "../../src/core/booster/parse.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import {calibrate} from "../../src/core/credit/calibration.ts";
import {logOddsToProbability} from "../../src/core/credit/logOdds.ts";
import {createModelInput} from "../../src/core/credit/modelInput.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";
import {createApplicationDigest} from "../model/application.ts";
import {readOutOfFold} from "../model/outOfFold.ts";
import type {SiteInputs} from "../site/emit.ts";
import {evenlySpread, MOST_CLIENTS} from "../site/sample.ts";
import {readManifest} from "../site/scores.ts";
import {type FeatureStoreMeta, openFeatureStore} from "../store.ts";

/** The clients of a set that a model has not learned from, as it sees them; of a large set those of an even sample. */
export interface Others {
  manifest: Manifest;
  meta: FeatureStoreMeta;
  clients: number;
  /** By the model itself, 0–1. */
  probabilityOfDefault: Float64Array;
  /** One per input of the model, in its order: a value per client, NaN = missing. */
  columns: Float32Array[];
}

/** Reads and scores them, of a large set a sample. @throws FEATURES_MISSING, STORAGE_DAMAGED, MODEL_MISSING, MODEL_INVALID */
export function inputsOfOthers({data, model}: SiteInputs): Others {
  const manifest = readManifest(model);
  const rawScore = createScorer(parseModel(readFileSync(join(model, "model.txt"))));
  const trained = readOutOfFold(model, manifest);
  const store = openFeatureStore(data);
  try {
    const toInput = createModelInput(manifest, store.catalogue.features);
    const applicationOf = createApplicationDigest(store.catalogue.features);
    const chosen = evenlySpread(store.clients, MOST_CLIENTS);
    const columns = manifest.features.map(() => new Float32Array(chosen.length));
    const probabilityOfDefault = new Float64Array(chosen.length);
    let clients = 0;
    store.eachRow(chosen, (row, place) => {
      if (trained.indexOf(store.ids[chosen[place]!]!, applicationOf(row)) >= 0) return;
      const input = toInput(row);
      input.forEach((value, j) => {
        columns[j]![clients] = value;
      });
      probabilityOfDefault[clients++] = logOddsToProbability(
        calibrate(manifest.calibration, rawScore(input))
      );
    });
    return {
      manifest,
      meta: store.meta,
      clients,
      probabilityOfDefault: probabilityOfDefault.subarray(0, clients),
      columns: columns.map((column) => column.subarray(0, clients))
    };
  } finally {
    store.close();
  }
}
