import assert from "node:assert/strict";
import {spawn, spawnSync} from "node:child_process";
import {existsSync, mkdtempSync, readFileSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {before, test} from "node:test";
import {setTimeout as wait} from "node:timers/promises";
import {fileURLToPath} from "node:url";
import {openJournal} from "../../../models/search/storage/journalFile.ts";
import {HELP, parseTuneArguments} from "../../../models/search/tuning/arguments.ts";
import {bootstrapMean, compareScores, meanScores} from "../../../models/search/tuning/compare.ts";
import {clientCosts, measure} from "../../../models/search/tuning/objective.ts";
import {RETRIED} from "../../../models/search/tuning/search.ts";
import {prepareFolds, withoutHoldout} from "../../../models/search/tuning/searchData.ts";
import {SETTINGS, type Settings} from "../../../models/search/tuning/settings.ts";
import {isHeldOut} from "../../../models/training/folds/holdout.ts";
import {ScorebookError} from "../../../src/core/errors.ts";
import type {StudyComparison} from "../../../src/core/search/studyFiles.ts";
import {externalParams, type FrozenTrial} from "../../../src/core/search/trial.ts";
import {SKIP_WITHOUT_LIGHTGBM as skip} from "../nativeLibrary.ts";
import {makeTrainingData} from "../syntheticData.ts";
import {writeSyntheticStore} from "../syntheticStore.ts";

const FLAGS = ["resume", "sqlite", "build", "help"];
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "scorebook-tune-"));
const studies = join(folder, "studies");
const COMMON = ["--data", folder, "--studies", studies, "--rounds", "12", "--folds", "3"];
const command = (args: string[]) => ["--import", "tsx", "models/tune.ts", ...COMMON, ...args];
const tune = (args: string[]) => {
  const run = spawnSync(process.execPath, command(args), {cwd: ROOT, encoding: "utf8"});
  return {code: run.status, out: run.stdout, err: run.stderr};
};
const journalOf = (name: string) => join(studies, name, "study.journal");
const studyOf = (name: string) => openJournal(journalOf(name)).replay.studies[0]!;
const counted = (trials: readonly FrozenTrial[]) => trials.filter(({userAttrs}) => !userAttrs[RETRIED]);

before(() => writeSyntheticStore(folder, 900, 6));

test("parseTuneArguments(bad input) says in one sentence which option is wrong", () => {
  for (const args of [
    ["--trials", "0"],
    ["--sampler", "gp"],
    ["--pruner", "wilcoxon"],
    ["--objective", "gini"],
    ["--cost", "1"],
    ["--name", "a/b"],
    ["--enqueue", "depth=3"],
    ["--seed", "3", "--resume"]
  ])
    assert.throws(
      () => parseTuneArguments(args),
      (error) =>
        error instanceof ScorebookError && new RegExp(`^[^\\n]*${args[0]}[^\\n]*\\.$`).test(error.message)
    );
  for (const [, option] of HELP.matchAll(/^ {2}--([a-z-]+)/gm))
    assert.doesNotThrow(() => parseTuneArguments(FLAGS.includes(option!) ? [`--${option}`] : []), option);
});

test("npm run tune keeps the study, each trial's out-of-fold scores and what the best is worth", {
  skip
}, () => {
  const {code, out, err} = tune([
    "--name",
    "whole",
    "--trials",
    "7",
    "--objective",
    "auc",
    "--enqueue",
    "num_leaves=5",
    "--sqlite"
  ]);
  assert.equal(code, 0, err);
  const study = studyOf("whole");
  const settings = study.userAttrs[SETTINGS] as Settings;
  assert.deepEqual([study.direction, settings.objective, study.trials.length], ["maximize", "auc", 7]);
  assert.equal(externalParams(study.trials[1]!).num_leaves, 5);
  const kept = readFileSync(join(studies, "whole", "clients.i32"));
  const ids = Array.from({length: kept.length / 4}, (_, i) => kept.readInt32LE(4 * i));
  assert.equal(
    settings.data.heldOut,
    Array.from({length: 900}, (_, i) => 100_001 + i).filter(isHeldOut).length
  );
  assert.ok(settings.data.heldOut > 50 && settings.data.clients === 900 - settings.data.heldOut);
  assert.equal(statSync(join(studies, "whole", "clients.i32")).size, 4 * settings.data.clients);
  assert.ok(!ids.some(isHeldOut), "nobody of the hold-out is in the study");
  for (const {number, state, intermediateValues, value} of study.trials) {
    const scores = join(studies, "whole", "trials", `000${number}.f32`);
    assert.equal(existsSync(scores), state === "complete");
    if (state === "complete") {
      assert.deepEqual([...intermediateValues.keys()], [2, 3]);
      assert.equal(intermediateValues.get(3), value);
    }
  }
  const comparison = JSON.parse(
    readFileSync(join(studies, "whole", "comparison.json"), "utf8")
  ) as StudyComparison;
  assert.equal(comparison.best.auc, study.trials[comparison.best.trials[0]!]!.userAttrs.auc);
  assert.match(out, /best less fixed, on|found nothing better/);
  const scoresOf = (number: number) => {
    const content = readFileSync(join(studies, "whole", "trials", `000${number}.f32`));
    return new Float32Array(content.buffer.slice(content.byteOffset, content.byteOffset + content.length));
  };
  const {target} = makeTrainingData(900, 6);
  const seen = Uint8Array.from(ids, (id) => target[id - 100_001]!);
  const {average, few, fixed} = comparison;
  const mean = meanScores(average!.trials.map(scoresOf));
  const lessFixed = compareScores(seen, mean, scoresOf(fixed.trials[0]!), settings.cost);
  assert.deepEqual(average!.lessFixed, lessFixed);
  assert.notDeepEqual(average!.lessFixed, average!.difference, "less fixed is not less the best");
  for (const {number, lessFixed} of few)
    assert.deepEqual(
      lessFixed,
      compareScores(seen, scoresOf(number), scoresOf(fixed.trials[0]!), settings.cost)
    );
  assert.deepEqual(comparison.freshFolds?.average?.trials, average!.trials);
  assert.ok(existsSync(join(studies, "whole", "study.sqlite")));
});

