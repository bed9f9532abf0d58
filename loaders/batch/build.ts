import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {basename, join, resolve} from "node:path";
import {PLAN} from "../features/all.ts";
import type {Feature} from "../features/feature.ts";
import {beginGeneration, type GenerationDraft, renewAliases} from "../generation/draft.ts";
import type {DataFacts} from "../generation/meta.ts";
import {HISTORY, readHistoryIndex} from "../history/read.ts";
import {syncHistory, writeHistoryOnAllCores} from "../history/write.ts";
import {planCatalogue} from "../plan.ts";
import {readReference} from "../report/reference.ts";
import {makeReport} from "../report/report.ts";
import {REPORT_FILES, writeReport} from "../report/write.ts";
import {faultInFolder} from "../tables/faults.ts";
import {openTables, type RawTables} from "../tables/open.ts";
import {toDiskError} from "../tasks/diskError.ts";
import {withLock} from "../tasks/lock.ts";
import {createWorkerPool, type WorkerPool} from "../tasks/workerPool.ts";
import type {Catalogue} from "../types.ts";
import {FEATURE_FILES, finishFeatures, parquetPath, reserveFeatures} from "./featureFiles.ts";
import {readClients} from "./reader/historyReader.ts";
import {type Earlier, findEarlier} from "./reuse.ts";
import {computeHistory, type HistoryTask} from "./workers.ts";

/** What a run of buildFeatures did. */
export interface BuildReport {
  clients: number;
  features: number;
  /** True when nothing had changed, everything was whole and nothing was computed. */
  unchanged: boolean;
}

/** What a run tells whoever computes its features, beside the task. */
export interface ComputeGiven {
  features: readonly Feature[];
  planSha256: string;
  /** The raw tables, checked. */
  tables: RawTables["tables"];
}

export interface BuildOptions {
  features?: readonly Feature[];
  /** Into how many ranges of clients the work is cut at least; memory is bounded anyway, and the bytes are the same. */
  partitions?: number;
  /** Computes the features of all clients otherwise than the machine does here. */
  compute?: (task: HistoryTask, given: ComputeGiven) => void | Promise<void>;
  /** Computes the features even when they are unchanged; a history that is unchanged and whole is taken over. */
  renew?: boolean;
  /** Computes even when raw tables and plan are the same as last time. */
  force?: boolean;
  onProgress?: (done: number, total: number, what: string) => void;
  onWarning?: (sentence: string) => void;
}

/**
 * Sorts the raw tables of `dataDir`/raw by client and aggregates them into the features, both in a folder of this
 * run that `dataDir`/meta.json names once it is whole. What is unchanged and whole is taken over, what is damaged
 * is computed again; an interrupted run leaves what was there before. How the tables were understood is told in
 * report.json and report.html. Waits for another run on the same data set.
 * @throws TABLE_INVALID
 */
export async function buildFeatures(dataDir: string, options: BuildOptions = {}): Promise<BuildReport> {
  const raw = join(dataDir, "raw");
  if (!existsSync(raw))
    throw faultInFolder(raw, `${raw} cannot be read; a folder with the raw tables was expected.`);
  const onWait = () =>
    options.onWarning?.(`Another run is computing the features of ${dataDir}; waiting until it ends.`);
  return withLock(join(dataDir, ".lock"), () => buildAlone(dataDir, options), onWait).catch(
    (error: unknown) => {
      throw toDiskError(error, dataDir);
    }
  );
}

const MANY_CLIENTS = 1_000_000;

async function buildAlone(dataDir: string, options: BuildOptions): Promise<BuildReport> {
  const pool = createWorkerPool();
  try {
    return await buildOn(pool, dataDir, options);
  } finally {
    await pool.close();
  }
}

/**
 * Ends the threads between two phases when there are many clients: what a phase needed of memory, and WebAssembly never
 * gives back, is not there when the next one needs its own. For few clients starting threads anew costs more than it spares.
 */
async function renewThreads(pool: WorkerPool, {files}: RawTables): Promise<void> {
  const applications = files.filter(({table}) => table.startsWith("application_"));
  if (applications.reduce((sum, {rows}) => sum + rows, 0) >= MANY_CLIENTS) await pool.close();
}

async function buildOn(pool: WorkerPool, dataDir: string, options: BuildOptions): Promise<BuildReport> {
  const {onProgress: progress = () => {}, onWarning: warn = () => {}} = options;
  const features = options.features ?? PLAN;
  const catalogue = planCatalogue(features);
  const {planSha256} = catalogue;
  const raw = await openTables(join(dataDir, "raw"), {
    ...(options.onWarning && {onWarning: options.onWarning}),
    onFile: (file) => progress(0, 1, `checking ${file}`),
    distributes: true,
    pool
  });
  try {
    const now = {fingerprint: raw.fingerprint, planSha256};
    const found = options.force ? undefined : await findEarlier(dataDir, now, warn);
    const earlier = found && options.renew ? {...found, features: false} : found;
    if (earlier && isAllThere(earlier, raw, dataDir, catalogue)) {
      renewAliases(dataDir, earlier.meta.generation);
      return {clients: earlier.meta.clients, features: earlier.meta.features, unchanged: true};
    }
    const draft = beginGeneration(dataDir);
    let synced: Promise<void> | undefined;
    try {
      if (earlier?.history) draft.take(earlier.folder, earlier.history);
      else {
        await renewThreads(pool, raw);
        await sortHistory(draft.folder, dataDir, raw, {progress, warn, pool});
        synced = syncHistory(join(draft.folder, HISTORY));
        synced.catch(() => {});
      }
      if (earlier?.features) draft.take(earlier.folder, FEATURE_FILES);
      else {
        await renewThreads(pool, raw);
        const given = {features, planSha256, tables: raw.tables};
        await computeFeatures(draft.folder, given, {...options, progress, pool});
      }
      writeFileSync(join(draft.folder, "catalogue.json"), catalogueText(catalogue), {flush: true});
      const {clients} = readHistoryIndex(join(draft.folder, HISTORY));
      const facts = factsOf(raw, dataDir, earlier, {planSha256, clients, features: features.length});
      await synced;
      commit(draft, facts);
      const unchanged = earlier?.history !== undefined && earlier.features;
      return {clients, features: features.length, unchanged};
    } finally {
      await synced?.catch(() => {});
      draft.discard();
    }
  } finally {
    raw.close();
  }
}

