import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {basename, join} from "node:path";
import {Ajv} from "ajv";
import {type OutOfFoldScores, readOutOfFold} from "../../loaders/model/outOfFold.ts";
import {parseModel} from "../../src/core/booster/parse.ts";
import type {Booster} from "../../src/core/booster/types.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {type Manifest, manifestSchema} from "../../src/core/schema/manifest.ts";
import {checkManifestFormat} from "../../src/core/schema/manifestFormat.ts";
import {
  type AnyManifest,
  isImported,
  type ManifestImported,
  manifestImportedSchema
} from "../../src/core/schema/manifestImported.ts";
import type {ModelRef} from "../../src/core/schema/score.ts";

/** A model folder, read and found whole. */
export interface ModelFiles {
  /** Where it was read. */
  dir: string;
  ref: ModelRef;
  manifest: AnyManifest;
  booster: Booster;
  /** The bytes of model.txt. */
  text: Uint8Array;
  /** The clients that the model was trained on; nobody where that is not known. */
  outOfFold: OutOfFoldScores;
}

const ajv = new Ajv({strict: false});
const isTrained = ajv.compile<Manifest>(manifestSchema);
const isOfElsewhere = ajv.compile<ManifestImported>(manifestImportedSchema);

/**
 * Reads models/<name> and checks that its parts belong together: manifest and schema, the digests of model.txt
 * and of the out-of-fold scores, the features in the same order, one raw score per client.
 * @throws MODEL_MISSING when there is no such folder, MODEL_INVALID when a part is broken
 */
export function readModel(dir: string): ModelFiles {
  const manifest = readManifest(join(dir, "manifest.json"));
  const path = join(dir, "model.txt");
  const bytes = read(path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const stated = manifest.files.find((file) => file.path === "model.txt")?.sha256;
  if (stated !== sha256)
    throw invalid(
      path,
      `has sha256 ${sha256.slice(0, 12)}…, but its manifest states ${stated ? `${stated.slice(0, 12)}…` : "none"}; train the model again or restore the file`
    );
  const booster = parseModel(bytes);
  if (booster.numTreePerIteration !== 1)
    throw invalid(path, `gives ${booster.numTreePerIteration} raw scores per client; expected one`);
  const names = isImported(manifest)
    ? manifest.training.featureNames
    : manifest.features.map(({name}) => name);
  const place = booster.featureNames.findIndex((name, i) => name !== names[i]);
  if (place >= 0 || names.length !== booster.featureNames.length)
    throw invalid(
      path,
      `has ${booster.featureNames.length} features and its manifest ${names.length}${place >= 0 ? `; they differ from number ${place + 1} on (${booster.featureNames[place]})` : ""}; expected the same features in the same order`
    );
  const ref = {name: manifest.name, version: manifest.version, sha256};
  return {dir, ref, manifest, booster, text: bytes, outOfFold: readOutOfFold(dir, manifest)};
}

/**
 * Reads a model that must be a certain one, which the folder held when it was chosen.
 * @throws what readModel does, MODEL_INVALID when the folder holds another model now
 */
export function readModelAs(
  dir: string,
  {version, sha256}: Pick<ModelRef, "version" | "sha256">
): ModelFiles {
  const files = readModel(dir);
  if (files.ref.sha256 === sha256 && files.ref.version === version) return files;
  throw invalid(
    dir,
    `holds version ${files.ref.version} now, and version ${version} was promoted; restore it, or promote what is there with npm run models -- promote ${basename(dir)}`
  );
}

/** Reads manifest.json and holds it against its format and schema. @throws MODEL_MISSING, MODEL_INVALID */
export function readManifest(path: string): AnyManifest {
  let manifest: unknown;
  try {
    manifest = JSON.parse(read(path).toString("utf8"));
  } catch (error) {
    if (error instanceof ScorebookError) throw error;
    throw invalid(path, `is not JSON (${(error as Error).message})`);
  }
  checkManifestFormat(manifest, path);
  const isWhole = isImported(manifest as AnyManifest) ? isOfElsewhere : isTrained;
  if (isWhole(manifest)) return manifest;
  const fault = isWhole.errors?.[0];
  throw invalid(path, `breaks its schema: ${fault?.instancePath || "/"} ${fault?.message}`);
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ScorebookError(
      "MODEL_MISSING",
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}); expected a model made by npm run train.`
    );
  }
}

const invalid = (path: string, what: string) => new ScorebookError("MODEL_INVALID", `${path} ${what}.`);
