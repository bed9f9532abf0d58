import {createHash} from "node:crypto";
import {join, relative} from "node:path";
import type {HistoryIndex} from "../../loaders/history/layout.ts";
import {HISTORY, readHistoryIndex} from "../../loaders/history/read.ts";
import {OUT_OF_FOLD_FILE} from "../../loaders/model/outOfFold.ts";
import type {FeatureStore} from "../../loaders/store.ts";
import type {ClientTable} from "../../loaders/types.ts";
import type {Policy, PolicyLimits} from "../../src/core/credit/policy.ts";
import {isImported} from "../../src/core/schema/manifestImported.ts";
import type {Clock} from "../clock.ts";
import type {Config} from "../config.ts";
import type {ModelFiles} from "../scoring/modelStore.ts";
import type {MakeTask, ModelTask} from "./derived/makeFiles.ts";
import {createTableMaker} from "./derived/maker.ts";
import {QUERY_LIMITS, type QueryLimits} from "./limits.ts";
import {startQueryProcess} from "./process/queryProcess.ts";
import {createQueries, type Queries} from "./queries.ts";
import {APPLICATION_COLUMNS, type QueryFiles, queryTables, SCORE_COLUMNS} from "./tables.ts";

/** Counts the ways in which the kept files have been written; those of another way are made again. */
const FORM = 3;

/**
 * Opens queries over a data set and the scores of a model. Nothing is started or read before the first query; files
 * that it needs are kept in the data set's folder query/, named by the raw tables and the model they come from.
 */
export function openQueries(parts: {
  config: Pick<Config, "data" | "cost" | "score">;
  /** What scores now. */
  model: () => Pick<ModelFiles, "dir" | "ref" | "manifest">;
  store: FeatureStore;
  /** How is decided now. */
  policy: () => Policy;
  clock: Clock;
  limits?: QueryLimits;
}): Queries {
  const {config, model, store, policy, clock, limits = QUERY_LIMITS} = parts;
  const {data} = config;
  const folder = join(data, store.meta.generation);
  const history = join(folder, HISTORY);
  let index: HistoryIndex | undefined;

  function files(): QueryFiles {
    index ??= readHistoryIndex(history, data);
    const raw = folderOf(index.fingerprint);
    const {ref, manifest} = model();
    const heldOut = manifest.files.find(({path}) => path === OUT_OF_FOLD_FILE)?.sha256 ?? null;
    const scored = [ref.sha256, ref.version, heldOut, store.catalogue.planSha256, config.cost, config.score];
    const byModel = `${raw}-${short(digest(scored))}`;
    const {cutoff, refer} = policy();
    const byPolicy = short(digest([cutoff, refer]));
    return {
      features: relative(data, join(folder, "features.parquet")),
      raw: (table) => join(raw, `${table}.parquet`),
      scores: join(byModel, "scores.parquet"),
      contributions: join(byModel, `contributions-${byPolicy}.parquet`)
    };
  }

  function tasksOf(name: string): MakeTask[] {
    const {raw, scores, contributions} = files();
    const {dir, ref} = model();
    const task: ModelTask = {
      data,
      modelDir: dir,
      modelRef: ref,
      config: {cost: config.cost, score: config.score},
      limits: limitsOf(policy())
    };
    const inData = (file: string) => join(data, file);
    if (name === "scores" || name === "served") return [{kind: "scores", path: inData(scores), ...task}];
    if (name === "contributions") return [{kind: "contributions", path: inData(contributions), ...task}];
    const {files: needed} = tables().find((table) => table.name === name)!;
    const isRaw = (table: ClientTable) => needed.includes(raw(table));
    return (Object.keys(index!.tables) as ClientTable[])
      .filter(isRaw)
      .map((table) => ({kind: "raw", path: inData(raw(table)), history, table}));
  }

  const tables = () => {
    const knowsTraining = !isImported(model().manifest);
    return queryTables(files(), store.catalogue, readHistoryIndex(history, data), policy(), knowsTraining);
  };
  const features = ["target", ...store.catalogue.features.map(({name}) => name)];
  return {
    columns: [...features, ...APPLICATION_COLUMNS, ...SCORE_COLUMNS],
    features: new Set(features),
    ...createQueries({
      start: () => startQueryProcess({folder: data, tables: tables(), limits, clock}),
      maker: createTableMaker(tasksOf),
      model: () => model().ref,
      limits,
      clock
    })
  };
}

/** Tells the folder, from that of the data set, of what is made from raw tables alone. */
export const folderOf = (fingerprint: string): string => join("query", short(digest([FORM, fingerprint])));

/** Says a policy as limits, for a process that makes files by it. */
const limitsOf = ({version, cutoff, refer}: Policy): PolicyLimits | null =>
  version === 0
    ? null
    : {version, cutoffLogOdds: cutoff.logOdds, ...(refer && {referLogOdds: refer.logOdds})};

const digest = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");
const short = (digest: string) => digest.slice(0, 16);
