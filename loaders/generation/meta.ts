import {readFileSync} from "node:fs";
import {join, relative} from "node:path";
import {ScorebookError} from "../../src/core/errors.ts";
import {checksum, type FileCheck} from "./checks.ts";

/** What a data set is, as answers and pages tell it. */
export interface DataFacts {
  /** When the data were taken: a day that the set states, or else when its newest raw file was written; ISO 8601. */
  dataAsOf: string;
  dataAsOfSource: "stated" | "files";
  /** sha256 over the raw files' content. */
  fingerprint: string;
  planSha256: string;
  clients: number;
  features: number;
  /** True when the raw tables were generated, not observed. */
  generated: boolean;
}

/**
 * data/<set>/meta.json: the one place that says which folder holds what was computed. A run writes a folder of its
 * own and then replaces this file, so that features and history change together or not at all.
 */
export interface FeatureStoreMeta extends DataFacts {
  version: number;
  /** The folder beside meta.json that holds features and history. */
  generation: string;
  /** By the path within that folder. The history's index checks the rest of the history. */
  files: Record<string, FileCheck>;
}

export const STORE_VERSION = 3;
export const DEFAULT_DATA = "data/demo-set";

/** Names the command that makes whole what is missing or damaged in a data set. */
export function repairCommand(dataDir: string): string {
  const isDefault = relative(DEFAULT_DATA, dataDir) === "";
  return `npm run features${isDefault ? "" : ` -- --data ${dataDir}`}`;
}

/** Makes the error for something stored that is not what was written. `what` follows the path. */
export const damaged = (dataDir: string, path: string, what: string): ScorebookError =>
  new ScorebookError("STORAGE_DAMAGED", `${path} ${what}; compute it again with ${repairCommand(dataDir)}.`);

/**
 * Reads meta.json of a data set.
 * @throws FEATURES_MISSING when there is none or another version wrote it, STORAGE_DAMAGED when it is not whole
 */
export function readMeta(dataDir: string): FeatureStoreMeta {
  const path = join(dataDir, "meta.json");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw missing(`${path} cannot be read; compute the features with ${repairCommand(dataDir)}.`);
  }
  const read = parse(text);
  if (read === undefined) throw damaged(dataDir, path, "is not what was written");
  const {check, ...meta} = read;
  if (meta.version !== STORE_VERSION) {
    throw missing(
      `${path} was written by another version of this program; compute the features again with ${repairCommand(dataDir)}.`
    );
  }
  if (check !== checksum(JSON.stringify(meta)))
    throw damaged(dataDir, path, "has other content than was written");
  return meta;
}

/** Formats meta.json, with a checksum of itself. */
export const metaText = (meta: FeatureStoreMeta): string =>
  `${JSON.stringify({...meta, check: checksum(JSON.stringify(meta))}, null, 1)}\n`;

/**
 * Opens something in the folder that meta.json names. When a run replaces that folder meanwhile, the new one is
 * opened instead.
 */
export function openCurrent<T>(dataDir: string, open: (folder: string, meta: FeatureStoreMeta) => T): T {
  for (;;) {
    const meta = readMeta(dataDir);
    try {
      return open(join(dataDir, meta.generation), meta);
    } catch (error) {
      if (readMeta(dataDir).generation === meta.generation) throw error;
    }
  }
}

function parse(text: string): (FeatureStoreMeta & {check: number}) | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null
      ? (read as FeatureStoreMeta & {check: number})
      : undefined;
  } catch {
    return undefined;
  }
}

const missing = (sentence: string) => new ScorebookError("FEATURES_MISSING", sentence);
