import {closeSync, fstatSync, openSync, readFileSync, readSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {ScorebookError} from "../src/core/errors.ts";
import type {Catalogue} from "./types.ts";

/** data/<set>/meta.json: what the features were made from. */
export interface FeatureStoreMeta {
  /** The day of the newest raw file, ISO 8601. */
  dataAsOf: string;
  /** sha256 over the raw files' content. */
  fingerprint: string;
  planSha256: string;
  clients: number;
  features: number;
  /** True when the raw tables were generated, not observed. */
  generated: boolean;
}

const ROWS_AT_ONCE = 4096;
const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** Reads features by position in the file: opening costs the index, a row costs one read. */
export interface FeatureStore {
  readonly clients: number;
  readonly ids: Int32Array;
  readonly targets: Int8Array;
  readonly catalogue: Catalogue;
  readonly meta: FeatureStoreMeta;
  /** Finds a client's row by binary search; −1 when absent. */
  indexOf(clientId: number): number;
  /** Reads the row at an index: one value per feature in catalogue order, NaN where missing. @throws FEATURES_MISSING */
  row(index: number): Float32Array;
  /** Reads one feature of all clients, in id order. @throws FEATURE_UNKNOWN */
  column(name: string): Float32Array;
  /** Reads everything, row after row: clients × features values. */
  all(): Float32Array;
  close(): void;
}

/**
 * Opens the feature store in `dir`.
 * @throws FEATURES_MISSING when a file is absent or its size does not fit the catalogue and the ids
 */
export function openFeatureStore(dir: string): FeatureStore {
  const meta = readJson<FeatureStoreMeta>(dir, "meta.json");
  const catalogue = readJson<Catalogue>(dir, "catalogue.json");
  const ids = new Int32Array(alignedBytes(readOrMissing(dir, "ids.i32")));
  const targets = new Int8Array(alignedBytes(readOrMissing(dir, "target.i8")));
  const fd = openOrMissing(dir, "features.f32");
  const features = catalogue.features.length;
  const rowBytes = features * BYTES;
  const size = fstatSync(fd).size;
  if (size !== ids.length * rowBytes || targets.length !== ids.length) {
    closeSync(fd);
    throw new ScorebookError(
      "FEATURES_MISSING",
      `features.f32 in ${dir} has ${size} bytes, but ${ids.length} ids × ${features} features × ${BYTES} bytes were expected; compute the features again.`
    );
  }
  const positions = new Map(catalogue.features.map((feature, i) => [feature.name, i]));

  const readRows = (first: number, count: number): Float32Array => {
    const values = new Float32Array(count * features);
    readFully(fd, bytesOf(values), first * rowBytes);
    return values;
  };
  return {
    clients: ids.length,
    ids,
    targets,
    catalogue,
    meta,
    indexOf: (clientId) => indexOfSorted(ids, clientId),
    row(index) {
      if (!(Number.isInteger(index) && index >= 0 && index < ids.length)) {
        throw new ScorebookError(
          "FEATURES_MISSING",
          `Row ${index} was asked for, but the feature store has rows 0 to ${ids.length - 1}.`
        );
      }
      return readRows(index, 1);
    },
    column(name) {
      const position = positions.get(name);
      if (position === undefined) {
        throw new ScorebookError("FEATURE_UNKNOWN", `The feature store has no feature named ${name}.`);
      }
      const values = new Float32Array(ids.length);
      for (let first = 0; first < ids.length; first += ROWS_AT_ONCE) {
        const count = Math.min(ROWS_AT_ONCE, ids.length - first);
        const rows = readRows(first, count);
        for (let i = 0; i < count; i++) values[first + i] = rows[i * features + position]!;
      }
      return values;
    },
    all: () => readRows(0, ids.length),
    close: () => closeSync(fd)
  };
}

/** Reads only meta.json; undefined when there is no whole feature store in `dir`. */
export async function readFeatureStoreMeta(dir: string): Promise<FeatureStoreMeta | undefined> {
  try {
    return JSON.parse(await readFile(join(dir, "meta.json"), "utf8")) as FeatureStoreMeta;
  } catch {
    return undefined;
  }
}

/** Finds a value in ascending values by binary search; −1 when absent. */
export function indexOfSorted(values: Int32Array, value: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const at = values[middle]!;
    if (at === value) return middle;
    if (at < value) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function readFully(fd: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(fd, bytes, at, Math.min(bytes.length - at, 1 << 28), position + at);
    if (read === 0)
      throw new ScorebookError("FEATURES_MISSING", "features.f32 became shorter while it was open.");
    at += read;
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function alignedBytes(buffer: Buffer): ArrayBuffer {
  const bytes = new ArrayBuffer(buffer.length);
  new Uint8Array(bytes).set(buffer);
  return bytes;
}

function missing(dir: string, name: string): ScorebookError {
  return new ScorebookError(
    "FEATURES_MISSING",
    `${join(dir, name)} cannot be read; compute the features with npm run features.`
  );
}

function readOrMissing(dir: string, name: string): Buffer {
  try {
    return readFileSync(join(dir, name));
  } catch {
    throw missing(dir, name);
  }
}

function openOrMissing(dir: string, name: string): number {
  try {
    return openSync(join(dir, name), "r");
  } catch {
    throw missing(dir, name);
  }
}

function readJson<T>(dir: string, name: string): T {
  try {
    return JSON.parse(readOrMissing(dir, name).toString("utf8")) as T;
  } catch (error) {
    if (error instanceof ScorebookError) throw error;
    throw new ScorebookError(
      "FEATURES_MISSING",
      `${join(dir, name)} is not JSON; compute the features again.`
    );
  }
}
