import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {parseModel} from "../../src/core/booster/parse.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import {assess} from "../../src/core/credit/assess.ts";
import {createModelInput} from "../../src/core/credit/modelInput.ts";
import {createPolicy, type Policy} from "../../src/core/credit/policy.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";
import {checkManifestFormat} from "../../src/core/schema/manifestFormat.ts";
import {createApplicationDigest} from "../model/application.ts";
import {readOutOfFold} from "../model/outOfFold.ts";
import {type FeatureStoreMeta, openFeatureStore} from "../store.ts";
import {readApprovedPolicy} from "./approvedPolicy.ts";
import type {SiteInputs} from "./emit.ts";
import {evenlySpread} from "./sample.ts";

/** The scores of clients of a data set, one position per client, ids ascending. */
export interface ClientScores {
  ids: Int32Array;
  /** Clients of the whole set. */
  population: number;
  /** 1 = default, 0 = repaid, −1 = not known yet. */
  targets: Int8Array;
  probabilityOfDefault: Float32Array;
  /** Points. */
  score: Int16Array;
  /** 1 when the client was in the training and the score is that of the fold model that has not seen them. */
  outOfFold: Uint8Array;
  cutoff: Policy["cutoff"];
  manifest: Manifest;
  meta: FeatureStoreMeta;
}

/**
 * Scores the clients of a data set with a model, or so many evenly spread ones: clients that it was trained on by the
 * fold model that has not seen them, all others by the model itself. What is shown beside an outcome must not have been
 * learned from it.
 * @throws FEATURES_MISSING, MODEL_MISSING, MODEL_INVALID
 */
export function scoreAll(
  {data, model, policy: overrides}: SiteInputs,
  most = Number.POSITIVE_INFINITY
): ClientScores {
  const manifest = readManifest(model);
  const rawScore = createScorer(parseModel(readFileSync(join(model, "model.txt"))));
  const trained = readOutOfFold(model, manifest);
  const policy = createPolicy(manifest, {
    cost: {...manifest.cost, ...overrides?.cost},
    scale: {...manifest.scale, ...overrides?.score},
    limits: readApprovedPolicy(data) ?? undefined
  });
  const store = openFeatureStore(data);
  const toInput = createModelInput(manifest, store.catalogue.features);
  const applicationOf = createApplicationDigest(store.catalogue.features);
  const {meta, clients: population} = store;
  const chosen = evenlySpread(population, most);
  const ids = chosen.map((position) => store.ids[position]!);
  const targets = Int8Array.from(chosen, (position) => store.targets[position]!);
  const probabilityOfDefault = new Float32Array(chosen.length);
  const score = new Int16Array(chosen.length);
  const outOfFold = new Uint8Array(chosen.length);
  for (const [i, position] of chosen.entries()) {
    const row = store.row(position);
    const index = trained.indexOf(ids[i]!, applicationOf(row));
    outOfFold[i] = index < 0 ? 0 : 1;
    const assessment = assess(policy, index < 0 ? rawScore(toInput(row)) : trained.rawScore[index]!);
    probabilityOfDefault[i] = assessment.probabilityOfDefault;
    score[i] = assessment.score;
  }
  store.close();
  const {cutoff} = policy;
  return {ids, population, targets, probabilityOfDefault, score, outOfFold, cutoff, manifest, meta};
}

/** Reads what a model's folder says of it. @throws MODEL_MISSING, MODEL_INVALID when it is of an earlier format */
export function readManifest(model: string): Manifest {
  const path = join(model, "manifest.json");
  if (!existsSync(path))
    throw new ScorebookError(
      "MODEL_MISSING",
      `${path} is not there; the folder of a model, as npm run train makes one, was expected.`
    );
  const manifest = JSON.parse(readFileSync(path, "utf8")) as Manifest;
  checkManifestFormat(manifest, path);
  return manifest;
}
