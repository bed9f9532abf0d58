import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import {fileURLToPath} from "node:url";
import {readOutOfFold} from "../../loaders/model/outOfFold.ts";
import {planCatalogue} from "../../loaders/plan.ts";
import {checkManifest} from "../../models/training/saveModel.ts";
import {parseModel} from "../../src/core/booster/parse.ts";
import {calibrate} from "../../src/core/credit/calibration.ts";
import {logOddsToProbability} from "../../src/core/credit/logOdds.ts";
import {createModelInput} from "../../src/core/credit/modelInput.ts";
import {createPolicy} from "../../src/core/credit/policy.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";

const folder = new URL("../../models/demo/", import.meta.url);
const modelText = readFileSync(new URL("model.txt", folder), "utf8");
const manifest: Manifest = checkManifest(JSON.parse(readFileSync(new URL("manifest.json", folder), "utf8")));

test("models/demo holds the files that its manifest names, byte for byte", () => {
  for (const {path, bytes, sha256} of manifest.files) {
    const content = readFileSync(new URL(path, folder));
    assert.equal(content.length, bytes);
    assert.equal(createHash("sha256").update(content).digest("hex"), sha256);
  }
  assert.ok(modelText.length <= 1.5e6);
});

test("models/demo has the features of its manifest in the model's order", () => {
  assert.deepEqual(
    parseModel(modelText).featureNames,
    manifest.features.map(({name}) => name)
  );
});

test("models/demo/oof.parquet has every training client once, and the manifest's calibration", () => {
  const scores = readOutOfFold(fileURLToPath(folder), manifest);
  assert.equal(scores.clientId.length, manifest.population.clients);
  assert.equal(new Set(scores.clientId).size, manifest.population.clients);
  scores.rawScore.forEach((raw, i) => {
    const probability = logOddsToProbability(calibrate(manifest.calibration, raw));
    assert.ok(Math.abs(scores.probabilityOfDefault[i]! - probability) < 1e-12);
  });
  const mean = scores.probabilityOfDefault.reduce((a, b) => a + b, 0) / scores.clientId.length;
  assert.ok(Math.abs(mean - manifest.population.meanProbability) < 1e-9);
});

test("models/demo was not given gender or family status, and tells what that cost", () => {
  const {used, leftOut, effect} = manifest.protected;
  assert.ok(used.every(({trait}) => trait === "age"));
  assert.deepEqual(new Set(leftOut.map(({trait}) => trait)), new Set(["gender", "familyStatus"]));
  assert.ok(effect && effect.interval[0]! <= effect.difference && effect.difference <= effect.interval[1]!);
  const planned = new Map(planCatalogue().features.map((feature) => [feature.name, feature]));
  for (const {name} of manifest.features)
    assert.ok(!["gender", "familyStatus"].includes(planned.get(name)?.protected ?? ""), name);
});

test("models/demo is as good as an honest model of the demo data is, and not better", () => {
  assert.ok(manifest.metrics.auc >= 0.74 && manifest.metrics.auc <= 0.8, `${manifest.metrics.auc}`);
  assert.ok(Math.abs(manifest.population.meanProbability - manifest.population.badRate) < 1e-6);
});

test("createModelInput(manifest, catalogue) of models/demo finds every feature in the plan", () => {
  const toInput = createModelInput(manifest, planCatalogue().features);
  const missing = planCatalogue().features.map(() => Number.NaN);
  assert.equal(toInput(missing).length, manifest.features.length);
});

test("createPolicy(manifest) of models/demo has its cut-off at 1/11 and 600 points", () => {
  const {cutoff} = createPolicy(manifest);
  assert.equal(cutoff.score, 600);
  assert.equal(manifest.cutoff.score, 600);
  assert.equal(manifest.cutoff.probability, 1 / 11);
});
