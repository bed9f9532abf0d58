import {readFileSync} from "node:fs";
import {join} from "node:path";
import {parseModel} from "../../src/core/booster/parse.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import {assess} from "../../src/core/credit/assess.ts";
import {createModelInput} from "../../src/core/credit/modelInput.ts";
import {createPolicy, type Policy} from "../../src/core/credit/policy.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";
import {type FeatureStoreMeta, openFeatureStore} from "../store.ts";
import type {SiteInputs} from "./emit.ts";

/** The scores of all clients of a data set, one position per client, ids ascending. */
export interface ClientScores {
  ids: Int32Array;
  /** 1 = default, 0 = repaid, −1 = not known yet. */
  targets: Int8Array;
  probabilityOfDefault: Float32Array;
  /** Points. */
  score: Int16Array;
  cutoff: Policy["cutoff"];
  manifest: Manifest;
  meta: FeatureStoreMeta;
}

/** Scores every client of a data set with a model. @throws FEATURES_MISSING, MODEL_INVALID */
export function scoreAll({data, model, policy: overrides}: SiteInputs): ClientScores {
  const manifest = JSON.parse(readFileSync(join(model, "manifest.json"), "utf8")) as Manifest;
  const rawScore = createScorer(parseModel(readFileSync(join(model, "model.txt"))));
  const policy = createPolicy(manifest, {
    cost: {...manifest.cost, ...overrides?.cost},
    scale: {...manifest.scale, ...overrides?.score}
  });
  const store = openFeatureStore(data);
  const toInput = createModelInput(manifest, store.catalogue.features);
  const {ids, targets, meta, clients} = store;
  const probabilityOfDefault = new Float32Array(clients);
  const score = new Int16Array(clients);
  for (let i = 0; i < clients; i++) {
    const assessment = assess(policy, rawScore(toInput(store.row(i))));
    probabilityOfDefault[i] = assessment.probabilityOfDefault;
    score[i] = assessment.score;
  }
  store.close();
  return {ids, targets, probabilityOfDefault, score, cutoff: policy.cutoff, manifest, meta};
}
