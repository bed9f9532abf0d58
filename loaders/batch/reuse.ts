import {join} from "node:path";
import {ScorebookError} from "../../src/core/errors.ts";
import {type FeatureStoreMeta, readMeta} from "../generation/meta.ts";
import {findDamage} from "../generation/verify.ts";
import {HISTORY_VERSION} from "../history/layout.ts";
import {HISTORY, readHistoryIndex} from "../history/read.ts";
import {REPORT_FILES} from "../report/write.ts";
import {FEATURE_FILES} from "./featureFiles.ts";

/** What an earlier run left, and which of it can be taken over as it is. */
export interface Earlier {
  meta: FeatureStoreMeta;
  folder: string;
  /** Files of the history and the report on its tables, by the path within the folder; undefined when it must be written again. */
  history: string[] | undefined;
  /** Whether the features can be taken over. */
  features: boolean;
  catalogue: boolean;
}

/**
 * Finds what an earlier run of the same tables and plan left, compared with its checksums byte by byte.
 * @param onDamage is called with one sentence per file that is not what was written
 */
export async function findEarlier(
  dataDir: string,
  now: {fingerprint: string; planSha256: string},
  onDamage: (sentence: string) => void
): Promise<Earlier | undefined> {
  let meta: FeatureStoreMeta;
  try {
    meta = readMeta(dataDir);
  } catch (error) {
    if (!(error instanceof ScorebookError)) throw error;
    if (error.code === "STORAGE_DAMAGED")
      onDamage(`${join(dataDir, "meta.json")} is not what was written; everything is computed again.`);
    return undefined;
  }
  const folder = join(dataDir, meta.generation);
  if (meta.fingerprint !== now.fingerprint)
    return {meta, folder, history: undefined, features: false, catalogue: false};
  const damage = await findDamage(folder, meta);
  for (const {file, what} of damage) onDamage(`${join(folder, file)} ${what}; it is computed again.`);
  const isWhole = (file: string) => !damage.some((found) => found.file === file);
  const historyIsWhole =
    !damage.some(({file}) => file.startsWith(`${HISTORY}/`)) &&
    REPORT_FILES.every((file) => file in meta.files && isWhole(file));
  return {
    meta,
    folder,
    history: historyIsWhole ? historyFiles(folder) : undefined,
    features: meta.planSha256 === now.planSha256 && FEATURE_FILES.every(isWhole),
    catalogue: isWhole("catalogue.json")
  };
}

function historyFiles(folder: string): string[] | undefined {
  try {
    const {version, files} = readHistoryIndex(join(folder, HISTORY));
    const names = [...Object.keys(files), "index.json"].map((name) => `${HISTORY}/${name}`);
    return version === HISTORY_VERSION ? [...names, ...REPORT_FILES] : undefined;
  } catch {
    return undefined;
  }
}
