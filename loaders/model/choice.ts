import {readFileSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {ScorebookError} from "../../src/core/errors.ts";

/** The file beside the data that names the model promoted last; the chain of decisions is its source. */
export const MODEL_CHOICE = "model.json";

/** Which model people have promoted, while the configuration names a certain one. */
export interface ModelChoice {
  /** The record of the chain that promoted it. */
  promotion: number;
  /** What the configuration named then; once it names another model, that is the newer choice. */
  configured: string;
  name: string;
  version: string;
  sha256: string;
}

/**
 * Reads the choice for a data set; null while the model of the configuration is served.
 * @throws MODEL_INVALID when the file is damaged
 */
export function readModelChoice(dataDir: string, configured: string): ModelChoice | null {
  const path = join(dataDir, MODEL_CHOICE);
  let choice: ModelChoice;
  try {
    choice = JSON.parse(readFileSync(path, "utf8")) as ModelChoice;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw damaged(path);
  }
  if (!isChoice(choice)) throw damaged(path);
  return choice.configured === configured ? choice : null;
}

/** Names the model that is served with a configuration: the promoted one, else the configuration's. */
export const servedModelName = ({data, model}: {data: string; model: string}): string =>
  readModelChoice(data, model)?.name ?? model;

/** Writes a choice aside and puts it in place in one step; nothing is touched when a newer one is there, or the same. */
export function writeModelChoice(dataDir: string, choice: ModelChoice): void {
  const path = join(dataDir, MODEL_CHOICE);
  try {
    const known = JSON.parse(readFileSync(path, "utf8")) as ModelChoice;
    if (isChoice(known) && known.promotion >= choice.promotion) return;
  } catch {}
  const aside = `${path}.${process.pid}.part`;
  writeFileSync(aside, `${JSON.stringify(choice)}\n`);
  renameSync(aside, path);
}

const isChoice = (value: Partial<ModelChoice> | null): value is ModelChoice =>
  Number.isSafeInteger(value?.promotion) &&
  [value?.configured, value?.name, value?.version, value?.sha256].every((text) => typeof text === "string") &&
  /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value!.name!);

const damaged = (path: string) =>
  new ScorebookError(
    "MODEL_INVALID",
    `${path} does not name a model; expected what a promotion writes. Promote one again with npm run models -- promote NAME, or remove the file for the model of the configuration.`
  );
