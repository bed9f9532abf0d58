import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {test} from "node:test";
import {fileURLToPath} from "node:url";
import {parseChooseArguments} from "../../models/choice/arguments.ts";
import {readChoice, writeChoice} from "../../models/choice/choiceFile.ts";
import {type ChooseOptions, chooseFeatures} from "../../models/choice/choose.ts";
import {groupFeatures} from "../../models/choice/groups.ts";
import {nullShare} from "../../models/choice/nullImportance.ts";
import {compareRepeats, isGain, noiseOf} from "../../models/choice/repeats.ts";
import {isHeldOut} from "../../models/training/folds/holdout.ts";
import type {TrainingData} from "../../models/training/inputs/trainingData.ts";
import {CANDIDATES} from "../../models/training/params.ts";
import {createRandom} from "../../models/training/random.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {FeatureChoice} from "../../src/core/schema/featureChoice.ts";
import {SKIP_WITHOUT_LIGHTGBM as skip} from "./nativeLibrary.ts";
import {makeTrainingData} from "./syntheticData.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COST = {falseNegative: 10, falsePositive: 1};
const OPTIONS: ChooseOptions = {
  params: {...CANDIDATES.calm.params, feature_fraction: 1, learning_rate: 0.1, num_threads: 1},
  maxRounds: 12,
  patience: 0,
  objective: "auc",
  seed: 3,
  folds: 3,
  repeats: 2,
  nulls: 19,
  cost: COST
};
const choose = (data: TrainingData, given: Partial<ChooseOptions> = {}) =>
  chooseFeatures(data, {...OPTIONS, ...given});

const withTargets = (data: TrainingData, flip: (id: number, i: number) => boolean): TrainingData => ({
  ...data,
  target: data.target.map((bad, i) => (flip(data.ids[i]!, i) ? 1 - bad : bad))
});

test("chooseFeatures(data, options) tells features that matter from noise, and repeats itself", {
  skip
}, () => {
  const data = makeTrainingData(900, 6);
  const chosen = choose(data);
  const of = new Map(
    chosen.groups.filter(({level}) => level === "feature").map((group) => [group.name, group])
  );
  for (const name of ["app_ext_mean", "app_organisation"]) {
    const {permutation, nullP, isNoise} = of.get(name)!;
    assert.ok(permutation.interval[0]! > 0 && nullP <= 0.05 && !isNoise, name);
  }
  assert.ok(of.get("noise")!.isNoise, "what is dealt at random is told to be noise");
  assert.ok(chosen.steps.every(({groups}) => !groups.includes("app_ext_mean")));
  assert.deepEqual(
    chosen.steps.map(({level}) => level),
    ["cause", "feature"],
    "without its one table nothing would be left to try"
  );
  assert.deepEqual(choose(data), chosen);
  assert.notDeepEqual(choose(data, {seed: 4}).noise, chosen.noise, "another seed is seen");
});

test("chooseFeatures(data, options) never sees the outcomes of the locked hold-out", {skip}, () => {
  const data = makeTrainingData(700, 8);
  const chosen = choose(data);
  assert.equal(chosen.heldOut, [...data.ids].filter(isHeldOut).length);
  assert.deepEqual(choose(withTargets(data, (id) => isHeldOut(id))), chosen);
  const spoiled = withTargets(data, (id, i) => !isHeldOut(id) && i < 40);
  assert.notDeepEqual(choose(spoiled), chosen, "outcomes of the others are seen");
});

test("compareRepeats(target, without, all, cost) has both chances in its interval, and isGain needs it to exclude 0", () => {
  const random = createRandom(5);
  const target = Uint8Array.from({length: 2000}, () => (random() < 0.2 ? 1 : 0));
  const scores = (signal: number, seed: number) => {
    const noise = createRandom(seed);
    return Float64Array.from(target, (bad) => signal * bad + 2 * noise() - 1);
  };
  const weak = [scores(0.4, 1), scores(0.4, 2)];
  const strong = [scores(0.8, 3), scores(0.8, 4)];
  const gain = compareRepeats(target, strong, weak, COST);
  assert.equal(isGain(gain, "auc"), true);
  assert.equal(isGain(gain, "cost"), false, "the interval of the cost holds 0");
  assert.equal(isGain({...gain, cost: {value: -30, interval: [-50, -10]}}, "cost"), true);
  assert.ok(!isGain(compareRepeats(target, weak, strong, COST), "auc"));
  assert.ok(!isGain(compareRepeats(target, weak, weak, COST), "auc"), "nothing is no gain");
  const width = ({auc}: typeof gain) => auc.interval[1]! - auc.interval[0]!;
  const calm = compareRepeats(target, [strong[0]!, strong[0]!], [weak[0]!, weak[0]!], COST);
  const noisy = compareRepeats(target, [strong[0]!, weak[1]!], [weak[0]!, weak[0]!], COST);
  assert.equal(calm.aucNoise, 0);
  assert.ok(noisy.aucNoise > 0 && width(noisy) > width(calm), "what repeats differ by widens it");
  assert.equal(noiseOf(target, [weak[0]!, weak[0]!], COST).auc, 0);
  assert.ok(noiseOf(target, weak, COST).auc > 0);
});

