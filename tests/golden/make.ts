import {mkdirSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {parseModel} from "../../src/core/booster/parse.ts";
import {findLibrary, type Judge, type Kind, openLibrary} from "../core/boosterLightgbm.ts";
import {boosterToText, createRandom, randomBooster, randomCell} from "../core/boosterRandom.ts";
import {BOOSTINGS, COLUMNS, OBJECTIVES, randomTraining} from "../core/boosterTraining.ts";

const HELP = `node --import tsx tests/golden/make.ts [--out DIR]

Trains small models on generated data with the real LightGBM and writes each with rows and what
LightGBM says about them: model.txt, X.csv, raw.csv, pred.csv, leaf.csv, contrib.csv (not for linear
leaves), meta.json. Needs the library (LIGHTGBM_LIB, or the one built under native/).

  --out DIR   where the folders go (default: tests/golden/models)
  --help      this text`;

interface Recipe {
  name: string;
  objective: string;
  parameters: string;
  predictKeywords?: Record<string, number>;
}

const CATEGORIES = "categorical_feature=4,5 cat_smooth=1 min_data_per_group=5";
const SMALL = "num_leaves=6 min_data_in_leaf=5 max_bin=63";
const RECIPES: Recipe[] = [
  ...Object.keys(OBJECTIVES).map((objective) => ({name: objective, objective, parameters: CATEGORIES})),
  {name: "binary_rf", objective: "binary", parameters: BOOSTINGS.rf!},
  {name: "binary_dart", objective: "binary", parameters: BOOSTINGS.dart!},
  {name: "binary_goss", objective: "binary", parameters: BOOSTINGS.goss!},
  {name: "binary_zero_as_missing", objective: "binary", parameters: `zero_as_missing=true ${CATEGORIES}`},
  {name: "binary_no_missing", objective: "binary", parameters: `use_missing=false ${CATEGORIES}`},
  {name: "binary_one_hot", objective: "binary", parameters: `${CATEGORIES} max_cat_to_onehot=64`},
  {name: "binary_constant", objective: "binary", parameters: "min_data_in_leaf=900"},
  {name: "binary_linear", objective: "binary", parameters: "linear_tree=true linear_lambda=0.1"},
  {
    name: "multiclass_rf_middle",
    objective: "multiclass",
    parameters: BOOSTINGS.rf!,
    predictKeywords: {start_iteration: 1, num_iteration: 3}
  },
  {name: "regression_first_two", objective: "regression", parameters: "", predictKeywords: {num_iteration: 2}}
];
const TRAINING_ROWS = 800;
const ROWS = 24;
const ITERATIONS = 5;

function spell(value: number): string {
  if (Number.isNaN(value)) return "";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? "-0" : String(value);
}

function toCsv(values: ArrayLike<number>, width: number): string {
  const cells = Array.from(values, spell);
  const lines = Array.from({length: cells.length / width}, (_, i) =>
    cells.slice(i * width, (i + 1) * width).join(",")
  );
  return `${lines.join("\n")}\n`;
}

/** Writes a case beside its place, then moves it there. */
function writeCase(
  folder: string,
  judge: Judge,
  text: string,
  data: Float64Array,
  meta: {name: string; note: string; predict_kw: Record<string, number> | null}
): void {
  const {featureNames, trees} = parseModel(text);
  const width = featureNames.length;
  const rows = data.length / width;
  const range = {
    startIteration: meta.predict_kw?.start_iteration ?? 0,
    numIteration: meta.predict_kw?.num_iteration ?? -1
  };
  const ask = (kind: Kind) => {
    const {values, width} = judge.predict(text, data, rows, kind, range);
    return toCsv(values, width);
  };
  const isLinear = trees.some(({linear}) => linear);
  const files: Record<string, string> = {
    "model.txt": text,
    "X.csv": `${featureNames.map((_, i) => `column_${i}`).join(",")}\n${toCsv(data, width)}`,
    "raw.csv": ask("raw"),
    "pred.csv": ask("prediction"),
    "leaf.csv": ask("leaf"),
    ...(isLinear ? {} : {"contrib.csv": ask("contribution")}),
    "meta.json": `${JSON.stringify({...meta, num_iteration: null, truth: "LightGBM 4.1 C API", linear_tree: isLinear, contrib_rows: isLinear ? 0 : rows}, null, 1)}\n`
  };
  const target = join(folder, meta.name);
  const aside = `${target}.part`;
  rmSync(aside, {recursive: true, force: true});
  mkdirSync(aside, {recursive: true});
  for (const [name, content] of Object.entries(files)) writeFileSync(join(aside, name), content);
  rmSync(target, {recursive: true, force: true});
  renameSync(aside, target);
}

function makeTrained(judge: Judge, folder: string, recipe: Recipe, seed: number): void {
  const random = createRandom(seed);
  const parameters = `${SMALL} ${recipe.parameters}`;
  const training = randomTraining(random, recipe.objective, TRAINING_ROWS, parameters, ITERATIONS);
  const data = Float64Array.from({length: ROWS * COLUMNS}, () => randomCell(random));
  data.set(training.data.subarray(0, (ROWS / 2) * COLUMNS));
  writeCase(folder, judge, judge.train(training), data, {
    name: recipe.name,
    note: `generated data; ${training.parameters}`,
    predict_kw: recipe.predictKeywords ?? null
  });
}

/** Random trees that training would not make: thresholds at the edges, names with odd characters. */
function makeEdges(judge: Judge, folder: string): void {
  const random = createRandom(92);
  const shape = {features: 5, maxLeaves: 9, categorical: true, linear: false, edges: true};
  const booster = randomBooster(random, 6, shape);
  booster.featureNames = ["été=oui", 'quote"[0:1]', "Tree=7", "日本,語", "end-of:trees"];
  const data = Float64Array.from({length: 4 * ROWS * shape.features}, () => randomCell(random));
  writeCase(folder, judge, boosterToText(booster), data, {
    name: "edges",
    note: "random trees; thresholds at ±∞, denormals and −0, names with odd characters",
    predict_kw: null
  });
}

const {values} = parseArgs({options: {out: {type: "string"}, help: {type: "boolean"}}});
if (values.help) console.log(HELP);
else {
  const found = findLibrary();
  if ("reason" in found) {
    console.error(`The golden models cannot be made: ${found.reason}.`);
    process.exitCode = 1;
  } else {
    const folder = values.out ?? new URL("models", import.meta.url).pathname;
    const judge = openLibrary(found.path);
    for (const [i, recipe] of RECIPES.entries()) makeTrained(judge, folder, recipe, 100 + i);
    makeEdges(judge, folder);
    console.log(`${RECIPES.length + 1} cases written to ${folder}`);
  }
}
