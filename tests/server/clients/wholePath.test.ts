import assert from "node:assert/strict";
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {Ajv} from "ajv";
import {openHistoryOf} from "../../../loaders/history/read.ts";
import {featuresJson} from "../../../loaders/site/features.ts";
import {openFeatureStore} from "../../../loaders/store.ts";
import type {CatalogueEntry} from "../../../loaders/types.ts";
import {type App, createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import {createSystemClock} from "../../../server/clock.ts";
import type {Config} from "../../../server/config.ts";
import {type ClientEngine, createClientEngine} from "../../../server/scoring/clientEngine.ts";
import {readModel} from "../../../server/scoring/modelStore.ts";
import {ScorebookError} from "../../../src/core/errors.ts";
import {type Explanation, explanationSchema} from "../../../src/core/schema/explanation.ts";
import type {Manifest} from "../../../src/core/schema/manifest.ts";
import type {Score} from "../../../src/core/schema/score.ts";
import {createDemoSet, DEMO_CLIENTS} from "../kit/demoSet.ts";
import {silent} from "../kit/fakes.ts";

const isExplanation = new Ajv({strict: false}).compile(explanationSchema);
let set: Awaited<ReturnType<typeof createDemoSet>>;
let app: App;
before(async () => {
  set = await createDemoSet();
  app = await createApp(openParts(set.config, silent));
});
after(async () => {
  await app.close();
  set.remove();
});

async function ask(method: "GET" | "POST", url: string, body?: object) {
  const response = await app.fastify.inject({method, url, ...(body && {payload: body})});
  return {status: response.statusCode, json: response.body === "" ? null : response.json()};
}
async function answer<T>(url: string, body?: object): Promise<T> {
  const {status, json} = await ask(body ? "POST" : "GET", url, body);
  assert.equal(status, 200, `${url}: ${JSON.stringify(json)}`);
  return json as T;
}
const clientIds = async () =>
  (await answer<{clients: {clientId: number}[]}>("/v1/clients")).clients.map(({clientId}) => clientId);
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

describe("the whole path on generated clients and the committed model", () => {
  test("GET /v1/clients lists all clients, 100002 among them", async () => {
    const ids = await clientIds();
    assert.equal(ids.length, DEMO_CLIENTS);
    assert.ok(ids.includes(100002));
  });

  test("POST then GET /explainer/ explains every client: points add up to the score, contributions to the raw score", async () => {
    const decisions = new Set<string>();
    for (const id of await clientIds()) {
      for (const resource of ["compute", "explainer"])
        assert.equal((await ask("POST", `/${resource}/?ID=${id}`)).status, 202);
      await app.scoring.idle();
      const score = await answer<Score>(`/compute/?ID=${id}`);
      const why = await answer<Explanation>(`/explainer/?ID=${id}`);
      assert.ok(isExplanation(why), JSON.stringify(isExplanation.errors));
      assert.equal(why.residualPoints, 0);
      assert.equal(why.basePoints + sum(why.features.map(({points}) => points)), why.score);
      const raw = why.baseValue + sum(why.features.map(({contribution}) => contribution));
      assert.ok(Math.abs(raw - why.rawScore) < 1e-9);
      assert.deepEqual([score.rawScore, score.score], [why.rawScore, why.score]);
      assert.equal(why.decision === "decline", why.probabilityOfDefault > why.cutoff.probability);
      decisions.add(why.decision);
    }
    assert.ok(decisions.size >= 1);
  });

  test("GET /v1/clients/:id, …/history and /v1/tables name the same columns", async () => {
    const {fields} = await answer<{fields: {name: string; label: {en: string}; value: unknown}[]}>(
      "/v1/clients/100002"
    );
    const {tables} = await answer<{tables: {name: string; rows: Record<string, unknown>[]}[]}>(
      "/v1/clients/100002/history"
    );
    const schema = await answer<{tables: {name: string; columns: {name: string}[]}[]}>("/v1/tables");
    assert.equal(tables.length, 7);
    for (const [i, {name, rows}] of tables.entries()) {
      assert.equal(schema.tables[i]?.name, name);
      for (const row of rows)
        assert.deepEqual(
          Object.keys(row),
          schema.tables[i]?.columns.map((column) => column.name)
        );
    }
    assert.deepEqual(Object.fromEntries(fields.map(({name, value}) => [name, value])), tables[0]?.rows[0]);
    assert.ok(fields.every(({label}) => label.en.length > 0));
  });

  test("no answer about a client holds TARGET among the facts of the application", async () => {
    const {engine} = openParts(set.config, silent);
    const isLabelled = (engine as ClientEngine).rows(100002).application.every((row) => "TARGET" in row);
    assert.ok(isLabelled, "the raw application has it");
    for (const url of [
      "",
      "/history",
      "/features/app_income/rows",
      "/features/app_income/sensitivity",
      "/explanation"
    ])
      assert.doesNotMatch(JSON.stringify(await answer<object>(`/v1/clients/100002${url}`)), /TARGET/);
    assert.doesNotMatch(JSON.stringify(await answer<object>("/v1/tables")), /"TARGET"/);
    const rows = [{op: "edit", table: "application", index: 0, values: {TARGET: 1}}];
    assert.equal((await ask("POST", "/v1/clients/100002/what-if", {rows})).json.code, "REQUEST_INVALID");
  });

  test("openParts(config) refuses data without their history, and says what makes it", () => {
    const data = mkdtempSync(join(tmpdir(), "scorebook-no-history-"));
    cpSync(set.config.data, data, {
      recursive: true,
      filter: (path) => !/history|results/.test(path.slice(set.config.data.length))
    });
    assert.throws(() => openParts({...set.config, data}, silent), {
      code: "FEATURES_MISSING",
      message: /history.* cannot be read; write it with npm run features -- --data/
    });
    rmSync(data, {recursive: true});
  });

  test('engine.top(id) and compute("score", id) read no raw rows, an explanation does', () => {
    const store = openFeatureStore(set.config.data);
    const history = openHistoryOf(set.config.data);
    let reads = 0;
    const rows = (id: number) => {
      reads++;
      return history.rows(id);
    };
    const counting = {...history, rows};
    const files = readModel(join("models", set.config.model));
    const engine = createClientEngine({
      files,
      store,
      history: counting,
      config: set.config,
      clock: createSystemClock()
    });
    assert.equal(engine.top(100002, 5).length, 5);
    assert.equal(engine.compute("score", 100002).clientId, 100002);
    assert.equal(reads, 0);
    engine.compute("explanation", 100002);
    assert.equal(reads, 1);
    store.close();
    history.close();
  });

  test("GET …/features/:name/rows gives the rows by their place in the history", async () => {
    type Rows = {value: number; rows: {table: string; index: number; row: object}[]};
    const {tables} = await answer<{tables: {name: string; rows: object[]}[]}>("/v1/clients/100002/history");
    let counted = 0;
    for (const name of ["bureau_loans", "inst_instalments", "prev_last_product", "app_gender"]) {
      const {rows} = await answer<Rows>(`/v1/clients/100002/features/${name}/rows`);
      for (const {table, index, row} of rows)
        assert.deepEqual(row, tables.find((t) => t.name === table)?.rows[index]);
      counted += rows.length;
    }
    assert.ok(counted > 0);
    assert.equal((await ask("GET", "/v1/clients/100002/features/nothing/rows")).json.code, "FEATURE_UNKNOWN");
  });

  test("GET …/features/:name/sensitivity agrees with a what-if that removes the row", async () => {
    type Rows = {rows: {table: string; index: number; value: number | null; score: {value: number}}[]};
    const id = await clientWith("bureau");
    const {rows} = await answer<Rows>(`/v1/clients/${id}/features/bureau_loans/sensitivity`);
    assert.ok(rows.length > 0);
    for (const {table, index, value, score} of rows.slice(0, 3)) {
      const edit = {rows: [{op: "remove", table, index}]};
      const {after, changed} = await answer<WhatIf>(`/v1/clients/${id}/what-if`, edit);
      assert.ok(Math.abs(after.score - score.value) <= 1, `${after.score} ${score.value}`);
      const told = changed.find(({name}) => name === "bureau_loans");
      if (told) assert.equal(told.after, value);
    }
  });

  test("GET …/interactions?top=4 gives a symmetric part of the matrix", async () => {
    type Pairs = {features: {name: string; contribution: number}[]; values: number[][]};
    const {features, values} = await answer<Pairs>("/v1/clients/100002/interactions?top=4");
    assert.deepEqual([features.length, values.length], [4, 4]);
    values.forEach((row, i) => {
      row.forEach((value, j) => {
        assert.ok(Math.abs(value - (values[j]?.[i] as number)) < 1e-12);
      });
    });
    assert.equal((await ask("GET", "/v1/clients/100002/interactions?top=0")).json.code, "REQUEST_INVALID");
  });

  test("POST …/what-if without changes changes nothing", async () => {
    const {before, after, changed} = await answer<WhatIf>("/v1/clients/100002/what-if", {});
    assert.deepEqual([changed, after.score, after.rawScore], [[], before.score, before.rawScore]);
    const rows = [{op: "edit", table: "application", index: 0, values: {}}];
    const recomputed = await answer<WhatIf>("/v1/clients/100002/what-if", {rows});
    assert.deepEqual([recomputed.changed, recomputed.after.rawScore], [[], before.rawScore]);
  });

  test("POST …/what-if with better external scores raises the score, by record and by feature", async () => {
    const values = {EXT_SOURCE_1: 0.95, EXT_SOURCE_2: 0.95, EXT_SOURCE_3: 0.95};
    const rows = [{op: "edit", table: "application", index: 0, values}];
    const byRecord = await answer<WhatIf>("/v1/clients/100002/what-if", {rows});
    assert.ok(byRecord.after.score > byRecord.before.score);
    const {changed} = byRecord;
    assert.equal(changed.find(({name}) => name === "app_ext_mean")?.after, Math.fround(0.95));
    const byFeature = await answer<WhatIf>("/v1/clients/100002/what-if", {features: {app_ext_mean: 0.95}});
    assert.ok(byFeature.changed.some(({name}) => name === "app_ext_mean"));
    const worse = await answer<WhatIf>("/v1/clients/100002/what-if", {
      features: {
        app_ext_mean: 0.01,
        app_ext_min: 0.01,
        app_ext_max: 0.01,
        app_ext_median: 0.01,
        app_ext_weighted_known: 0.01
      }
    });
    const told = worse.after.reasonCodes.find(({code}) => code === "external_scores");
    assert.ok(told, "the assumed scores weigh");
    assert.match(told.text.en, /^Assumed: .*0\.01/);
    assert.doesNotMatch(JSON.stringify(worse.before.reasonCodes), /Assumed/);
    assert.ok(byFeature.after.score >= byFeature.before.score);
  });

  for (const [body, path] of [
    [
      {rows: [{op: "edit", table: "application", index: 0, values: {AMT_CREDIT: "x"}}]},
      "/rows/0/values/AMT_CREDIT"
    ],
    [
      {rows: [{op: "edit", table: "application", index: 0, values: {CODE_GENDER: "?"}}]},
      "/rows/0/values/CODE_GENDER"
    ],
    [{rows: [{op: "edit", table: "application", index: 0, values: {NOTHING: 1}}]}, "/rows/0/values/NOTHING"],
    ...[{DAYS_BIRTH: 12345}, {CNT_CHILDREN: 2.5}, {CNT_CHILDREN: 1e9}, {FLAG_MOBIL: 7}, {SK_ID_CURR: 5}].map(
      (values) =>
        [
          {rows: [{op: "edit", table: "application", index: 0, values}]},
          `/rows/0/values/${Object.keys(values)[0]}`
        ] as const
    ),
    [
      {rows: [{op: "edit", table: "application", index: 0, values: {SK_ID_CURR: null}}]},
      "/rows/0/values/SK_ID_CURR"
    ],
    [{rows: [{op: "edit", table: "bureau", index: 9999, values: {}}]}, "/rows/0/index"],
    [{rows: [{op: "edit", table: "application"}]}, "/rows/0/index"],
    [{rows: [{op: "remove", table: "application", index: 0}]}, "/rows/0/op"],
    [{rows: [{op: "add", table: "application", values: {}}]}, "/rows/0/op"],
    [{rows: [{op: "shift", table: "bureau"}]}, "/rows/0/op"],
    [{features: {app_gender: 1}}, "/features/app_gender"],
    [{features: {app_age: -40}}, "/features/app_age"],
    [{features: {inst_late_share: 1.5}}, "/features/inst_late_share"],
    [{features: {app_ext_mean: "high"}}, "/features/app_ext_mean"],
    [{more: 1}, "/"]
  ] as const) {
    test(`POST …/what-if ${JSON.stringify(body)} answers REQUEST_INVALID at ${path}`, async () => {
      const {status, json} = await ask("POST", "/v1/clients/100002/what-if", body);
      assert.deepEqual([status, json.code, json.issues[0]?.path], [400, "REQUEST_INVALID", path]);
    });
  }

  test("GET /v1/model and /v1/features name the served model and its features", async () => {
    const model = await answer<{name: string; sha256: string; features: string[]; served: object}>(
      "/v1/model"
    );
    const {features} = await answer<{features: {name: string; inModel: boolean}[]}>("/v1/features");
    assert.equal(model.name, "demo");
    const used = features.filter(({inModel}) => inModel).map(({name}) => name);
    assert.deepEqual(used.sort(), [...model.features].sort());
  });

  /** Lists the inputs of the served model that a list of features leaves out or does not describe in full. */
  async function undocumented(features: readonly Partial<CatalogueEntry>[]): Promise<string[]> {
    const model = await answer<{features: string[]}>("/v1/model");
    return model.features.filter((name) => {
      const entry = features.find((one) => one.name === name);
      const words = [entry?.label?.en, entry?.label?.fr, entry?.formula?.en, entry?.formula?.fr, entry?.unit];
      return !entry?.tables?.length || !entry.kind || words.some((text) => !text);
    });
  }

  test("every input of the served model is described in /v1/features and on the features page", async () => {
    const {features} = await answer<{features: CatalogueEntry[]}>("/v1/features");
    const site = featuresJson({data: set.config.data, model: "models/demo"});
    const {features: made} = JSON.parse(site) as {features: CatalogueEntry[]};
    assert.deepEqual(await undocumented(features), []);
    assert.deepEqual(await undocumented(made), []);
    const words = ({name, label, formula, unit, tables}: CatalogueEntry) => [
      name,
      label,
      formula,
      unit,
      tables
    ];
    assert.deepEqual(made.map(words), features.map(words));
    assert.equal(new Set(made.map(({name}) => name)).size, made.length);
    for (const {name} of features.filter((one) => /^(peer|rate)_/.test(one.name))) {
      const {rows, feature} = await answer<{rows: {table: string}[]; feature: CatalogueEntry}>(
        `/v1/clients/100002/features/${name}/rows`
      );
      assert.deepEqual([feature.name, rows.map(({table}) => table)], [name, ["application"]]);
    }
  });

  test("the search for undocumented inputs finds one left out and one without a formula", async () => {
    const {features} = await answer<{features: CatalogueEntry[]}>("/v1/features");
    const last = features.filter(({name}) => /^(peer|rate)_/.test(name)).slice(-2);
    const [left, bare] = last.map(({name}) => name) as [string, string];
    const planted = features
      .filter(({name}) => name !== left)
      .map((entry) => (entry.name === bare ? {...entry, formula: {en: "", fr: ""}} : entry));
    assert.deepEqual(await undocumented(planted), [left, bare]);
  });

  test("GET /v1/model tells the honest figures and what the model was not given", async () => {
    type Told = Pick<Manifest, "metrics" | "protected" | "population" | "files">;
    const {metrics, protected: told, population, files} = await answer<Told>("/v1/model");
    assert.ok(metrics.aucStandardError > 0 && metrics.aucStandardError < 0.05);
    const binned = metrics.calibrationBins.map(({clients}) => clients);
    assert.equal(sum(binned), population.clients);
    assert.ok(told.leftOut.some(({trait}) => trait === "gender"));
    assert.ok(told.effect && told.effect.interval.length === 2);
    assert.ok(files.some(({path}) => path === "oof.parquet"));
  });

  test("a client of the model's training ids with another application is not inTraining, over either resource", async () => {
    const score = await answer<Score>("/v1/clients/100002/score");
    const why = await answer<Explanation>("/v1/clients/100002/explanation");
    assert.deepEqual([score.inTraining, why.inTraining], [false, false]);
    assert.ok(readModel("models/demo").outOfFold.clientId.includes(100002));
  });

  test("a configuration's costs and scale replace the model's own", async () => {
    const config: Config = {
      ...set.config,
      cost: {falseNegative: 4},
      score: {baseScore: 500, baseOdds: 4, pdo: 20}
    };
    const {engine} = openParts(config, silent);
    const own = await answer<Score>("/v1/clients/100002/score");
    const other = engine.compute("score", 100002);
    assert.deepEqual(other.cutoff, {probability: 0.2, score: 500, policyVersion: 0});
    assert.equal(other.rawScore, own.rawScore);
    assert.notEqual(other.score, own.score);
  });
});

describe("readModel(dir)", () => {
  const dir = mkdtempSync(join(tmpdir(), "scorebook-model-"));
  after(() => rmSync(dir, {recursive: true}));
  const faulty = (change: (folder: string) => void) => {
    const folder = mkdtempSync(join(dir, "m-"));
    cpSync("models/demo", folder, {recursive: true});
    change(folder);
    try {
      readModel(folder);
    } catch (error) {
      if (error instanceof ScorebookError) return error;
      throw error;
    }
    throw new Error("expected a refusal");
  };
  const edit = (folder: string, file: string, change: (text: string) => string) =>
    writeFileSync(join(folder, file), change(readFileSync(join(folder, file), "utf8")));

  test("refuses a model.txt whose digest is not the manifest's", () => {
    const error = faulty((folder) =>
      edit(folder, "model.txt", (text) => text.replace("leaf_value=", "leaf_value=1"))
    );
    assert.equal(error.code, "MODEL_INVALID");
    assert.match(error.detail, /model\.txt has sha256 [0-9a-f]{12}…, but its manifest states [0-9a-f]{12}…/);
  });

  test("refuses a manifest that breaks its schema, naming the place", () => {
    const error = faulty((folder) =>
      edit(folder, "manifest.json", (text) => JSON.stringify({...JSON.parse(text), calibration: {slope: 1}}))
    );
    assert.equal(error.code, "MODEL_INVALID");
    assert.match(error.detail, /manifest\.json breaks its schema: \/calibration/);
  });

  test("refuses a manifest whose features are not the model's", () => {
    const error = faulty((folder) =>
      edit(folder, "manifest.json", (text) => {
        const manifest = JSON.parse(text);
        return JSON.stringify({...manifest, features: manifest.features.reverse()});
      })
    );
    assert.equal(error.code, "MODEL_INVALID");
    assert.match(error.detail, /expected the same features in the same order/);
  });

  test("answers MODEL_MISSING when there is no such folder", () => {
    assert.equal(faulty((folder) => rmSync(join(folder, "model.txt"))).code, "MODEL_MISSING");
  });
});

interface WhatIf {
  before: Explanation;
  after: Explanation;
  changed: {name: string; before: unknown; after: unknown}[];
}

async function clientWith(table: string): Promise<number> {
  for (const id of await clientIds()) {
    const {tables} = await answer<{tables: {name: string; rows: object[]}[]}>(`/v1/clients/${id}/history`);
    if ((tables.find(({name}) => name === table)?.rows.length ?? 0) > 2) return id;
  }
  throw new Error(`nobody has rows in ${table}`);
}
