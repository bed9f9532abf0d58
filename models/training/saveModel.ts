import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {Ajv} from "ajv";
import {REFERENCE_FILE} from "../../loaders/drift/readReference.ts";
import {OUT_OF_FOLD_FILE, writeOutOfFold} from "../../loaders/model/outOfFold.ts";
import type {CardSource} from "../../src/core/card/cardSource.ts";
import {modelCard} from "../../src/core/card/modelCard.ts";
import {toHtml, toMarkdown} from "../../src/core/card/render.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {type Manifest, manifestSchema} from "../../src/core/schema/manifest.ts";
import {checkManifestFormat, MANIFEST_FORMAT} from "../../src/core/schema/manifestFormat.ts";
import {JOURNAL_FILE} from "../../src/core/search/studyFiles.ts";
import type {Lang} from "../../src/core/words/language.ts";
import type {TrainedModel} from "./trainModel.ts";

const LANGUAGES: readonly Lang[] = ["en", "fr"];
const TRANSLATION = /^card\.[a-z]{2}\.(md|html)$/;

const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");

/** Tells a file as a manifest lists it. */
export const describeFile = ({path, content}: {path: string; content: Buffer}) => ({
  path,
  bytes: content.length,
  sha256: sha256(content)
});

/** Writes the cards that a manifest's content makes, in every language. */
export function cardFiles(source: CardSource): {path: string; content: Buffer}[] {
  return LANGUAGES.flatMap((lang) => {
    const card = modelCard(source, lang);
    const name = lang === "en" ? "card" : `card.${lang}`;
    return [
      {path: `${name}.md`, content: Buffer.from(toMarkdown(card))},
      {path: `${name}.html`, content: Buffer.from(toHtml(card))}
    ];
  });
}

/** Lists what lies beside the manifest; the same model and data give the same bytes. */
function filesOf({modelText, outOfFold, reference, journal, parts}: TrainedModel, data: Manifest["data"]) {
  return [
    {path: "model.txt", content: Buffer.from(modelText)},
    {path: OUT_OF_FOLD_FILE, content: writeOutOfFold(outOfFold)},
    {path: REFERENCE_FILE, content: Buffer.from(`${JSON.stringify(reference)}\n`)},
    ...cardFiles({...parts, data}),
    ...(journal ? [{path: JOURNAL_FILE, content: journal}] : [])
  ];
}

/** Completes the manifest: version and file digests from the content, name and time from the caller. */
export function createManifest(
  model: TrainedModel,
  about: {name: string; createdAt: string; data: Manifest["data"]}
): Manifest {
  const files = filesOf(model, about.data).map(describeFile);
  const content = {...model.parts, data: about.data, files};
  // A translation tells nothing of the model that the card does not.
  const own = {...content, files: files.filter(({path}) => !TRANSLATION.test(path))};
  const version = sha256(JSON.stringify(own)).slice(0, 12);
  return {format: MANIFEST_FORMAT, name: about.name, version, createdAt: about.createdAt, ...content};
}

const validate = new Ajv({allErrors: true, strictTypes: false}).compile(manifestSchema);

/**
 * Checks a manifest against its schema.
 * @throws MODEL_INVALID with every place that is wrong
 */
export function checkManifest(manifest: unknown): Manifest {
  checkManifestFormat(manifest, "The manifest");
  if (validate(manifest)) return manifest as Manifest;
  const issues = (validate.errors ?? []).map(({instancePath, message}) => ({
    code: "MODEL_INVALID",
    path: instancePath || "/",
    message: message ?? "is wrong"
  }));
  throw new ScorebookError(
    "MODEL_INVALID",
    `The manifest is wrong at ${issues[0]!.path}: it ${issues[0]!.message}.`,
    issues
  );
}

/**
 * Writes models/<name>/ as a whole: into a folder aside, which then takes the old one's place.
 * @throws MODEL_INVALID when the manifest does not follow its schema
 */
export async function saveModel(models: string, model: TrainedModel, manifest: Manifest): Promise<string> {
  checkManifest(manifest);
  const folder = join(models, manifest.name);
  const aside = join(models, `.${manifest.name}.part`);
  const old = join(models, `.${manifest.name}.old`);
  // What an interrupted run left: the old model, when it had no successor yet.
  if (existsSync(old) && !existsSync(folder)) await rename(old, folder);
  await rm(old, {recursive: true, force: true});
  await rm(aside, {recursive: true, force: true});
  await mkdir(aside, {recursive: true});
  try {
    for (const {path, content} of filesOf(model, manifest.data)) await writeFile(join(aside, path), content);
    await writeFile(join(aside, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
    if (existsSync(folder)) await rename(folder, old);
    await rename(aside, folder);
  } catch (error) {
    if (existsSync(old) && !existsSync(folder)) await rename(old, folder);
    throw error;
  } finally {
    await rm(aside, {recursive: true, force: true});
  }
  await rm(old, {recursive: true, force: true});
  return folder;
}