/** Sorts the raw tables into the folder's history, and reports beside it how they were understood. */
async function sortHistory(
  folder: string,
  dataDir: string,
  raw: RawTables,
  {
    progress,
    warn,
    pool
  }: {progress: NonNullable<BuildOptions["onProgress"]>; warn: (sentence: string) => void; pool: WorkerPool}
): Promise<void> {
  const history = join(folder, HISTORY);
  const facts = await writeHistoryOnAllCores(history, raw, {
    onTable: (table) => progress(0, 1, `sorting ${table}`),
    onWarning: warn,
    pool
  });
  const {clients} = readHistoryIndex(history);
  const report = makeReport(raw, facts, clients, readReference());
  for (const {kind, sentence} of report.assumptions) if (kind === "otherSize") warn(sentence);
  writeReport(folder, basename(resolve(dataDir)), report);
}

interface ComputeOptions extends Pick<BuildOptions, "partitions" | "compute"> {
  progress: NonNullable<BuildOptions["onProgress"]>;
  pool: WorkerPool;
}

async function computeFeatures(
  folder: string,
  given: ComputeGiven,
  {partitions = 1, compute, progress, pool}: ComputeOptions
): Promise<void> {
  const {features} = given;
  const history = join(folder, HISTORY);
  const {clients} = readHistoryIndex(history);
  const path = reserveFeatures(folder, clients, features.length);
  const targets = new SharedArrayBuffer(clients);
  const checks = new SharedArrayBuffer(clients * Uint32Array.BYTES_PER_ELEMENT);
  let done = 0;
  progress(0, clients, "computing features");
  const onProgress = (count: number) => {
    done += count;
    progress(done, clients, "computing features");
  };
  const parquet = parquetPath(folder);
  const task = {history, features: path, parquet, clients, partitions, targets, checks, onProgress};
  const parts = compute ? void (await compute(task, given)) : await computeHistory(task, features, pool);
  progress(clients, clients, "writing the feature store");
  const content = {
    ids: readClients(history),
    targets: new Int8Array(targets).slice(),
    checks: new Uint32Array(checks).slice(),
    names: features.map(({name}) => name)
  };
  await finishFeatures(folder, content, pool, parts);
}

function commit(draft: GenerationDraft, facts: DataFacts): void {
  const bytes = facts.clients * facts.features * Float32Array.BYTES_PER_ELEMENT;
  const byBlock = {"features.f32": {bytes, crc32: null}};
  const others = FEATURE_FILES.filter((name) => !(name in byBlock));
  draft.commit(facts, [...others, ...REPORT_FILES, "catalogue.json", `${HISTORY}/index.json`], byBlock);
}

/** Tells whether an earlier run left everything whole, and in today's words. */
function isAllThere(earlier: Earlier, raw: RawTables, dataDir: string, catalogue: Catalogue): boolean {
  const {meta, folder, history, features} = earlier;
  const facts = factsOf(raw, dataDir, earlier, meta);
  return (
    history !== undefined &&
    features &&
    earlier.catalogue &&
    readFileSync(join(folder, "catalogue.json"), "utf8") === catalogueText(catalogue) &&
    meta.dataAsOf === facts.dataAsOf &&
    meta.dataAsOfSource === facts.dataAsOfSource &&
    meta.generated === facts.generated
  );
}

/** Collects what is told of the data; a file that was merely touched does not make the same data younger. */
function factsOf(
  raw: RawTables,
  dataDir: string,
  earlier: Earlier | undefined,
  {planSha256, clients, features}: Pick<DataFacts, "planSha256" | "clients" | "features">
): DataFacts {
  const {fingerprint, dataAsOfSource} = raw;
  const isSame = earlier?.meta.fingerprint === fingerprint && earlier.meta.dataAsOfSource === "files";
  return {
    dataAsOf: isSame && dataAsOfSource === "files" ? earlier.meta.dataAsOf : raw.dataAsOf,
    dataAsOfSource,
    fingerprint,
    planSha256,
    clients,
    features,
    generated: existsSync(join(dataDir, "raw", "GENERATED"))
  };
}

/** Formats a catalogue as catalogue.json holds it. */
const catalogueText = (catalogue: Catalogue): string => `${JSON.stringify(catalogue, null, 1)}\n`;
