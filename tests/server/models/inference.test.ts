import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {planCatalogue} from "../../../loaders/plan.ts";
import {importModel} from "../../../models/imported/importModel.ts";
import {saveImported} from "../../../models/imported/saveImported.ts";
import {type App, createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import type {InferenceResponse, ModelMetadata} from "../../../src/core/schema/inference.ts";
import type {Score} from "../../../src/core/schema/score.ts";
import {GOLDEN, readCase} from "../../core/boosterCases.ts";
import {createDemoSet} from "../kit/demoSet.ts";
import {silent} from "../kit/fakes.ts";
import {createModels} from "../kit/otherModel.ts";

const set = await createDemoSet();
const models = createModels();
let app: App;
let parts: ReturnType<typeof openParts>;
let ids: number[];

async function open(model = "demo") {
  parts = openParts({...set.config, model}, silent, undefined, models.folder);
  app = await createApp(parts);
  ids = [...parts.dataset.current().ids];
}
before(() => open());
after(async () => {
  await app.close();
  models.remove();
  set.remove();
});

async function get<T>(url: string, status = 200): Promise<T> {
  const response = await app.fastify.inject(url);
  assert.equal(response.statusCode, status, response.body);
  return response.json() as T;
}
async function infer(request: object, status = 200, at = "/v2/models/demo/infer") {
  const response = await app.fastify.inject({method: "POST", url: at, payload: request});
  assert.equal(response.statusCode, status, response.body.slice(0, 500));
  return response.json() as InferenceResponse & {error: string};
}
const tensor = (answer: InferenceResponse, name: string) =>
  answer.outputs.find((output) => output.name === name) ?? assert.fail(`there is no ${name}`);
const column = (name: string, data: unknown[], datatype = "FP64") => ({
  name,
  shape: [data.length],
  datatype,
  data
});

/** The model's inputs of a client, in model order, as JSON has them. */
function inputOf(clientId: number): (number | null)[] {
  const {engine} = parts.dataset.current();
  return [...engine.toInput(engine.row(clientId))].map((value) => (Number.isNaN(value) ? null : value));
}

describe("health and metadata", () => {
  test("GET /v2 tells name, version and extensions", async () => {
    const {name, version, extensions} = await get<Record<string, unknown>>("/v2");
    assert.deepEqual([typeof name, typeof version, extensions], ["string", "string", []]);
  });

  test("GET /v2/health/live and ready, and a model's ready, answer 200", async () => {
    assert.deepEqual(await get("/v2/health/live"), {live: true});
    assert.deepEqual(await get("/v2/health/ready"), {live: true, ready: true});
    assert.deepEqual(await get("/v2/models/demo/ready"), {name: "demo", ready: true});
  });

  test("GET /v2/models/:name lists the tensors, by version as well, and under the name served", async () => {
    const told = await get<ModelMetadata>("/v2/models/demo");
    const {features} = parts.dataset.current().engine.manifest;
    assert.deepEqual(
      told.inputs.map(({name}) => name),
      features.map(({name}) => name)
    );
    assert.deepEqual(
      told.outputs.map(({name, datatype, shape}) => [name, datatype, shape]),
      [
        ["probabilityOfDefault", "FP64", [-1]],
        ["score", "INT32", [-1]],
        ["decision", "BYTES", [-1]],
        ["rawScore", "FP64", [-1]]
      ]
    );
    assert.deepEqual(await get(`/v2/models/demo/versions/${told.versions[0]}`), told);
    assert.deepEqual(await get("/v2/models/served"), told);
  });

  test("another model or version is 404, with the sentence as error", async () => {
    for (const url of [
      "/v2/models/nope",
      "/v2/models/nope/ready",
      "/v2/models/demo/versions/7",
      "/v2/nothing"
    ])
      assert.match((await get<{error: string}>(url, 404)).error, /^.{20,}\.$/);
  });
});

describe("POST /v2/models/:name/infer", () => {
  test("answers clients by id as /v1 does, flat or as a column", async () => {
    const some = ids.slice(0, 5);
    const alone = await Promise.all(some.map((id) => get<Score>(`/v1/clients/${id}/score`)));
    for (const shape of [[5], [5, 1]])
      for (const data of [some, some.map((id) => [id])].slice(0, shape.length)) {
        const answer = await infer({id: "42", inputs: [{name: "clientId", shape, datatype: "INT32", data}]});
        const {model} = alone[0]!;
        assert.deepEqual(
          [answer.id, answer.model_name, answer.model_version],
          ["42", model.name, model.version]
        );
        for (const name of ["probabilityOfDefault", "score", "decision", "rawScore"] as const)
          assert.deepEqual(
            tensor(answer, name).data,
            alone.map((score) => score[name])
          );
        assert.deepEqual(tensor(answer, "score").shape, [5]);
      }
  });

  test("answers a matrix of all features in model order, flat and nested, as for the clients themselves", async () => {
    const some = ids.slice(0, 4);
    const rows = some.map(inputOf);
    const shape = [rows.length, rows[0]!.length];
    const known = await infer({inputs: [column("clientId", some, "INT64")]});
    for (const data of [rows, rows.flat()]) {
      const answer = await infer({inputs: [{name: "predict", shape, datatype: "FP64", data}]});
      assert.deepEqual(answer.outputs, known.outputs);
    }
  });

  test("answers tensors of one feature each, words of categories too, and derives what the model derives", async () => {
    const {engine} = parts.dataset.current();
    const catalogue = planCatalogue().features;
    const some = ids.slice(0, 4);
    const inputs = catalogue.map(({name, kind, categories}, place) => {
      const values = some.map((id) => engine.row(id)[place]!);
      const told = values.map((value) => {
        if (Number.isNaN(value)) return null;
        return kind === "category" ? categories![value]! : value;
      });
      return column(name, told, kind === "category" ? "BYTES" : "FP32");
    });
    const known = await infer({inputs: [column("clientId", some, "INT64")]});
    assert.deepEqual((await infer({inputs})).outputs, known.outputs);
  });

  test("a feature that is left out is missing, and gives what null gives", async () => {
    const few = [column("app_ext_source_2", [0.3, 0.8]), column("app_own_car", [true, false], "BOOL")];
    const answer = await infer({inputs: few.slice(0, 1)});
    const withNull = await infer({inputs: [few[0]!, column("app_credit", [null, null])]});
    assert.deepEqual(answer.outputs, withNull.outputs);
    const [low, high] = tensor(answer, "probabilityOfDefault").data as number[];
    assert.ok(low! > high!, "a better external score lowers the risk");
  });

  test("outputs chooses tensors, and parameters change nothing", async () => {
    const parameters = {content_type: "np", priority: 1, dry: false};
    const inputs = [{...column("clientId", ids.slice(0, 2), "INT32"), parameters}];
    const answer = await infer({parameters, inputs, outputs: [{name: "score", parameters}]});
    assert.deepEqual(
      answer.outputs.map(({name}) => name),
      ["score"]
    );
    assert.equal(answer.parameters?.model_sha256, parts.engine.model.sha256);
  });

  test("a request of the specification's own form is understood, and refused for what this model lacks", async () => {
    const request = {
      id: "7",
      inputs: [
        {name: "input0", shape: [2, 2], datatype: "UINT32", data: [5, 6, 7, 8]},
        {name: "input1", shape: [3], datatype: "BOOL", data: [true, false, true]}
      ],
      outputs: [{name: "output0"}]
    };
    const {error} = await infer(request, 400);
    assert.match(
      error,
      /\/outputs\/0\/name is "output0"; expected probabilityOfDefault, score, decision, rawScore/
    );
    const told = await infer({...request, outputs: undefined}, 400);
    assert.match(told.error, /\/inputs\/0\/shape has 2 columns; expected one, of the feature "input0"/);
  });
});

describe("a model of LightGBM's own", () => {
  test("answers a matrix with the raw scores that LightGBM recorded", async () => {
    await app.close();
    const names = [
      "app_credit",
      "app_ext_source_2",
      "app_age",
      "bureau_loans",
      "app_income",
      "app_ext_source_3"
    ];
    const text = readFileSync(join(GOLDEN, "binary", "model.txt"));
    const cost = {falseNegative: 10, falsePositive: 1};
    await saveImported(
      models.folder,
      text,
      importModel(text, {name: "theirs", createdAt: "2026-01-01T00:00:00.000Z", names, cost})
    );
    await open("theirs");
    const {rows, raw} = readCase(GOLDEN, "binary");
    const finite = [...rows.keys()].filter((i) => rows[i]!.every((value) => Math.abs(value) !== Infinity));
    const data = finite.map((i) => [...rows[i]!].map((value) => (Number.isNaN(value) ? null : value)));
    const shape = [data.length, names.length];
    const answer = await infer(
      {inputs: [{name: "x", shape, datatype: "FP64", data}]},
      200,
      "/v2/models/theirs/infer"
    );
    assert.deepEqual(
      tensor(answer, "rawScore").data,
      finite.map((i) => raw[i]![0])
    );
    const swapped = data.map(([a, b, ...rest]) => [b, a, ...rest]);
    const planted = await infer(
      {inputs: [{name: "x", shape, datatype: "FP64", data: swapped}]},
      200,
      "/v2/models/theirs/infer"
    );
    assert.notDeepEqual(tensor(planted, "rawScore").data, tensor(answer, "rawScore").data);
  });
});
