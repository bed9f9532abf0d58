import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {createHash} from "node:crypto";
import {readFileSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {after, before, describe, test} from "node:test";
import {fileURLToPath} from "node:url";
import {openHistoryOf} from "../../loaders/history/read.ts";
import {createApplicationDigest} from "../../loaders/model/application.ts";
import {
  OUT_OF_FOLD_FILE,
  type OutOfFoldColumns,
  readOutOfFold,
  writeOutOfFold
} from "../../loaders/model/outOfFold.ts";
import {scoreAll} from "../../loaders/site/scores.ts";
import {type FeatureStore, openFeatureStore} from "../../loaders/store.ts";
import {isHeldOut} from "../../models/training/folds/holdout.ts";
import {drawLabelled} from "../../models/training/inputs/sample.ts";
import {checkManifest} from "../../models/training/saveModel.ts";
import {createSystemClock} from "../../server/clock.ts";
import {createClientEngine} from "../../server/scoring/clientEngine.ts";
import {readModel} from "../../server/scoring/modelStore.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import {assess} from "../../src/core/credit/assess.ts";
import {createModelInput} from "../../src/core/credit/modelInput.ts";
import {createPolicy} from "../../src/core/credit/policy.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";
import {SKIP_WITHOUT_LIGHTGBM as skip} from "./nativeLibrary.ts";
import {createTrainedSet, type TrainedSet} from "./trainedSet.ts";

const SAMPLE = {clients: 1000, seed: 20};

describe("a model of a sample and the clients of its data set", {skip}, () => {
  let set: TrainedSet;
  let manifest: Manifest;
  let store: FeatureStore;
  /** Ids of the clients whom the model has learned from. */
  let learned: Set<number>;
  before(async () => {
    set = await createTrainedSet({clients: 1400, seed: 5, sample: SAMPLE});
    manifest = JSON.parse(readFileSync(join(set.model, "manifest.json"), "utf8")) as Manifest;
    store = openFeatureStore(set.data);
    const drawn = Array.from(drawLabelled(store, SAMPLE), (i) => store.ids[i]!);
    learned = new Set(drawn.filter((id) => !isHeldOut(id)));
  });
  after(() => {
    store?.close();
    set?.remove();
  });

  test("its manifest tells the sample, and its oof.parquet has the sample's clients but those held out", () => {
    const labelled = store.targets.filter((target) => target >= 0).length;
    assert.deepEqual([manifest.data.labelled, manifest.data.sample], [labelled, SAMPLE]);
    assert.deepEqual(new Set(readOutOfFold(set.model, manifest).clientId), learned);
    assert.equal(manifest.population.clients, learned.size);
    assert.equal(manifest.evaluation!.holdout.heldOut!.clients, SAMPLE.clients - learned.size);
    assert.ok(labelled > SAMPLE.clients + 100, "there are clients whom the sample has not");
    for (const sample of [{clients: 1000}, {clients: 0, seed: 20}, {...SAMPLE, of: labelled}])
      assert.throws(() => checkManifest({...manifest, data: {...manifest.data, sample}}), /\/data\/sample/);
  });

  /** Clients of a model's folder whose score is not the one it ought to be: a fold's in the sample, else the model's. */
  function wronglyScored(model: string): number[] {
    const trained = readOutOfFold(set.model, manifest);
    const rawScore = createScorer(readModel(set.model).booster);
    const toInput = createModelInput(manifest, store.catalogue.features);
    const policy = createPolicy(manifest);
    const shown = scoreAll({data: set.data, model});
    return Array.from(store.ids).filter((id, i) => {
      const raw = learned.has(id)
        ? trained.rawScore[trained.clientId.indexOf(id)]!
        : rawScore(toInput(store.row(i)));
      const {probabilityOfDefault} = assess(policy, raw);
      const isRight =
        shown.outOfFold[i] === Number(learned.has(id)) &&
        shown.probabilityOfDefault[i] === Math.fround(probabilityOfDefault);
      return !isRight;
    });
  }

  /** Copies the model with other out-of-fold scores, which its manifest states. */
  function withScores(scores: OutOfFoldColumns): string {
    const model = set.copyModel();
    const bytes = writeOutOfFold(scores);
    writeFileSync(join(model, OUT_OF_FOLD_FILE), bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const files = manifest.files.map((file) => (file.path === OUT_OF_FOLD_FILE ? {...file, sha256} : file));
    writeFileSync(join(model, "manifest.json"), JSON.stringify({...manifest, files}));
    return model;
  }

  test("scoreAll(inputs) scores a client of the sample by the fold's model and any other by the model itself", () => {
    assert.deepEqual(wronglyScored(set.model), []);
  });

  test("scoreAll(inputs) that takes every labelled client who is not held out for a learned one would be found out", () => {
    const trained = readOutOfFold(set.model, manifest);
    const applicationOf = createApplicationDigest(store.catalogue.features);
    const rows = [...store.ids.keys()].filter((i) => store.targets[i]! >= 0 && !isHeldOut(store.ids[i]!));
    const at = rows.map((i) => trained.clientId.indexOf(store.ids[i]!));
    const model = withScores({
      clientId: Int32Array.from(rows, (i) => store.ids[i]!),
      fold: Uint8Array.from(at, (k) => trained.fold[Math.max(k, 0)]!),
      rawScore: Float64Array.from(at, (k) => trained.rawScore[Math.max(k, 0)]!),
      probabilityOfDefault: Float64Array.from(at, (k) => trained.probabilityOfDefault[Math.max(k, 0)]!),
      application: Uint32Array.from(rows, (i) => applicationOf(store.row(i)))
    });
    const outside = rows.map((i) => store.ids[i]!).filter((id) => !learned.has(id));
    assert.ok(outside.length > 100);
    assert.deepEqual(wronglyScored(model), outside);
  });

  test("scoreAll(inputs) that scores a learned client by the model itself would be found out", () => {
    const {clientId, fold, rawScore, probabilityOfDefault, application} = readOutOfFold(set.model, manifest);
    const model = withScores({
      clientId: clientId.slice(1),
      fold: fold.slice(1),
      rawScore: rawScore.slice(1),
      probabilityOfDefault: probabilityOfDefault.slice(1),
      application: application.slice(1)
    });
    assert.deepEqual(wronglyScored(model), [clientId[0]]);
  });

  test("engine.compute(kind, id) says inTraining of the sample's clients alone, and out of fold of them what a fold says", () => {
    const engine = createClientEngine({
      files: readModel(set.model),
      store,
      history: openHistoryOf(set.data),
      config: {cost: {}, score: {}},
      clock: createSystemClock()
    });
    for (const id of store.ids)
      assert.equal(engine.compute("score", id).inTraining, learned.has(id), `${id}`);
    const labelled = [...store.ids].filter((_, i) => store.targets[i]! >= 0);
    const [inside, outside] = [
      labelled.find((id) => learned.has(id))!,
      labelled.find((id) => !learned.has(id) && !isHeldOut(id))!
    ];
    assert.notEqual(engine.compute("explanation", inside).outOfFold, undefined);
    assert.equal(engine.compute("explanation", outside).outOfFold, undefined);
  });

  test("npm run prices of a model of a sample trains again on the sample, whose rows alone it reads", () => {
    const drawn = new Set(drawLabelled(store, SAMPLE));
    const outside = [...store.ids.keys()].find((i) => store.targets[i]! >= 0 && !drawn.has(i))!;
    const path = join(set.data, "features.f32");
    const whole = readFileSync(path);
    const damaged = Buffer.from(whole);
    damaged[outside * store.catalogue.features.length * 4]! ^= 1;
    writeFileSync(path, damaged);
    try {
      const {status, stderr} = spawnSync(
        process.execPath,
        [
          ...["--import", "tsx", "models/prices/main.ts", "--data", set.data],
          ...["--models", dirname(set.model), "--name", manifest.name]
        ],
        {cwd: fileURLToPath(new URL("../..", import.meta.url)), encoding: "utf8"}
      );
      assert.equal(status, 0, stderr);
    } finally {
      writeFileSync(path, whole);
    }
  });
});
