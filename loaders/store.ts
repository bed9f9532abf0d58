import {closeSync, fstatSync, openSync, readSync} from "node:fs";
import {join} from "node:path";
import {ScorebookError} from "../src/core/errors.ts";
import {alignedBytes, checksum, readChecked} from "./generation/checks.ts";
import {damaged, type FeatureStoreMeta, openCurrent} from "./generation/meta.ts";
import type {Catalogue} from "./types.ts";

export type {FeatureStoreMeta} from "./generation/meta.ts";

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
  /**
   * Reads the row at an index: one value per feature in catalogue order, NaN where missing.
   * @throws FEATURES_MISSING, STORAGE_DAMAGED when the row is not what was written
   */
  row(index: number): Float32Array;
  /**
   * Reads the rows at ascending indexes, neighbours at once, and shows each with its place among the indexes: no other
   * row is read, and none is kept.
   * @throws FEATURES_MISSING, STORAGE_DAMAGED when a row is not what was written
   */
  eachRow(indexes: ArrayLike<number>, show: (row: Float32Array, place: number) => void): void;
  /** Reads one feature of all clients, in id order. @throws FEATURE_UNKNOWN, STORAGE_DAMAGED */
  column(name: string): Float32Array;
  /** Reads everything, row after row: clients × features values. @throws STORAGE_DAMAGED */
  all(): Float32Array;
  close(): void;
}

/**
 * Opens the feature store of a data set. What is kept in memory is compared with its checksum now, a row when it
 * is read.
 * @throws FEATURES_MISSING when nothing was computed, STORAGE_DAMAGED when a file is not what was written
 */
export const openFeatureStore = (dataDir: string): FeatureStore =>
  openCurrent(dataDir, (folder, meta) => openFeatureStoreIn(folder, meta, dataDir));

/** Opens the feature store in the folder of one run. @throws STORAGE_DAMAGED */
export function openFeatureStoreIn(folder: string, meta: FeatureStoreMeta, dataDir: string): FeatureStore {
  const read = (name: string): Buffer => {
    const content = readChecked(join(folder, name), meta.files[name]);
    if (content === undefined) throw damaged(dataDir, join(folder, name), "is missing or damaged");
    return content;
  };
  const catalogue = JSON.parse(read("catalogue.json").toString("utf8")) as Catalogue;
  const ids = new Int32Array(alignedBytes(read("ids.i32")));
  const targets = new Int8Array(alignedBytes(read("target.i8")));
  const checks = new Uint32Array(alignedBytes(read("features.checks")));
  const path = join(folder, "features.f32");
  const features = catalogue.features.length;
  const rowBytes = features * BYTES;
  const fd = openFeatures(path, ids.length * rowBytes, dataDir);
  const positions = new Map(catalogue.features.map((feature, i) => [feature.name, i]));

  const requireIndex = (index: number): void => {
    if (Number.isInteger(index) && index >= 0 && index < ids.length) return;
    throw new ScorebookError(
      "FEATURES_MISSING",
      `Row ${index} was asked for, but the feature store has rows 0 to ${ids.length - 1}.`
    );
  };
  const readRows = (first: number, count: number): Float32Array => {
    const values = new Float32Array(count * features);
    const bytes = new Uint8Array(values.buffer);
    if (!readFully(fd, bytes, first * rowBytes))
      throw damaged(dataDir, path, "became shorter while it was open");
    for (let i = 0; i < count; i++) {
      if (checksum(bytes.subarray(i * rowBytes, (i + 1) * rowBytes)) !== checks[first + i])
        throw damaged(dataDir, path, `is damaged in the row of client ${ids[first + i]}`);
    }
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
      requireIndex(index);
      return readRows(index, 1);
    },
    eachRow(indexes, show) {
      for (let from = 0, to = 0; from < indexes.length; from = to) {
        const first = indexes[from]!;
        do requireIndex(indexes[to++]!);
        while (to < indexes.length && to - from < ROWS_AT_ONCE && indexes[to] === first + (to - from));
        const rows = readRows(first, to - from);
        for (let i = 0; i < to - from; i++) show(rows.subarray(i * features, (i + 1) * features), from + i);
      }
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

function openFeatures(path: string, bytes: number, dataDir: string): number {
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch {
    throw damaged(dataDir, path, "is missing");
  }
  const {size} = fstatSync(fd);
  if (size === bytes) return fd;
  closeSync(fd);
  throw damaged(dataDir, path, `has ${size} bytes where ${bytes} were written`);
}

/** Fills `bytes` from a position; false when the file ends before. */
function readFully(fd: number, bytes: Uint8Array, position: number): boolean {
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(fd, bytes, at, Math.min(bytes.length - at, 1 << 28), position + at);
    if (read === 0) return false;
    at += read;
  }
  return true;
}
