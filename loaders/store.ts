import {closeSync, fstatSync, openSync, readFileSync, readSync} from "node:fs";
import {mkdir, open, readFile, rename, rm} from "node:fs/promises";
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

/** What is written: one row per client, one column per entry of the catalogue, NaN where a value is missing. */
export interface FeatureStoreContent {
  /** SK_ID_CURR, strictly ascending. */
  ids: Int32Array;
  /** 0, 1, or −1 when unlabelled; one per id. */
  targets: Int8Array;
  /** Either one array per feature (one value per id), or all rows after each other. */
  values: {columns: readonly Float32Array[]} | {rows: Float32Array};
  catalogue: Catalogue;
  meta: FeatureStoreMeta;
}

/** The files of a feature store; catalogue and meta come last, so a store with meta.json is whole. */
const FILES = ["features.f32", "ids.i32", "target.i8", "catalogue.json", "meta.json"] as const;
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
 * Writes a feature store into `dir`: each file aside first, then all are renamed, meta.json last.
 * @throws FEATURES_MISSING when lengths disagree or the ids do not ascend
 */
export async function writeFeatureStore(dir: string, content: FeatureStoreContent): Promise<void> {
  checkContent(content);
  await mkdir(dir, {recursive: true});
  const aside = (name: string) => join(dir, `.${name}.part`);
  try {
    await writeRows(aside("features.f32"), content);
    await writeWhole(aside("ids.i32"), bytesOf(content.ids));
    await writeWhole(aside("target.i8"), bytesOf(content.targets));
    await writeWhole(aside("catalogue.json"), `${JSON.stringify(content.catalogue, null, 1)}\n`);
    await writeWhole(aside("meta.json"), `${JSON.stringify(content.meta, null, 1)}\n`);
    await rm(join(dir, "meta.json"), {force: true});
    for (const name of FILES) await rename(aside(name), join(dir, name));
  } finally {
    for (const name of FILES) await rm(aside(name), {force: true});
  }
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

function checkContent({ids, targets, values, catalogue}: FeatureStoreContent): void {
  const features = catalogue.features.length;
  const fail = (detail: string): never => {
    throw new ScorebookError("FEATURES_MISSING", `The features cannot be written: ${detail}.`);
  };
  for (let i = 1; i < ids.length; i++) {
    if (ids[i]! <= ids[i - 1]!)
      fail(`client id ${ids[i]} follows ${ids[i - 1]}, ascending ids were expected`);
  }
  if (targets.length !== ids.length) fail(`${targets.length} targets for ${ids.length} ids`);
  if ("rows" in values) {
    if (values.rows.length !== ids.length * features) {
      fail(`${values.rows.length} values for ${ids.length} ids × ${features} features`);
    }
  } else {
    if (values.columns.length !== features) fail(`${values.columns.length} columns for ${features} features`);
    values.columns.forEach((column, i) => {
      if (column.length !== ids.length) {
        fail(`${column.length} values of ${catalogue.features[i]!.name} for ${ids.length} ids`);
      }
    });
  }
}

async function writeRows(path: string, {ids, values, catalogue}: FeatureStoreContent): Promise<void> {
  if ("rows" in values) return writeWhole(path, bytesOf(values.rows));
  const features = catalogue.features.length;
  const file = await open(path, "w");
  try {
    const block = new Float32Array(Math.min(ROWS_AT_ONCE, ids.length) * features);
    for (let first = 0; first < ids.length; first += ROWS_AT_ONCE) {
      const count = Math.min(ROWS_AT_ONCE, ids.length - first);
      values.columns.forEach((column, j) => {
        for (let i = 0; i < count; i++) block[i * features + j] = column[first + i]!;
      });
      await writeFully(file, bytesOf(block.subarray(0, count * features)));
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, "w");
  try {
    await writeFully(file, typeof content === "string" ? Buffer.from(content) : content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeFully(file: Awaited<ReturnType<typeof open>>, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const {bytesWritten} = await file.write(bytes, at, Math.min(bytes.length - at, 1 << 28));
    at += bytesWritten;
  }
}

function readFully(fd: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(fd, bytes, at, Math.min(bytes.length - at, 1 << 28), position + at);
    if (read === 0)
      throw new ScorebookError("FEATURES_MISSING", "features.f32 became shorter while it was open.");
    at += read;
  }
}

function bytesOf(values: Float32Array | Int32Array | Int8Array): Uint8Array {
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
