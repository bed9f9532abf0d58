import {existsSync} from "node:fs";
import {mkdir, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {ScorebookError} from "../../src/core/errors.ts";
import type {ManifestImported} from "../../src/core/schema/manifestImported.ts";

/**
 * Writes models/<name>/ as a whole: into a folder aside, which then takes its name.
 * @throws USAGE when there is a model of that name
 */
export async function saveImported(
  models: string,
  text: Uint8Array,
  manifest: ManifestImported
): Promise<string> {
  const folder = join(models, manifest.name);
  const aside = join(models, `.${manifest.name}.${process.pid}.part`);
  if (existsSync(folder)) throw taken(folder);
  try {
    await mkdir(aside, {recursive: true});
    await writeFile(join(aside, "model.txt"), text);
    await writeFile(join(aside, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
    await rename(aside, folder);
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    throw code === "ENOTEMPTY" || code === "EEXIST" ? taken(folder) : error;
  } finally {
    await rm(aside, {recursive: true, force: true});
  }
  return folder;
}

const taken = (folder: string) =>
  new ScorebookError("USAGE", `There is a model in ${folder} already; remove it, or give another --name.`);
