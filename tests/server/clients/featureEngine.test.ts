import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {type App, createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import {ApiError} from "../../../src/components/api.ts";
import type {CatalogueEntry, ClientHistory} from "../../../src/components/client/clientApi.ts";
import {createAskWhatIf, type WhatIfAnswer} from "../../../src/components/client/whatIf/askWhatIf.ts";
import {type CompactAnswer, wholeAnswer} from "../../../src/components/client/whatIf/compactAnswer.ts";
import {
  createFeatureEngine,
  type FeatureEngine,
  type FeatureEngineParts,
  saysTheSame
} from "../../../src/components/client/whatIf/featureEngine.ts";
import {createPageEngine} from "../../../src/components/client/whatIf/pageEngine.ts";
import {createRandom} from "../../../src/core/random.ts";
import type {BrowserModel} from "../../../src/core/schema/browserModel.ts";
import type {Explanation} from "../../../src/core/schema/explanation.ts";
import {createDemoSet} from "../kit/demoSet.ts";
import {silent} from "../kit/fakes.ts";

type Value = number | string | null;

/** Changes one digit of the first leaf, so that the file stays as long as it says. */
const withOtherLeaf = (text: string): string =>
  text.replace(/(leaf_value=-?\d\.\d)(\d)/, (_, start, digit) => `${start}${(Number(digit) + 5) % 10}`);

describe("features that are tried in the page", () => {
  let set: Awaited<ReturnType<typeof createDemoSet>>;
  let app: App;
  let ids: number[];
  let shared: Pick<FeatureEngineParts, "text" | "browserModel" | "catalogue">;
  before(async () => {
    set = await createDemoSet(120);
    app = await createApp(openParts(set.config, silent));
    ids = (await get<{clients: {clientId: number}[]}>("/v1/clients?limit=15")).clients.map(
      ({clientId}) => clientId
    );
    const {rawPayload} = await app.fastify.inject({url: "/v1/model/model.txt"});
    const {features} = await get<{features: CatalogueEntry[]}>("/v1/features");
    shared = {
      text: rawPayload,
      browserModel: await get<BrowserModel>("/v1/model/browser"),
      catalogue: features
    };
  });
  after(async () => {
    await app.close();
    set.remove();
  });

  async function get<T>(url: string): Promise<T> {
    const response = await app.fastify.inject({url});
    assert.equal(response.statusCode, 200, url);
    return response.json<T>();
  }
  const ask = (id: number, features: Record<string, Value>) =>
    app.fastify.inject({method: "POST", url: `/v1/clients/${id}/what-if`, payload: {features}});
  async function partsOf(id: number): Promise<FeatureEngineParts> {
    const [explanation, records] = await Promise.all([
      get<Explanation>(`/v1/clients/${id}/explanation`),
      get<ClientHistory>(`/v1/clients/${id}/history`)
    ]);
    return {...shared, before: explanation, records, now: () => new Date(0)};
  }
  async function engineOf(id: number): Promise<FeatureEngine> {
    const engine = createFeatureEngine(await partsOf(id));
    assert.ok(engine, `client ${id} has no engine`);
    return engine;
  }
  /** Sets features at random: other numbers, words of the catalogue, missing. */
  function drawn(random: () => number, before: Explanation): Record<string, Value> {
    const {catalogue} = shared;
    const own = new Map(before.features.map(({name, value}) => [name, value]));
    // What weighs most, so that decisions change.
    const values: Record<string, Value> = {
      app_ext_source_1: random(),
      app_ext_source_2: random(),
      app_ext_source_3: random()
    };
    for (let n = 0; n < 3; n++) {
      const {name, kind, categories = [], unit} = catalogue[Math.floor(random() * catalogue.length)]!;
      if (random() < 0.1) values[name] = null;
      else if (kind === "category") values[name] = categories[Math.floor(random() * categories.length)]!;
      else if (["share", "yes/no", "hours", "years"].includes(unit)) values[name] = random();
      else values[name] = (Number(own.get(name) ?? 0) + random()) * (0.5 + random());
    }
    return values;
  }

  test("createFeatureEngine(parts)(features) says what POST what-if says, for many clients and features", async () => {
    const random = createRandom(11);
    const decisions = new Set<string>();
    for (const id of ids) {
      const engine = await engineOf(id);
      for (let n = 0; n < 5; n++) {
        const {before} = engine({});
        const features = drawn(random, before);
        const here = engine(features);
        const there = (await ask(id, features)).json<WhatIfAnswer>();
        assert.ok(saysTheSame(here.after, there.after), `client ${id}, ${JSON.stringify(features)}`);
        assert.deepEqual(here.after.cutoff, there.after.cutoff);
        assert.equal(here.after.residualPoints, 0);
        assert.deepEqual(here.changed, there.changed);
        decisions.add(`${here.before.decision} → ${here.after.decision}`);
      }
    }
    assert.ok(decisions.size > 2, [...decisions].join(", "));
  });

  test("createFeatureEngine(parts)(features) answers as the server for categories and for what the model derives", async () => {
    const id = ids[1]!;
    const engine = await engineOf(id);
    const {groupMedians, targetMeans} = shared.browserModel.fitted;
    const derived = new Set([...groupMedians, ...targetMeans].map(({name}) => name));
    assert.ok(derived.size > 0);
    for (const {name, categories} of shared.catalogue) {
      if (!categories && !derived.has(name)) continue;
      const features = {[name]: categories ? categories.at(-1)! : 1};
      const there = (await ask(id, features)).json<WhatIfAnswer>();
      assert.ok(saysTheSame(engine(features).after, there.after), name);
    }
  });

  test("createFeatureEngine(parts)(features) refuses what the server refuses, in its words", async () => {
    const id = ids[0]!;
    const engine = await engineOf(id);
    const yesNo = shared.catalogue.find(({unit}) => unit === "yes/no")!.name;
    const word = shared.catalogue.find(({kind}) => kind === "category")!.name;
    for (const features of [
      {[yesNo]: 2},
      {[yesNo]: "much"},
      {[word]: "no such word"},
      {[word]: 1},
      {none: 1}
    ]) {
      const there = await ask(id, features as Record<string, Value>);
      assert.notEqual(there.statusCode, 200, JSON.stringify(features));
      const {requestId: _, ...problem} = there.json();
      assert.throws(
        () => engine(features as Record<string, Value>),
        (error: unknown) => {
          assert.ok(error instanceof ApiError);
          const {requestId: _, ...own} = error.problem!;
          assert.deepEqual(JSON.parse(JSON.stringify(own)), problem);
          return true;
        }
      );
    }
  });

  test("createFeatureEngine(parts) is null for another model, another cut-off and an input that is not the server's", async () => {
    const parts = await partsOf(ids[0]!);
    const {before, browserModel} = parts;
    const {model, policy} = browserModel;
    const firstNumber = before.features.find(
      ({name, contribution}) =>
        contribution !== 0 && browserModel.features.some((one) => one.name === name && one.kind === "numeric")
    )!;
    const planted = before.features.map((one) =>
      one === firstNumber ? {...one, value: Number(one.value ?? 0) + 1} : one
    );
    const others: Partial<FeatureEngineParts>[] = [
      {browserModel: {...browserModel, model: {...model, sha256: "0".repeat(64)}}},
      {browserModel: {...browserModel, policy: {...policy, version: policy.version + 1}}},
      {
        browserModel: {
          ...browserModel,
          policy: {...policy, scale: {...policy.scale, pdo: policy.scale.pdo + 1}}
        }
      },
      {text: Buffer.from(withOtherLeaf(Buffer.from(parts.text).toString()))},
      {before: {...before, features: planted}}
    ];
    for (const [n, other] of others.entries())
      assert.equal(createFeatureEngine({...parts, ...other}), null, `fault ${n}`);
  });

  test("saysTheSame(one, other) sees a point, a reason's word and a bit of the raw score", async () => {
    const {before} = await partsOf(ids[0]!);
    const [first, ...rest] = before.features;
    const faults: Partial<Explanation>[] = [
      {rawScore: before.rawScore + 1e-15},
      {score: before.score + 1},
      {features: [{...first!, points: first!.points + 1}, ...rest]},
      {reasonCodes: before.reasonCodes.slice(1)},
      {probabilityOfDefault: before.probabilityOfDefault + 1e-9}
    ];
    assert.ok(saysTheSame(before, {...before, computedAt: "later", durationMs: 7}));
    for (const fault of faults)
      assert.equal(saysTheSame(before, {...before, ...fault}), false, JSON.stringify(Object.keys(fault)));
  });

  test("createAskWhatIf(before, engine) answers features in the page, records by the server, and all by it without an engine", async (t) => {
    const id = ids[0]!;
    const engine = await engineOf(id);
    const {before} = engine({});
    let asked = 0;
    t.mock.method(globalThis, "fetch", async () => {
      asked++;
      return new Response(JSON.stringify({before, after: before, changed: []}), {status: 200});
    });
    const rows = [{op: "edit", table: "application", index: 0, values: {AMT_CREDIT: 1}}] as const;
    const features = {[shared.catalogue[0]!.name]: null};
    const withEngine = createAskWhatIf(before, () => engine);
    await withEngine({rows: [], features});
    assert.equal(asked, 0);
    await withEngine({rows, features});
    assert.equal(asked, 1, "rows are the server's");
    assert.equal((await withEngine({rows, features})).after.score, before.score);
    await createAskWhatIf(before)({rows: [], features});
    assert.equal(asked, 2, "without an engine the server answers");
  });

  test("wholeAnswer(compact, before) is the server's whole answer, and null where another model or cut-off made it", async () => {
    const random = createRandom(5);
    for (const id of ids.slice(0, 6)) {
      const before = await get<Explanation>(`/v1/clients/${id}/explanation`);
      const payload = {
        rows: [
          {op: "edit", table: "application", index: 0, values: {AMT_CREDIT: 90_000 + id, EXT_SOURCE_1: null}}
        ],
        features: drawn(random, before)
      };
      const url = `/v1/clients/${id}/what-if`;
      const whole = (await app.fastify.inject({method: "POST", url, payload})).json<WhatIfAnswer>();
      const compact = (
        await app.fastify.inject({method: "POST", url: `${url}?form=compact&before=none`, payload})
      ).json<CompactAnswer>();
      assert.deepEqual(wholeAnswer(compact, before), {before, after: whole.after, changed: whole.changed});
      const {model, cutoff} = before;
      assert.equal(wholeAnswer(compact, {...before, model: {...model, sha256: "0"}}), null);
      assert.equal(wholeAnswer(compact, {...before, cutoff: {...cutoff, policyVersion: 9}}), null);
    }
  });

  test("createPageEngine(dossier, load) loads at the first touch, again after a failure, and gives up for another judge", async () => {
    const {before, records} = await partsOf(ids[0]!);
    const dossier = {explanation: before, records, catalogue: async () => new Map()};
    const made = (() => ({})) as unknown as FeatureEngine;
    let loads = 0;
    const page = createPageEngine(dossier, async () => {
      if (++loads === 1) throw new ApiError(null);
      return made;
    });
    const settled = () => new Promise((done) => setImmediate(done));
    assert.equal(page.current(), null);
    assert.equal(loads, 0);
    for (let touch = 0; touch < 4; touch++) {
      page.prepare();
      await settled();
    }
    assert.equal(loads, 2);
    assert.equal(page.current(), made);
    page.judge(before);
    assert.equal(page.current(), made, "the same judge");
    page.judge({...before, cutoff: {...before.cutoff, policyVersion: 7}});
    assert.equal(page.current(), null);
    page.prepare();
    await settled();
    assert.equal(loads, 2, "it stays given up");
  });
});