test("nullShare(gain, nullGains) is the share of shuffled outcomes that give as much, itself among them", () => {
  assert.equal(nullShare(5, [1, 2, 3]), 1 / 4);
  assert.equal(nullShare(2, [1, 2, 3]), 3 / 4);
});

test("groupFeatures(features, level) has every feature once at each level", () => {
  const {features} = makeTrainingData(50, 1);
  for (const level of ["table", "cause", "feature"] as const) {
    const columns = groupFeatures(features, level).flatMap((group) => [...group.columns]);
    assert.deepEqual(
      [...columns].sort((a, b) => a - b),
      [...features.keys()]
    );
  }
  assert.equal(groupFeatures(features, "cause").find(({name}) => name === "employment")?.columns.length, 2);
});

const choice: FeatureChoice = {
  ...{format: 1, study: "small", data: {set: "s", fingerprint: "f", planSha256: "p"}},
  settings: {
    ...{seed: 1, nulls: 19, params: {}, maxRounds: 5, patience: 0, cost: COST},
    ...{exclude: [], allowed: ["age"]}
  },
  ...{objective: "auc", folds: 3, repeats: 2, rounds: 5, clients: 90, heldOut: 10},
  ...{noise: {auc: 0.001, cost: 2}, all: 7, steps: [], groups: [], confirmed: null, leftOut: ["noise"]}
};

test("readChoice(file) reads what writeChoice(file, choice) wrote and refuses anything else", () => {
  const file = join(mkdtempSync(join(tmpdir(), "choice-")), "deep", "choice.json");
  writeChoice(file, choice);
  assert.deepEqual(readChoice(file), choice);
  const code = (wanted: string) => (error: unknown) =>
    error instanceof ScorebookError && error.code === wanted && error.message.includes(file);
  writeFileSync(file, JSON.stringify({...choice, leftOut: "noise"}));
  assert.throws(() => readChoice(file), code("SEARCH_INVALID"));
  writeFileSync(file, "{");
  assert.throws(() => readChoice(file), code("USAGE"));
});

test("parseChooseArguments(bad input) says in one sentence which option is wrong", () => {
  for (const [option, value] of [
    ["--repeats", "1"],
    ["--objective", "gini"],
    ["--nulls", "3"],
    ["--name", "../x"],
    ["--cost", "10"]
  ] as const)
    assert.throws(
      () => parseChooseArguments([option, value]),
      (error: unknown) =>
        error instanceof ScorebookError && error.code === "USAGE" && error.message.includes(option)
    );
  const {status, stdout} = spawnSync(process.execPath, ["--import", "tsx", "models/choose.ts", "--help"], {
    cwd: ROOT,
    encoding: "utf8"
  });
  assert.equal(status, 0);
  for (const option of Object.keys(parseChooseArguments([])))
    if (!["help", "rounds", "allowed"].includes(option)) assert.ok(stdout.includes(`--${option}`), option);
});

test("models/demo tells the choice of its study, and was trained without it", () => {
  const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), "utf8"));
  const manifest = read("models/demo/manifest.json");
  const whole = readChoice(join(ROOT, "models/studies/demo/choice.json"));
  assert.equal(whole.data.fingerprint, manifest.data.fingerprint);
  assert.deepEqual(
    [manifest.featureChoice.used, manifest.featureChoice.leftOut, manifest.featureChoice.noise],
    [false, whole.leftOut, whole.noise]
  );
  assert.equal(whole.steps.at(-1)!.groups.length, whole.steps.at(-1)!.removed);
});
