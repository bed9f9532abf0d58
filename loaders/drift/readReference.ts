import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {DriftReference} from "../../src/core/drift/reference.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";

export const REFERENCE_FILE = "reference.json";

/**
 * Reads what the training clients of a model looked like, and holds it against the manifest.
 * @throws MODEL_MISSING when the model keeps no such file, MODEL_INVALID when it is not the one that was written
 */
export function readReference(dir: string, {name, files}: Pick<Manifest, "name" | "files">): DriftReference {
  const path = join(dir, REFERENCE_FILE);
  const stated = files.find((file) => file.path === REFERENCE_FILE);
  if (!stated)
    throw new ScorebookError(
      "MODEL_MISSING",
      `The model ${name} keeps no ${REFERENCE_FILE}, without which nobody can tell what its training clients looked like; train it again with npm run train.`
    );
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new ScorebookError(
      "MODEL_MISSING",
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}); expected the counts that npm run train writes beside the model.`
    );
  }
  if (createHash("sha256").update(bytes).digest("hex") !== stated.sha256)
    throw new ScorebookError(
      "MODEL_INVALID",
      `${path} is not the file that its manifest states (sha256 ${stated.sha256.slice(0, 12)}… was expected); train the model again or restore the file.`
    );
  return JSON.parse(bytes.toString("utf8")) as DriftReference;
}
