import assert from "node:assert/strict";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, describe, test} from "node:test";
import {planCatalogue} from "../../loaders/plan.ts";
import {importModel} from "../../models/imported/importModel.ts";
import {describeInputs} from "../../models/imported/inputs.ts";
import {saveImported} from "../../models/imported/saveImported.ts";
import {createApp} from "../../server/app/app.ts";
import {openParts} from "../../server/app/open.ts";
import type {ScorebookError} from "../../src/core/errors.ts";
import type {Explanation} from "../../src/core/schema/explanation.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";
import {GOLDEN, readCase} from "../core/boosterCases.ts";
import {createDemoSet} from "../server/kit/demoSet.ts";
import {silent} from "../server/kit/fakes.ts";
import {createModels} from "../server/kit/otherModel.ts";

const catalogue = planCatalogue().features as ManifestFeature[];
const about = {
  name: "theirs",
  createdAt: "2026-01-01T00:00:00.000Z",
  cost: {falseNegative: 10, falsePositive: 1}
};
/** What stands for the six columns of the reference models, in another order than the catalogue's. */
const NAMES = ["app_credit", "app_ext_source_2", "app_age", "bureau_loans", "app_income", "app_ext_source_3"];
const modelText = (folder: string) => readFileSync(join(GOLDEN, folder, "model.txt"));
const set = await createDemoSet();
const models = createModels([]);
after(() => {
  models.remove();
  set.remove();
});

describe("importModel(text, about)", () => {
  for (const folder of ["binary", "binary_rf", "binary_sigmoid", "binary_zero_as_missing", "binary_dart"])
    test(`a model of LightGBM (${folder}) is served, and its scores are those that LightGBM recorded`, async () => {
      const name = folder.replace("_", "-");
      const text = modelText(folder);
      await saveImported(models.folder, text, importModel(text, {...about, name, names: NAMES}));
      const parts = openParts({...set.config, model: name}, silent, undefined, models.folder);
      const {engine} = parts.dataset.current();
      const places = NAMES.map((one) => catalogue.findIndex((feature) => feature.name === one));
      const {rows, raw} = readCase(GOLDEN, folder);
      assert.ok(rows.length > 10 && rows.length === raw.length);
      const inputs = rows.map((row) => {
        const features = new Float64Array(catalogue.length).fill(Number.NaN);
        for (const [i, place] of places.entries()) features[place] = row[i]!;
        return engine.toInput(features);
      });
      const scores = inputs.map((input) => engine.explain(100002, {input, rows: engine.rows(100002)}));
      assert.deepEqual(
        scores.map(({rawScore}) => rawScore),
        raw.map(([value]) => value)
      );
      for (const {score, basePoints, features, causes} of scores) {
        assert.equal(
          features.reduce((sum, {points}) => sum + points, basePoints),
          score
        );
        assert.equal(
          causes.reduce((sum, {points}) => sum + points, basePoints),
          score
        );
      }
      parts.dataset.close();
    });

  test("the model is explained, listed and told by the server with what was not measured", async () => {
    const config = {...set.config, model: "binary"};
    const app = await createApp(openParts(config, silent, undefined, models.folder));
    const get = async <T>(url: string) => {
      const response = await app.fastify.inject(url);
      assert.equal(response.statusCode, 200, response.body);
      return response.json() as T;
    };
    const why = await get<Explanation>("/v1/clients/100002/explanation");
    assert.equal(why.inTraining, null);
    assert.deepEqual(why.features.map(({name}) => name).sort(), NAMES.toSorted());
    assert.ok(why.causes.every(({label}) => label.en !== ""));
    const model = await get<{metrics: null; population: null; calibration: object}>("/v1/model");
    assert.deepEqual([model.metrics, model.population], [null, null]);
    const {models: listed} = await get<{models: {name: string; auc: number | null}[]}>("/v1/models");
    assert.equal(listed.find(({name}) => name === "binary")?.auc, null);
    const {clients} = await get<{clients: {inTraining: null}[]}>(
      "/v1/clients?fields=score,inTraining&limit=3"
    );
    assert.deepEqual(
      clients.map(({inTraining}) => inTraining),
      [null, null, null]
    );
    const csv = await app.fastify.inject("/v1/scores.csv");
    assert.match(csv.body, /,\n/);
    await app.close();
  });

  for (const [folder, says] of [
    ["regression", /objective regression and \d+ trees; expected one of the objective binary/],
    ["multiclass", /objective multiclass/],
    ["custom", /objective none/]
  ] as const)
    test(`importModel(a model of ${folder}) is refused`, () => {
      assert.throws(() => importModel(modelText(folder), {...about, names: NAMES}), says);
    });

  test("saveImported(models, text, manifest) leaves a model of that name alone", async () => {
    const folder = mkdtempSync(join(tmpdir(), "scorebook-import-"));
    const text = modelText("binary");
    const manifest = importModel(text, {...about, names: NAMES});
    await saveImported(folder, text, manifest);
    await assert.rejects(saveImported(folder, text, manifest), {
      code: "USAGE",
      message: /There is a model in/
    });
    rmSync(folder, {recursive: true});
  });
});

describe("describeInputs(booster, names, catalogue)", () => {
  const featureNames = ["app_credit", "app_contract_type"];
  const category = catalogue.find(({name}) => name === "app_contract_type")!;
  const refused = (work: () => unknown, says: RegExp) =>
    assert.throws(work, (error: ScorebookError) => error.code === "MODEL_INVALID" && says.test(error.detail));

  test("names the nearest of ours for those that the catalogue lacks", () => {
    refused(
      () => describeInputs({featureNames: ["app_credits", "SK_ID_CURR"]}, undefined, catalogue),
      /^2 of the model's 2 features are not in the catalogue: app_credits \(did you mean app_credit/
    );
  });

  test("takes names in model order, or for those that are called otherwise", () => {
    const own = {featureNames: ["a", "app_age"]};
    const named = [["app_credit", "app_age"], {a: "app_credit"}].map((names) =>
      describeInputs(own, names as string[], catalogue).map(({name}) => name)
    );
    assert.deepEqual(named, [
      ["app_credit", "app_age"],
      ["app_credit", "app_age"]
    ]);
    refused(
      () => describeInputs(own, ["app_credit"], catalogue),
      /1 names are given for the model's 2 features/
    );
    refused(
      () => describeInputs(own, {b: "app_credit"}, catalogue),
      /b is renamed, but the model has no such/
    );
    refused(() => describeInputs(own, {a: "app_age"}, catalogue), /app_age stands for more than one/);
  });

  test("takes pandas' words, and its codes as the catalogue's", () => {
    const words = category.categories!;
    const of = (list: (string | number)[]) =>
      describeInputs({featureNames, pandasCategorical: [list]}, undefined, catalogue)[1]!.categories;
    assert.deepEqual(of([words[1]!, words[0]!]), [words[1], words[0]]);
    assert.deepEqual(of([1, 0]), [words[1], words[0]]);
    refused(() => of([999]), /has the category 999; expected a word, or a code of 0 to/);
    refused(
      () => describeInputs({featureNames, pandasCategorical: [["a"], ["b"]]}, undefined, catalogue),
      /keeps the words of 2 category columns, and 1 of its features are categories here/
    );
  });
});
