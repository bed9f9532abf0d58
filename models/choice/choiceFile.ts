import {mkdirSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";
import {Ajv} from "ajv";
import {ScorebookError} from "../../src/core/errors.ts";
import {type FeatureChoice, featureChoiceSchema} from "../../src/core/schema/featureChoice.ts";

export const CHOICE_FILE = "choice.json";

const validate = new Ajv({allErrors: true, strictTypes: false}).compile(featureChoiceSchema);

/**
 * Checks that something is a choice of features.
 * @throws SEARCH_INVALID naming the first place that is wrong
 */
export function checkChoice(choice: unknown, where: string): FeatureChoice {
  if (validate(choice)) return choice as FeatureChoice;
  const {instancePath = "/", message = "is wrong"} = validate.errors?.[0] ?? {};
  throw new ScorebookError(
    "SEARCH_INVALID",
    `${where} is no choice of features: ${instancePath || "/"} ${message}; a file that npm run choose made was expected.`
  );
}

/**
 * Reads a choice of features.
 * @throws USAGE when the file is not there or no JSON, SEARCH_INVALID when it is something else
 */
export function readChoice(file: string): FeatureChoice {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ScorebookError(
      "USAGE",
      `--features is "${file}"; a file that npm run choose made was expected: ${(error as Error).message}.`
    );
  }
  return checkChoice(read, file);
}

/** Writes it whole or not at all. */
export function writeChoice(file: string, choice: FeatureChoice): void {
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(`${file}.part`, `${JSON.stringify(checkChoice(choice, file), null, 1)}\n`);
  renameSync(`${file}.part`, file);
}
