import {readFileSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type FeatureChoice, toManifestChoice} from "../../src/core/schema/featureChoice.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";
import {cardFiles, checkManifest, describeFile} from "../training/saveModel.ts";

/**
 * Lets a model that was trained on the same data tell a choice that it was not trained with: its manifest and its cards.
 * Trees, figures and version stay. False when the model is of other data, or was trained with a choice.
 * @throws MODEL_INVALID when the manifest does not follow its schema
 */
export function tellModel(folder: string, choice: FeatureChoice): boolean {
  const file = join(folder, "manifest.json");
  const manifest: Manifest = checkManifest(JSON.parse(readFileSync(file, "utf8")));
  const {fingerprint, planSha256} = manifest.data;
  const isSame = fingerprint === choice.data.fingerprint && planSha256 === choice.data.planSha256;
  if (!isSame || manifest.featureChoice?.used) return false;
  const told = {...manifest, featureChoice: toManifestChoice(choice, false)};
  const cards = cardFiles(told);
  const written = new Set(cards.map(({path}) => path));
  const files = [...manifest.files.filter(({path}) => !written.has(path)), ...cards.map(describeFile)];
  const replace = (path: string, content: Buffer | string) => {
    writeFileSync(`${join(folder, path)}.part`, content);
    renameSync(`${join(folder, path)}.part`, join(folder, path));
  };
  for (const {path, content} of cards) replace(path, content);
  replace("manifest.json", `${JSON.stringify(checkManifest({...told, files}), null, 1)}\n`);
  return true;
}
