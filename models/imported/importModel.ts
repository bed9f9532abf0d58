import {createHash} from "node:crypto";
import {Ajv} from "ajv";
import {planCatalogue} from "../../loaders/plan.ts";
import {parseModel} from "../../src/core/booster/parse.ts";
import type {Booster} from "../../src/core/booster/types.ts";
import type {Cost} from "../../src/core/credit/cutoff.ts";
import {createPolicy} from "../../src/core/credit/policy.ts";
import {DEFAULT_SCALE} from "../../src/core/credit/scale.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";
import {MANIFEST_FORMAT} from "../../src/core/schema/manifestFormat.ts";
import {type ManifestImported, manifestImportedSchema} from "../../src/core/schema/manifestImported.ts";
import {describeProtected} from "../training/evaluation/protectedEffect.ts";
import {describeInputs, type GivenNames} from "./inputs.ts";

const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");
const validate = new Ajv({strict: false}).compile(manifestImportedSchema);

/**
 * Describes somebody's own LightGBM model so that it can be served and explained. Its probabilities are taken as the
 * model gives them: log-odds are the raw score times the objective's sigmoid, and nothing is measured.
 * @param text of model.txt, which stays as it is
 * @throws MODEL_INVALID when it is no binary model or its inputs are not in the catalogue
 */
export function importModel(
  text: Uint8Array,
  about: {name: string; createdAt: string; names?: GivenNames; cost: Cost}
): ManifestImported {
  const booster = parseModel(text);
  const {objective, slope} = binaryObjective(booster);
  const catalogue = planCatalogue().features as ManifestFeature[];
  const features = describeInputs(booster, about.names, catalogue);
  const calibration = {intercept: 0, slope};
  const {probability, score} = createPolicy({calibration, cost: about.cost, scale: DEFAULT_SCALE}).cutoff;
  const content = {
    training: {
      engine: `LightGBM, model.txt ${booster.version}`,
      objective,
      rounds: booster.trees.length,
      featureNames: [...booster.featureNames]
    },
    features,
    fitted: {groupMedians: [], targetMeans: []},
    protected: {...describeProtected(features, [], ["gender", "familyStatus", "age"]), effect: null},
    metrics: null,
    calibration,
    cost: about.cost,
    scale: DEFAULT_SCALE,
    cutoff: {probability, score},
    population: null,
    data: null,
    files: [{path: "model.txt", bytes: text.length, sha256: sha256(text)}]
  };
  const {name, createdAt} = about;
  const version = sha256(JSON.stringify(content)).slice(0, 12);
  const manifest: ManifestImported = {format: MANIFEST_FORMAT, name, version, createdAt, ...content};
  if (validate(manifest)) return manifest;
  const fault = validate.errors?.[0];
  throw new ScorebookError(
    "MODEL_INVALID",
    `The manifest would break its schema: ${fault?.instancePath || "/"} ${fault?.message}.`
  );
}

/** Finds the factor from raw scores to log-odds. @throws MODEL_INVALID for any objective but binary */
function binaryObjective({objective, numTreePerIteration, trees}: Booster) {
  const told = objective
    ? [objective.name, ...Object.entries(objective.params).map(([key, value]) => `${key}:${value}`)].join(" ")
    : "none";
  if (objective?.name !== "binary" || numTreePerIteration !== 1 || trees.length === 0)
    throw new ScorebookError(
      "MODEL_INVALID",
      `The model has the objective ${told} and ${trees.length} trees; expected one of the objective binary, with trees.`
    );
  return {objective: told, slope: Number(objective.params.sigmoid ?? 1)};
}
