import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {generateDemo} from "../../data/demo/generate.ts";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {openHistoryOf} from "../../loaders/history/read.ts";
import {createApplicationDigest} from "../../loaders/model/application.ts";
import {OUT_OF_FOLD_FILE, readOutOfFold, writeOutOfFold} from "../../loaders/model/outOfFold.ts";
import {groupJson} from "../../loaders/site/group.ts";
import {portfolioArrow} from "../../loaders/site/portfolio.ts";
import {openFeatureStore} from "../../loaders/store.ts";
import {isHeldOut} from "../../models/training/folds/holdout.ts";
import {createSystemClock} from "../../server/clock.ts";
import {createClientEngine} from "../../server/scoring/clientEngine.ts";
import {readModel} from "../../server/scoring/modelStore.ts";
import {readPortfolio} from "../../src/components/portfolio/readPortfolio.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import {createModelInput} from "../../src/core/credit/modelInput.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {auc} from "../../src/core/metrics/auc.ts";
import type {Portfolio} from "../../src/core/portfolio/portfolio.ts";
import {summaryData} from "../../src/core/portfolio/summary.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";
import {SKIP_WITHOUT_LIGHTGBM as skip} from "./nativeLibrary.ts";
import {createTrainedSet, type TrainedSet} from "./trainedSet.ts";

const CLIENTS = 700;

test("createApplicationDigest(features)(row) depends on the application and on nothing else", () => {
  const names = ["app_credit", "inst_late", "app_age", "app_income"].map((name) => ({name}));
  const digest = createApplicationDigest(names);
  const row = Float32Array.of(1e5, 3, 41.5, Number.NaN);
  assert.equal(digest(row), digest(row.with(1, 4)));
  for (const changed of [row.with(0, 1e5 + 1), row.with(2, 41.6), row.with(3, 0)])
    assert.notEqual(digest(row), digest(changed));
  const reordered = createApplicationDigest([...names].reverse());
  assert.equal(reordered(row.toReversed()), digest(row), "the plan's order does not matter");
});

