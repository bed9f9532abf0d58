import {existsSync} from "node:fs";
import {join} from "node:path";
import {columnsNeeded} from "./batchColumns.ts";
import {writeFeatureParquet} from "./batchParquet.ts";
import {type ColumnarTable, chunksOf, readColumnar} from "./batchTables.ts";
import {PLAN} from "./features/all.ts";
import type {Feature} from "./features/feature.ts";
import {createMachine} from "./features/machine/machine.ts";
import {planCatalogue} from "./plan.ts";
import {type FeatureStoreMeta, readFeatureStoreMeta, writeFeatureStore} from "./store.ts";
import {openTables, type RawTables} from "./tables/open.ts";
import {CLIENT_TABLES, type ClientTable} from "./types.ts";

/** The features of all clients: ids ascending, row i of `rows` belongs to ids[i], NaN for missing. */
export interface FeatureMatrix {
  ids: Int32Array;
  /** 0, 1, or −1 when unlabelled. */
  targets: Int8Array;
  rows: Float32Array;
}

export interface BatchOptions {
  features?: readonly Feature[];
  onProgress?: (done: number, total: number, what: string) => void;
}

const CLIENTS_AT_ONCE = 64;

/** Computes the plan for every client with an application. */
export function computeFeatures(raw: Pick<RawTables, "tables">, options: BatchOptions = {}): FeatureMatrix {
  const features = options.features ?? PLAN;
  const needed = columnsNeeded(features);
  needed.application = [...new Set([...needed.application, "TARGET"])];
  const tables = Object.fromEntries(
    CLIENT_TABLES.map((table, i) => {
      options.onProgress?.(i, CLIENT_TABLES.length, `reading ${table}`);
      return [table, readColumnar(raw.tables, table, needed[table])];
    })
  ) as Record<ClientTable, ColumnarTable>;
  const {ids} = tables.application;
  const target = tables.application.columns.get("TARGET")!;
  const targets = Int8Array.from(ids, (_, i) => (target[i]! < 0 ? -1 : target[i]!));
  const rows = new Float32Array(ids.length * features.length);
  const machine = createMachine(features.map((f) => f.expression));
  for (const {first, chunk} of chunksOf(tables, CLIENTS_AT_ONCE)) {
    const done = machine.run(chunk);
    features.forEach((f, j) => {
      const values = done.numbers(f.expression);
      for (let c = 0; c < chunk.clients; c++) rows[(first + c) * features.length + j] = values[c]!;
    });
    options.onProgress?.(first + chunk.clients, ids.length, "computing features");
  }
  return {ids, targets, rows};
}

/** What a run of buildFeatures did. */
export interface BuildReport {
  clients: number;
  features: number;
  /** True when nothing had changed and nothing was computed. */
  unchanged: boolean;
}

export interface BuildOptions extends BatchOptions {
  /** Ranges of clients that are read and computed one after the other; more need less memory, for the same bytes. */
  partitions?: number;
  /** Computes even when raw tables and plan are the same as last time. */
  force?: boolean;
  onWarning?: (sentence: string) => void;
}

/**
 * Aggregates the raw tables of `dataDir`/raw into the feature store of `dataDir`: features.f32, ids.i32,
 * target.i8, catalogue.json, features.parquet and meta.json, which is written last. An interrupted run leaves
 * what was there before.
 * @throws TABLE_INVALID
 */
export async function buildFeatures(dataDir: string, options: BuildOptions = {}): Promise<BuildReport> {
  const features = options.features ?? PLAN;
  const catalogue = planCatalogue(features);
  const raw = await openTables(join(dataDir, "raw"), {
    ...(options.onWarning && {onWarning: options.onWarning}),
    onFile: (file) => options.onProgress?.(0, 1, `checking ${file}`)
  });
  try {
    const before = await readFeatureStoreMeta(dataDir);
    const same = before?.fingerprint === raw.fingerprint && before.planSha256 === catalogue.planSha256;
    if (same && !options.force) return {clients: before.clients, features: before.features, unchanged: true};
    const matrix = computeFeatures(raw, options);
    const parquet = join(dataDir, "features.parquet");
    await writeFeatureParquet(
      parquet,
      matrix,
      features.map((f) => f.name)
    );
    const {ids, targets, rows} = matrix;
    const meta: FeatureStoreMeta = {
      dataAsOf: raw.dataAsOf,
      fingerprint: raw.fingerprint,
      planSha256: catalogue.planSha256,
      clients: ids.length,
      features: features.length,
      generated: existsSync(join(dataDir, "raw", "GENERATED"))
    };
    await writeFeatureStore(dataDir, {ids, targets, values: {rows}, catalogue, meta});
    return {clients: ids.length, features: features.length, unchanged: false};
  } finally {
    raw.close();
  }
}
