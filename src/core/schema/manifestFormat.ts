import {ScorebookError} from "../errors.ts";

/** Of the manifests that training writes and everything reads; a change that readers cannot bridge raises it. */
export const MANIFEST_FORMAT = 2;

/**
 * Checks that a manifest is of the format that is read here; `path` is where it lies.
 * @throws MODEL_INVALID when it is older or newer
 */
export function checkManifestFormat(manifest: unknown, path: string): void {
  const format = (manifest as {format?: unknown} | null)?.format;
  if (format === MANIFEST_FORMAT) return;
  throw new ScorebookError(
    "MODEL_INVALID",
    `${path} is of format ${JSON.stringify(format) ?? "none"}, but ${MANIFEST_FORMAT} was expected, which has the out-of-fold scores; train the model again with npm run train.`
  );
}
