import {createHash} from "node:crypto";
import {basename, resolve} from "node:path";
import {createInterface} from "node:readline/promises";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import cliProgress from "cli-progress";
import {openFeatureStore} from "../loaders/store.ts";
import {DEFAULT_SCALE} from "../src/core/credit/scale.ts";
import {ScorebookError} from "../src/core/errors.ts";
import {toManifestChoice} from "../src/core/schema/featureChoice.ts";
import {PROTECTED} from "../src/core/schema/manifest.ts";
import {readChoice} from "./choice/choiceFile.ts";
import {MOST_CLIENTS} from "./evaluate/leaks/drawClients.ts";
import {findLibrary, requireLibrary} from "./lightgbm/library.ts";
import {buildWithProgress} from "./lightgbm/provide.ts";
import {joinMachines} from "./machines/join.ts";
import {machineName, parseMachines} from "./machines/list.ts";
import {summaryLines} from "./training/evaluation/summary.ts";
import {splitHoldout} from "./training/folds/holdout.ts";
import {growthOf, readBestTrial, readParams} from "./training/fromStudy.ts";
import {checkSample} from "./training/inputs/checkSample.ts";
import {checkDeclarations, selectTrainingData} from "./training/inputs/trainingData.ts";
import {fail, parseCost, parseName, parseTraits, wholeNumber} from "./training/options.ts";
import {defaultGrowth} from "./training/params.ts";
import {createManifest, saveModel} from "./training/saveModel.ts";
import {trainModel} from "./training/trainModel.ts";

const MODELS = fileURLToPath(new URL(".", import.meta.url));
const HELP = `npm run train -- [--data DIR] [--name NAME] [options]

Trains a model with LightGBM on a data set whose features are computed, and writes models/NAME.

  --data DIR         the data set (default data/demo-set)
  --name NAME        the model's name (default demo)
  --sample N         trains on so many of the labelled clients only, for data sets that do not fit into memory; drawn by the
                     seed, with the share of defaults that all have (default all; see models/README.md for the memory)
  --seed S           a whole number; the same data, seed and options give the same bytes (default 20)
  --folds K          folds of the cross-validation, 2 to 20 (default 5)
  --rounds N         most iterations (default by the number of labelled clients, see models/README.md)
  --patience N       iterations without improvement of the folds before it stops; 0 grows all (default likewise)
  --param NAME=VALUE one of LightGBM's parameters; may be repeated (default likewise)
  --study NAME       takes the parameters of the best trial of models/studies/NAME, which npm run tune made, and keeps
                     the study with the model
  --params FILE      takes parameters from a JSON file, such as {"num_leaves": 16}
  --refit-rate R     grows what was found with a smaller learning rate, and as many times more iterations
  --features FILE    leaves out what a choice of features leaves out, the choice.json that npm run choose made
  --exclude FEATURE  trains without a feature; may be repeated
  --allow-protected TRAITS
                     lets features weigh that tell gender or familyStatus, such as gender,familyStatus; without it
                     they are left out, and the manifest says what that costs. Age may weigh, in its direction.
  --repeats R        divides the clients into folds R times, by a seed each, to see how much the AUC depends on it
                     (default 1)
  --no-baselines     compares with no simpler models on the same folds
  --cost FN:FP       what a default approved and a good client declined cost (default 10:1)
  --refer P          refers approvals above this probability of default to a person (default nobody)
  --machines LIST    host:port,host:port,…: trains together with the other machines of the list, where the same command
                     is started on the same data; each grows on its part of the rows, and the first one keeps the model
  --wait SECONDS     how long to wait for the other machines (default 300)
  --models DIR       where model folders are (default models)
  --build            builds LightGBM first when it is not there (about 4 minutes; needs cmake and a C++ compiler)
  --help             shows this
`;

function parseParam(text: string): [string, string | number | boolean] {
  const [, name, value] =
    /^([a-z][a-z0-9_]*)=(.+)$/.exec(text) ?? fail(`--param is "${text}"; NAME=VALUE was expected.`);
  if (value === "true" || value === "false") return [name!, value === "true"];
  return [name!, Number.isNaN(Number(value)) ? value! : Number(value)];
}

/** Tells what is trained in a few letters, the same on every machine that was started with the same options. */
const digest = (task: object): string => createHash("sha256").update(JSON.stringify(task)).digest("hex");

const createBar = (format: string) =>
  new cliProgress.SingleBar(
    {format, clearOnComplete: true, noTTYOutput: false, hideCursor: true},
    cliProgress.Presets.shades_classic
  );

async function provideLibrary(build: boolean): Promise<void> {
  if (findLibrary() !== undefined) return;
  let wanted = build;
  if (!wanted && process.stdin.isTTY && process.stdout.isTTY) {
    const prompt = createInterface({input: process.stdin, output: process.stdout});
    const question =
      "LightGBM is not built yet. Build it now (about 4 minutes, needs cmake and a C++ compiler)? [Y/n] ";
    wanted = !/^n/i.test(await prompt.question(question));
    prompt.close();
  }
  if (!wanted) requireLibrary();
  await buildWithProgress();
}