test("npm run tune -- --resume after a kill suggests and finds what an uninterrupted search does", {
  skip
}, async () => {
  const search = ["--pruner", "none", "--trials", "14"];
  assert.equal(tune(["--name", "quiet", ...search]).code, 0);
  const child = spawn(process.execPath, command(["--name", "killed", ...search]), {
    cwd: ROOT,
    detached: true
  });
  const done = () => (existsSync(journalOf("killed")) ? studyOf("killed")?.trials.length : 0) ?? 0;
  for (let i = 0; i < 1500 && done() < 12; i++) await wait(20);
  process.kill(-child.pid!, "SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
  assert.ok(done() >= 12 && done() <= 15, `${done()} trials were begun`);
  const args = [
    "--import",
    "tsx",
    "models/tune.ts",
    "--data",
    folder,
    "--studies",
    studies,
    "--name",
    "killed"
  ];
  const resumed = spawnSync(process.execPath, [...args, "--resume", "--trials", "14"], {
    cwd: ROOT,
    encoding: "utf8"
  });
  assert.equal(resumed.status, 0, resumed.stderr);
  const again = spawnSync(process.execPath, args, {cwd: ROOT, encoding: "utf8"});
  assert.equal(again.status, 1);
  assert.match(again.stderr, /^The study killed exists .*--resume goes on with it.*\.\n$/);
  const seen = (name: string) =>
    counted(studyOf(name).trials).map((trial) => [externalParams(trial), trial.value]);
  assert.equal(seen("killed").length, 14);
  assert.deepEqual(seen("killed"), seen("quiet"));
  assert.notDeepEqual(
    seen("killed").slice(0, 13),
    seen("quiet").slice(1),
    "the comparison sees one trial too few"
  );
});

test("npm run tune -- --workers 2 --sampler grid --pruner hyperband tries different combinations", {
  skip
}, () => {
  const {code, err} = tune([
    "--name",
    "grid",
    "--sampler",
    "grid",
    "--pruner",
    "hyperband",
    "--workers",
    "2",
    "--trials",
    "6"
  ]);
  assert.equal(code, 0, err);
  const {trials} = studyOf("grid");
  const tried = trials
    .filter(({systemAttrs}) => "grid_id" in systemAttrs)
    .map((trial) => JSON.stringify(externalParams(trial)));
  assert.equal(tried.length, 5);
  assert.equal(new Set(tried).size, 5);
});

test("prepareFolds(withoutHoldout(data)) puts nobody of the hold-out into any fold", () => {
  const data = makeTrainingData(900, 6);
  const seen = withoutHoldout(data);
  const prepared = prepareFolds(seen, {folds: 3, seed: 1});
  const rows = [0, 1, 2].flatMap((k) => [...prepared.input(k).validation.rows]);
  assert.deepEqual(
    rows.map((row) => seen.ids[row]!).sort((a, b) => a - b),
    [...data.ids].filter((id) => !isHeldOut(id))
  );
  assert.equal(
    prepared.input(0).train.matrix.length,
    prepared.input(0).train.label.length * prepared.input(0).columns
  );
  const planted = withoutHoldout(data, () => false);
  assert.ok([...planted.ids].some(isHeldOut), "a hold-out that holds nobody out is seen");
});

test("measure(target, rawScore, cost) is the mean of clientCosts, and a NaN where nothing can be calibrated", () => {
  const target = [0, 0, 1, 0, 1, 0, 1, 0];
  const raw = [-3, -2, -1, -2.5, 1, 0.5, 0, -1];
  const cost = {falseNegative: 10, falsePositive: 1};
  const costs = clientCosts(target, raw, cost);
  assert.equal(measure(target, raw, cost).costPerClient, costs.reduce((a, b) => a + b) / 8);
  costs.forEach((value, i) => {
    assert.ok(target[i] === 1 ? value === 0 || value === 10 : value === 0 || value === 1);
  });
  assert.ok(
    Number.isNaN(
      measure(
        target,
        raw.map((value) => -value),
        cost
      ).costPerClient
    )
  );
});

test("bootstrapMean(values) has an interval that grows with their spread and holds their mean", () => {
  const values = Array.from({length: 500}, (_, i) => Math.sin(i * 7.3));
  const {value, interval} = bootstrapMean(values);
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - value) ** 2, 0) / 499 / 500);
  assert.ok(interval[0] < value && value < interval[1]);
  const width = (interval[1] - interval[0]) / (2 * 1.96 * deviation);
  assert.ok(width > 0.93 && width < 1.07, `the interval is ${width} times the normal one`);
  const planted = bootstrapMean(values.map((x) => 2 * x)).interval;
  assert.ok((planted[1] - planted[0]) / (2 * 1.96 * deviation) > 1.8);
  assert.deepEqual([...meanScores([Float32Array.of(1, 2), Float32Array.of(3, 6)])], [2, 4]);
});
