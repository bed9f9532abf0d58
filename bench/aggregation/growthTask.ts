import {createHash} from "node:crypto";
import {createReadStream, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {pipeline} from "node:stream/promises";
import {generateDemo} from "../../data/demo/generate.ts";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {readMeta} from "../../loaders/generation/meta.ts";
import {exploreJson} from "../../loaders/site/explore.ts";
import {featuresJson} from "../../loaders/site/features.ts";
import {groupJson} from "../../loaders/site/group.ts";
import {modelJson} from "../../loaders/site/model.ts";
import {overviewJson, portfolioArrow} from "../../loaders/site/portfolio.ts";
import {scoreAll} from "../../loaders/site/scores.ts";
import {openFeatureStore} from "../../loaders/store.ts";
import {CLIENT_TABLES, TABLE_NAMES} from "../../loaders/types.ts";
import {readModel} from "../../server/scoring/modelStore.ts";
import {createModelInput} from "../../src/core/credit/modelInput.ts";
import {createExplainer} from "../../src/core/shap/explainer.ts";
import {floor} from "./aggregateTask.ts";
import {createPhases, type Phases, type Used} from "./phases.ts";

/** What one task tells: the cost of each of its stages, and a digest of what each made. */
export interface TaskResult {
  stages: Record<string, Used & {clients: number}>;
  answers: Record<string, string>;
  /** Peak of the process, GiB. */
  rss: number;
}

export interface TaskOptions {
  /** The data set's folder; the model goes beside its raw tables. */
  dir: string;
  clients: number;
  seed: number;
  partitions: number;
}

/** Clients that the stage of explanations explains at most. */
const EXPLAINED = 2000;
const ROUNDS = 100;
const MODEL = "growth";
const modelOf = (dir: string) => join(dir, "models", MODEL);

/** Runs the stages of one task; gives the files or contents by which their answers are compared. */
type Task = (options: TaskOptions, phases: Phases) => Promise<() => Promise<Record<string, string>>>;

export const TASKS: Readonly<Record<string, Task>> = {
  async generate({dir, clients, seed}, phases) {
    phases.enter("generate");
    await generateDemo({clients, seed, out: dir});
    return async () => ({
      generate: await digestFiles(TABLE_NAMES.map((table) => join(dir, "raw", `${table}.csv`)))
    });
  },

  async read({dir}, phases) {
    phases.enter("read");
    const rows = await floor(join(dir, "raw"));
    return async () => ({read: JSON.stringify(rows)});
  },

  async features({dir, partitions}, phases) {
    await buildFeatures(dir, {
      partitions,
      force: true,
      onProgress: (_done, _total, what) => phases.enter(stageOf(what))
    });
    return async () => {
      const {generation, fingerprint} = readMeta(dir);
      const made = (name: string) => join(dir, generation, name);
      return {
        check: fingerprint,
        decode: await digestFiles(CLIENT_TABLES.map((table) => made(`history/${table}.records`))),
        compute: await digestFiles([made("features.f32")]),
        parquet: await digestFiles([made("features.parquet")])
      };
    };
  },

  async train({dir, seed}, phases) {
    phases.enter("train");
    const options = {"--data": dir, "--models": join(dir, "models"), "--name": MODEL, "--seed": String(seed)};
    const fixed = ["--rounds", String(ROUNDS), "--patience", "0", "--no-baselines"];
    process.argv = [process.argv[0]!, "train", ...Object.entries(options).flat(), ...fixed];
    const done = new Promise<void>((resolve) => process.once("beforeExit", () => resolve()));
    await import("../../models/train.ts");
    await done;
    return async () => ({train: await digestFiles([join(modelOf(dir), "model.txt")])});
  },

  async score({dir}, phases) {
    phases.enter("score");
    const {score} = scoreAll({data: dir, model: modelOf(dir)});
    return async () => ({score: digest(score)});
  },

  async explain({dir, clients}, phases) {
    phases.enter("explain");
    const {booster, manifest} = readModel(modelOf(dir));
    const store = openFeatureStore(dir);
    const toInput = createModelInput(manifest, store.catalogue.features);
    const {explain} = createExplainer(booster);
    const count = Math.min(clients, EXPLAINED);
    const values = Array.from({length: count}, (_, i) => explain(toInput(store.row(i))).slice());
    store.close();
    return async () => ({explain: digest(...values)});
  },

  async datasets({dir}, phases) {
    phases.enter("datasets");
    const inputs = {data: dir, model: modelOf(dir)};
    const made = [
      await overviewJson(inputs),
      await portfolioArrow(inputs),
      exploreJson(inputs),
      featuresJson(inputs),
      await groupJson(inputs),
      modelJson(inputs)
    ];
    const {createdAt} = readModel(inputs.model).manifest;
    const timeless = made.map((content) => Buffer.from(content).toString("latin1").replaceAll(createdAt, ""));
    return async () => ({datasets: digest(...timeless.map((content) => Buffer.from(content)))});
  }
};

/** Finds the stage that a phase of buildFeatures belongs to. */
function stageOf(what: string): string {
  if (what.startsWith("checking")) return "check";
  if (what.startsWith("sorting")) return "decode";
  return what.startsWith("computing") ? "compute" : "parquet";
}

function digest(...parts: readonly NodeJS.ArrayBufferView[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

async function digestFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) await pipeline(createReadStream(path), hash, {end: false});
  return hash.digest("hex");
}

/** node --import tsx bench/aggregation/growthTask.ts TASK OPTIONS_FILE RESULT_FILE: one task in a process of its own. */
const [name, given, to] = process.argv.slice(2);
if (name && given && to && TASKS[name]) {
  const options = JSON.parse(readFileSync(given, "utf8")) as TaskOptions;
  const phases = createPhases();
  const answers = await TASKS[name](options, phases);
  const used = phases.end();
  const rss = process.resourceUsage().maxRSS / 2 ** 20;
  const stages = Object.fromEntries(
    [...used].map(([stage, cost]) => {
      const clients = stage === "explain" ? Math.min(options.clients, EXPLAINED) : options.clients;
      return [stage, {...cost, clients}];
    })
  );
  const result: TaskResult = {stages, answers: await answers(), rss};
  writeFileSync(to, JSON.stringify(result));
}