async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {
      data: {type: "string", default: "data/demo-set"},
      name: {type: "string", default: "demo"},
      sample: {type: "string"},
      seed: {type: "string", default: "20"},
      folds: {type: "string", default: "5"},
      rounds: {type: "string"},
      patience: {type: "string"},
      param: {type: "string", multiple: true, default: []},
      study: {type: "string"},
      params: {type: "string"},
      "refit-rate": {type: "string"},
      features: {type: "string"},
      exclude: {type: "string", multiple: true, default: []},
      "allow-protected": {type: "string"},
      repeats: {type: "string", default: "1"},
      "no-baselines": {type: "boolean", default: false},
      cost: {type: "string", default: "10:1"},
      refer: {type: "string"},
      machines: {type: "string"},
      wait: {type: "string"},
      models: {type: "string", default: MODELS},
      build: {type: "boolean", default: false},
      help: {type: "boolean", default: false}
    }
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const name = parseName(values.name);
  const referAbove = values.refer === undefined ? undefined : Number(values.refer);
  if (referAbove !== undefined && !(referAbove > 0 && referAbove < 1))
    fail(`--refer is "${values.refer}"; a probability between 0 and 1 was expected.`);
  const given = {
    seed: wholeNumber(values.seed, "--seed", 0, 2 ** 31 - 1),
    folds: wholeNumber(values.folds, "--folds", 2, 20),
    repeats: wholeNumber(values.repeats, "--repeats", 1, 100),
    withBaselines: !values["no-baselines"],
    cost: parseCost(values.cost),
    scale: DEFAULT_SCALE,
    referAbove
  };
  const drawn = wholeNumber(values.sample, "--sample", 1, 2 ** 31 - 1);
  const maxRounds = wholeNumber(values.rounds, "--rounds", 1, 100_000);
  const patience = wholeNumber(values.patience, "--patience", 0, 100_000);
  const params = Object.fromEntries(values.param.map(parseParam));
  const allowed = parseTraits(values["allow-protected"]);
  const rate = values["refit-rate"] === undefined ? undefined : Number(values["refit-rate"]);
  if (rate !== undefined && !(rate > 0 && rate <= 1))
    fail(`--refit-rate is "${values["refit-rate"]}"; a number between 0 and 1 was expected.`);
  if (values.study !== undefined && values.params !== undefined)
    fail("--study and --params were both given; one place for the parameters was expected.");
  const searched =
    values.study === undefined ? undefined : readBestTrial(resolve(MODELS, "studies"), values.study);
  const found = searched?.params ?? (values.params === undefined ? undefined : readParams(values.params));
  const machines = parseMachines(values.machines);
  const waitSeconds = wholeNumber(values.wait, "--wait", 1, 86_400) ?? 300;
  const choice = values.features === undefined ? undefined : readChoice(values.features);
  const exclude = [...new Set([...values.exclude, ...(choice?.leftOut ?? [])])];
  await provideLibrary(values.build);

  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  const dataDir = resolve(values.data);
  const store = openFeatureStore(dataDir);
  checkDeclarations(store.catalogue.features);
  const {seed, folds} = given;
  const sample = checkSample(store, drawn === undefined ? undefined : {clients: drawn, seed}, folds);
  const compared = sample && {...sample, clients: Math.min(sample.clients, MOST_CLIENTS)};
  const data = selectTrainingData(store, {exclude, allowed, sample});
  const usual = defaultGrowth(splitHoldout(data.ids).training.length);
  const growth = found ? growthOf(usual, found, {searched: searched?.maxRounds, rate}) : usual;
  const options = {
    ...given,
    params: {...growth.params, ...params},
    maxRounds: maxRounds ?? growth.maxRounds,
    patience: patience ?? growth.patience,
    withProtected: () => selectTrainingData(store, {exclude, allowed: PROTECTED, sample}),
    test: () => selectTrainingData(store, {exclude, allowed, sample: compared, test: true})
  };
  const {fingerprint, planSha256} = store.meta;
  const membership =
    machines &&
    (await joinMachines(
      machines,
      digest({...options, fingerprint, planSha256, exclude, allowed, sample}),
      1000 * waitSeconds
    ));
  const bar = createBar("{phase} {bar} {value}/{total} iterations {note} | {duration_formatted}");
  bar.start(options.maxRounds, 0, {phase: "folds", note: ""});
  let model: ReturnType<typeof trainModel>;
  try {
    model = trainModel(data, {
      ...options,
      share: membership?.share,
      onProgress(progress) {
        if (progress.phase === "refit") bar.setTotal(progress.rounds);
        const note = "auc" in progress ? `AUC ${progress.auc.toFixed(4)}` : "";
        bar.update(progress.round, {phase: progress.phase, note});
      }
    });
  } finally {
    bar.stop();
    store.close();
  }
  await membership?.leave();
  if (membership && membership.share.rank > 0) {
    process.stdout.write(`helped in ${seconds()} s; ${machineName(machines![0]!)} keeps the model ${name}\n`);
    return;
  }
  if (searched) {
    model.journal = searched.journal;
    model.parts.training.study = searched.study;
  }
  if (choice) model.parts.featureChoice = toManifestChoice(choice, true);
  const {meta} = store;
  const known = store.targets.filter((target) => target >= 0);
  const manifest = createManifest(model, {
    name,
    createdAt: new Date().toISOString(),
    data: {
      set: basename(dataDir),
      generated: meta.generated,
      fingerprint: meta.fingerprint,
      planSha256: meta.planSha256,
      clients: store.clients,
      labelled: known.length,
      badRate: known.reduce((sum, bad) => sum + bad, 0) / known.length,
      ...(sample && {sample}),
      dataAsOf: meta.dataAsOf
    }
  });
  const folder = await saveModel(resolve(values.models), model, manifest);
  const size = (manifest.files[0]!.bytes / 1024).toFixed(0);
  const made = `model ${name}, version ${manifest.version}, ${size} KiB, in ${seconds()} s: ${folder}`;
  process.stdout.write(`${[...summaryLines(manifest), made].join("\n")}\n`);
}

main().catch((error: unknown) => {
  const known = error instanceof ScorebookError || (error instanceof TypeError && "code" in error);
  process.stderr.write(
    `${known ? (error as Error).message : error instanceof Error ? error.stack : error}\n`
  );
  process.exitCode = 1;
});