describe("a model and the data it was trained on", {skip}, () => {
  let set: TrainedSet;
  let manifest: Manifest;
  before(async () => {
    set = await createTrainedSet({clients: CLIENTS, seed: 5});
    manifest = JSON.parse(readFileSync(join(set.model, "manifest.json"), "utf8")) as Manifest;
  });
  after(() => set?.remove());

  const portfolioOf = async (model: string, data = set.data): Promise<Portfolio> => {
    const bytes = await portfolioArrow({data, model});
    return readPortfolio(bytes.slice().buffer);
  };
  /** Computes what anyone can compute from the portfolio: AUC and bad rate of the labelled at or above the cut-off. */
  function shown(portfolio: Portfolio) {
    const labelled = [...portfolio.target.keys()].filter((i) => portfolio.outOfFold[i] === 1);
    const target = labelled.map((i) => portfolio.target[i]!);
    const kept = labelled.filter((i) => portfolio.score[i]! >= portfolio.facts.cutoff.score);
    return {
      auc: auc(
        target,
        labelled.map((i) => portfolio.probabilityOfDefault[i]!)
      ),
      badRate: kept.filter((i) => portfolio.target[i] === 1).length / kept.length,
      labelled
    };
  }
  /** Writes other scores in a model's oof.parquet, and their digest in its manifest. */
  function replaceScores(
    model: string,
    rawScore: (scores: ReturnType<typeof readOutOfFold>) => Float64Array
  ) {
    const scores = readOutOfFold(model, manifest);
    const bytes = writeOutOfFold({...scores, rawScore: rawScore(scores)});
    writeFileSync(join(model, OUT_OF_FOLD_FILE), bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const files = manifest.files.map((file) => (file.path === OUT_OF_FOLD_FILE ? {...file, sha256} : file));
    writeFileSync(join(model, "manifest.json"), JSON.stringify({...manifest, files}));
  }

  test("portfolioArrow(inputs) shows scores whose AUC and bad rate above the cut-off are the manifest's", async () => {
    const portfolio = await portfolioOf(set.model);
    const {auc: shownAuc, badRate, labelled} = shown(portfolio);
    assert.equal(labelled.length, manifest.population.clients);
    assert.ok(Math.abs(shownAuc - manifest.metrics.auc) < 1e-5, `${shownAuc} ${manifest.metrics.auc}`);
    assert.equal(badRate, manifest.population.badRateAboveCutoff);
    assert.equal(summaryData(portfolio, labelled)!.badRateAboveCutoff, badRate);
    assert.deepEqual(
      [...portfolio.outOfFold],
      [...portfolio.target].map((target, i) => (target >= 0 && !isHeldOut(portfolio.clientId[i]!) ? 1 : 0))
    );
  });

  test("portfolioArrow(inputs) with scores of the model itself would be found out", async () => {
    const model = set.copyModel();
    const store = openFeatureStore(set.data);
    const {booster} = readModel(model);
    const score = createScorer(booster);
    const toInput = createModelInput(manifest, store.catalogue.features);
    replaceScores(model, ({clientId}) =>
      Float64Array.from(clientId, (id) => score(toInput(store.row(store.indexOf(id)))))
    );
    store.close();
    const learned = shown(await portfolioOf(model));
    assert.ok(learned.auc > manifest.metrics.auc + 0.05, `${learned.auc} ${manifest.metrics.auc}`);
    assert.notEqual(learned.badRate, manifest.population.badRateAboveCutoff);
  });

  test("groupJson(inputs) has the mean of the scores that the portfolio shows", async () => {
    const portfolio = await portfolioOf(set.model);
    const group = JSON.parse(groupJson({data: set.data, model: set.model})) as {meanScore: number};
    const mean = portfolio.score.reduce((sum, score) => sum + score, 0) / portfolio.size;
    assert.ok(Math.abs(group.meanScore - mean) < 1e-9);
  });

  test("readOutOfFold(dir, manifest) gives every training client once, in the folds of the training", () => {
    const scores = readOutOfFold(set.model, manifest);
    const store = openFeatureStore(set.data);
    const labelled = store.ids.filter((id, i) => store.targets[i]! >= 0 && !isHeldOut(id));
    store.close();
    assert.deepEqual(scores.clientId, labelled);
    assert.deepEqual([...new Set(scores.fold)].sort(), [0, 1, 2]);
    assert.equal(scores.indexOf(labelled[3]!, scores.application[3]!), 3);
    assert.equal(scores.indexOf(labelled[3]!, scores.application[3]! ^ 1), -1);
    assert.equal(scores.indexOf(1, scores.application[0]!), -1);
  });

  const engineOn = (data: string) => {
    const store = openFeatureStore(data);
    const engine = createClientEngine({
      files: readModel(set.model),
      store,
      history: openHistoryOf(data),
      config: {cost: {}, score: {}},
      clock: createSystemClock()
    });
    return {engine, store};
  };

  test("engine.compute(kind, id) says inTraining of exactly the clients that the model was trained on", () => {
    const {engine, store} = engineOn(set.data);
    for (const [i, id] of store.ids.entries())
      assert.equal(engine.compute("score", id).inTraining, store.targets[i]! >= 0 && !isHeldOut(id), `${id}`);
    const id = store.ids.find((one, i) => store.targets[i]! >= 0 && !isHeldOut(one))!;
    assert.equal(engine.compute("explanation", id).inTraining, true);
    const changed = engine.toInput(engine.row(id).map((value) => value + 1));
    assert.equal(
      engine.explain(id, {input: changed, rows: engine.rows(id)}).inTraining,
      true,
      "what-if asks of the same client"
    );
    store.close();
  });

  test("engine.compute(explanation, id).outOfFold is what the portfolio shows of those in the training, and of them alone", async () => {
    const portfolio = await portfolioOf(set.model);
    const {engine, store} = engineOn(set.data);
    let others = 0;
    for (const [i, id] of store.ids.entries()) {
      const {inTraining, outOfFold, score} = engine.compute("explanation", id);
      assert.equal(outOfFold !== undefined, inTraining, `${id}`);
      const at = portfolio.clientId.indexOf(id);
      if (outOfFold) assert.equal(outOfFold.score, portfolio.score[at], `${id}`);
      if (outOfFold && outOfFold.score !== score) others++;
      if (i >= 60) break;
    }
    assert.ok(others > 0, "a model that has seen a client says something else");
    store.close();
  });

  test("engine.compute(kind, id) says inTraining of the same client after a payment was added", async () => {
    const path = join(set.data, "raw", "installments_payments.csv");
    const text = readFileSync(path, "utf8");
    const lines = text.trimEnd().split("\n");
    const before = openFeatureStore(set.data);
    const id = before.ids.find((one, i) => before.targets[i]! >= 0 && !isHeldOut(one))!;
    before.close();
    const at = lines[0]!.split(",").findIndex((name) => /SK_ID_CURR/.test(name));
    const row = lines[1]!.split(",").map((cell, j) => (j === at ? String(id) : cell));
    writeFileSync(path, `${[...lines, row.join(",")].join("\n")}\n`);
    try {
      await buildFeatures(set.data);
      const {engine, store} = engineOn(set.data);
      assert.notEqual(store.meta.fingerprint, manifest.data.fingerprint);
      assert.equal(engine.compute("score", id).inTraining, true);
      store.close();
    } finally {
      writeFileSync(path, text);
      await buildFeatures(set.data);
    }
  });

  test("engine.compute(kind, id) does not take another client of the same id for the training's", async () => {
    const other = mkdtempSync(join(tmpdir(), "scorebook-other-"));
    await generateDemo({clients: 60, seed: 6, out: other});
    await buildFeatures(other);
    const {engine, store} = engineOn(other);
    try {
      const trained = readOutOfFold(set.model, manifest);
      const shared = [...store.ids].filter((id) => trained.clientId.includes(id));
      assert.ok(shared.includes(100002), "every generated set has a client 100002");
      for (const id of shared) assert.equal(engine.compute("score", id).inTraining, false, `${id}`);
      const portfolio = await portfolioOf(set.model, other);
      assert.ok(portfolio.outOfFold.every((value) => value === 0));
    } finally {
      store.close();
      rmSync(other, {recursive: true});
    }
  });

  const refusal = (spoil: (model: string) => void) => {
    const model = set.copyModel();
    spoil(model);
    for (const read of [() => readModel(model), () => groupJson({data: set.data, model})])
      assert.throws(read, ScorebookError);
    try {
      readModel(model);
    } catch (error) {
      return error as ScorebookError;
    }
    throw new Error("expected a refusal");
  };
  const rewrite = (model: string, change: object) =>
    writeFileSync(join(model, "manifest.json"), JSON.stringify({...manifest, ...change}));

  test("readModel(dir) refuses a manifest of the earlier format and says what to do", () => {
    const {code, detail} = refusal((model) => rewrite(model, {format: 1}));
    assert.equal(code, "MODEL_INVALID");
    assert.match(detail, /manifest\.json is of format 1, but 2 was expected.*npm run train\.$/);
  });

  test("readModel(dir) refuses out-of-fold scores that are missing, not named or not the manifest's", () => {
    assert.equal(refusal((model) => rmSync(join(model, OUT_OF_FOLD_FILE))).code, "MODEL_MISSING");
    const unnamed = refusal((model) => rewrite(model, {files: manifest.files.slice(0, 1)}));
    assert.deepEqual([unnamed.code, /names no oof\.parquet/.test(unnamed.detail)], ["MODEL_INVALID", true]);
    const other = refusal((model) => {
      const scores = readOutOfFold(model, manifest);
      const bytes = writeOutOfFold({...scores, fold: scores.fold.map((fold) => (fold + 1) % 3)});
      writeFileSync(join(model, OUT_OF_FOLD_FILE), bytes);
    });
    assert.deepEqual([other.code, /is not the file/.test(other.detail)], ["MODEL_INVALID", true]);
  });
});
