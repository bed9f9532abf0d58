import {existsSync, readFileSync} from "node:fs";
import {readFile, rename, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {PLAN} from "../features/all.ts";
import type {Feature} from "../features/feature.ts";
import type {HistoryIndex} from "../history/layout.ts";
import {HISTORY_VERSION} from "../history/layout.ts";
import {writeHistoryOnAllCores} from "../history/write.ts";
import {planCatalogue} from "../plan.ts";
import {readReference} from "../report/reference.ts";
import {makeReport} from "../report/report.ts";
import {hasReport, writeReport} from "../report/write.ts";
import {type FeatureStoreMeta, readFeatureStoreMeta} from "../store.ts";
import {openTables, type RawTables} from "../tables/open.ts";
import type {Catalogue} from "../types.ts";
import {catalogueText, draftStore} from "./draftStore.ts";
import {computeHistory} from "./workers.ts";

/** What a run of buildFeatures did. */
export interface BuildReport {
  clients: number;
  features: number;
  /** True when nothing had changed and nothing was computed. */
  unchanged: boolean;
}

export interface BuildOptions {
  features?: readonly Feature[];
  /** Into how many ranges of clients the work is cut at least; memory is bounded anyway, and the bytes are the same. */
  partitions?: number;
  /** Computes even when raw tables and plan are the same as last time. */
  force?: boolean;
  onProgress?: (done: number, total: number, what: string) => void;
  onWarning?: (sentence: string) => void;
}

/**
 * Sorts the raw tables of `dataDir`/raw into `dataDir`/history and aggregates them into the feature store of
 * `dataDir`: features.f32, ids.i32, target.i8, catalogue.json, features.parquet and meta.json, which comes
 * last. How the tables were understood is written to report.json and report.html. What is unchanged is not
 * computed again; an interrupted run leaves what was there before.
 * @throws TABLE_INVALID
 */
export async function buildFeatures(dataDir: string, options: BuildOptions = {}): Promise<BuildReport> {
  const progress = options.onProgress ?? (() => {});
  const features = options.features ?? PLAN;
  const catalogue = planCatalogue(features);
  const raw = await openTables(join(dataDir, "raw"), {
    ...(options.onWarning && {onWarning: options.onWarning}),
    onFile: (file) => progress(0, 1, `checking ${file}`)
  });
  try {
    const before = await readFeatureStoreMeta(dataDir);
    const history = join(dataDir, "history");
    const index = readIndex(history);
    const isSorted =
      index?.fingerprint === raw.fingerprint && index.version === HISTORY_VERSION && hasReport(dataDir);
    const isSame = before?.fingerprint === raw.fingerprint && before.planSha256 === catalogue.planSha256;
    if (isSame && isSorted && !options.force) {
      await refreshCatalogue(dataDir, catalogue);
      return {clients: before.clients, features: before.features, unchanged: true};
    }
    if (!isSorted || options.force) {
      const facts = await writeHistoryOnAllCores(history, raw, {
        onTable: (table) => progress(0, 1, `sorting ${table}`),
        ...(options.onWarning && {onWarning: options.onWarning})
      });
      await writeReport(dataDir, makeReport(raw, facts, readIndex(history)!.clients, readReference()));
    }
    const {clients} = readIndex(history)!;
    const draft = await draftStore(
      dataDir,
      clients,
      features.map((f) => f.name)
    );
    try {
      const shared = new SharedArrayBuffer(clients);
      let done = 0;
      progress(0, clients, "computing features");
      await computeHistory(
        {
          history,
          features: draft.features,
          clients,
          partitions: options.partitions ?? 1,
          targets: shared,
          onProgress(count) {
            done += count;
            progress(done, clients, "computing features");
          }
        },
        features
      );
      progress(clients, clients, "writing the feature store");
      const ids = readIds(history);
      const meta = metaOf(raw, catalogue.planSha256, clients, features.length, dataDir);
      await draft.finish({ids, targets: new Int8Array(shared).slice(), catalogue, meta});
    } finally {
      await draft.discard();
    }
    return {clients, features: features.length, unchanged: false};
  } finally {
    raw.close();
  }
}

/** Writes the catalogue again when only its words have changed, which asks for no computation. */
async function refreshCatalogue(dataDir: string, catalogue: Catalogue): Promise<void> {
  const path = join(dataDir, "catalogue.json");
  const text = catalogueText(catalogue);
  if ((await readFile(path, "utf8")) === text) return;
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}

function metaOf(
  raw: RawTables,
  planSha256: string,
  clients: number,
  features: number,
  dataDir: string
): FeatureStoreMeta {
  const {dataAsOf, fingerprint} = raw;
  return {
    dataAsOf,
    fingerprint,
    planSha256,
    clients,
    features,
    generated: existsSync(join(dataDir, "raw", "GENERATED"))
  };
}

function readIds(history: string): Int32Array {
  const bytes = readFileSync(join(history, "clients.i32"));
  return new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
}

function readIndex(history: string): HistoryIndex | undefined {
  try {
    return JSON.parse(readFileSync(join(history, "index.json"), "utf8")) as HistoryIndex;
  } catch {
    return undefined;
  }
}
