import assert from "node:assert/strict";
import {appendFileSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {MODEL_CHOICE, readModelChoice, writeModelChoice} from "../../../loaders/model/choice.ts";
import {type App, createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import {LOOK_MS} from "../../../server/models/follow.ts";
import type {Problem} from "../../../src/core/errors.ts";
import type {Manifest} from "../../../src/core/schema/manifest.ts";
import type {PromotionAnswer} from "../../../src/core/schema/models.ts";
import type {Score} from "../../../src/core/schema/score.ts";
import {createDemoSet} from "../kit/demoSet.ts";
import {createManualClock, silent} from "../kit/fakes.ts";
import {addModel, createModels} from "../kit/otherModel.ts";

const set = await createDemoSet();
const models = createModels();
const {data} = set.config;
let app: App;

const open = () => createApp(openParts(set.config, silent, undefined, models.folder));
async function promote(name: string, to: App = app) {
  const response = await to.fastify.inject({method: "POST", url: `/v1/models/${name}/promote`});
  return {status: response.statusCode, body: response.json<PromotionAnswer & Problem>()};
}
const servedBy = async (asked: App) =>
  (await asked.fastify.inject("/v1/clients/100002/score")).json<Score>().model;
const head = async () => (await app.fastify.inject("/v1/audit/head")).json<{seq: number}>().seq;
/** Waits until a server that looks has come to serve a model. */
async function serves(asked: App, name: string) {
  while ((await servedBy(asked)).name !== name) await new Promise((done) => setTimeout(done, 20));
}

before(async () => {
  app = await open();
});
after(async () => {
  await app.close();
  models.remove();
  set.remove();
});

/** Models that cannot be served, and what their refusal says. */
const BROKEN: Record<string, [make: (dir: string) => void, says: RegExp]> = {
  "another model.txt than its manifest states": [
    (dir) => appendFileSync(join(dir, "model.txt"), " "),
    /model\.txt has sha256 .*, but its manifest states/
  ],
  "a model.txt that is cut short": [
    (dir) => {
      const text = readFileSync(join(dir, "model.txt"));
      writeFileSync(join(dir, "model.txt"), text.subarray(0, text.length >> 1));
    },
    /model\.txt has sha256/
  ],
  "no model.txt": [(dir) => rmSync(join(dir, "model.txt")), /model\.txt cannot be read \(ENOENT\)/],
  "no out-of-fold scores": [(dir) => rmSync(join(dir, "oof.parquet")), /oof\.parquet cannot be read/],
  "a manifest that is not JSON": [
    (dir) => writeFileSync(join(dir, "manifest.json"), "{"),
    /manifest\.json is not JSON/
  ],
  "a manifest that breaks its schema": [
    (dir) => change(dir, ({calibration: _, ...rest}) => rest),
    /breaks its schema: \/ must have required property 'calibration'/
  ],
  "a feature that the plan lacks": [
    (dir) => {
      const text = readFileSync(join(dir, "model.txt"), "utf8");
      const other = text.replace("app_ext_mean ", "app_ext_loan ");
      addModel(models.folder, "broken", {
        change: (manifest) => ({
          ...manifest,
          features: manifest.features.map((one) =>
            one.name === "app_ext_mean" ? {...one, name: "app_ext_loan"} : one
          )
        }),
        edit: () => other
      });
    },
    /needs the numeric feature app_ext_loan, which the feature set does not have/
  ],
  "the name of another model": [
    (dir) => change(dir, (manifest) => ({...manifest, name: "demo"})),
    /broken holds the model demo; expected a folder with the name that its manifest states/
  ]
};

function change(dir: string, how: (manifest: Manifest) => object) {
  const path = join(dir, "manifest.json");
  writeFileSync(path, JSON.stringify(how(JSON.parse(readFileSync(path, "utf8")) as Manifest)));
}

describe("what cannot be served", () => {
  for (const [what, [make, says]] of Object.entries(BROKEN))
    test(`promote(a model with ${what}) is refused in a sentence, and the old one stays`, async () => {
      const [old, records] = [await servedBy(app), await head()];
      addModel(models.folder, "broken");
      make(join(models.folder, "broken"));
      const {status, body} = await promote("broken");
      assert.deepEqual([status, body.code], [422, "MODEL_REFUSED"]);
      assert.match(body.detail, says);
      assert.match(body.detail, /^[^\n]{20,}\.$/);
      assert.deepEqual(await servedBy(app), old);
      assert.equal(await head(), records);
      rmSync(join(models.folder, "broken"), {recursive: true});
    });

  for (const name of ["nobody", "..", "%2e%2e%2fdemo", "demo%00", "a".repeat(200)])
    test(`promote(${name.slice(0, 20)}) is 404: there is no such model`, async () => {
      const {status, body} = await promote(name);
      assert.equal(status, 404, JSON.stringify(body));
    });
});

describe("a promotion elsewhere", () => {
  test("is followed within a second by a server that shares the data, and not before it looks", async () => {
    const clock = createManualClock();
    const other = await createApp({
      ...openParts(set.config, silent, undefined, models.folder),
      clock
    });
    const old = await servedBy(other);
    const {model} = (await promote(old.name === "demo" ? "other" : "demo")).body;
    assert.deepEqual(await servedBy(other), old);
    clock.advance(LOOK_MS);
    await serves(other, model.name);
    assert.deepEqual(await servedBy(other), model);
    await other.close();
  });

  test("of a folder that holds another model by now leaves the old one, and readiness names it", async () => {
    const clock = createManualClock();
    const copy = createModels();
    const other = await createApp({...openParts(set.config, silent, undefined, copy.folder), clock});
    const old = await servedBy(other);
    addModel(copy.folder, "other", {factor: 0.25});
    await promote("demo");
    clock.advance(LOOK_MS);
    await serves(other, "demo");
    await promote("other");
    clock.advance(LOOK_MS);
    const look = () => other.fastify.inject("/health/ready");
    let ready = await look();
    for (; ready.statusCode === 200; ready = await look()) await new Promise((done) => setTimeout(done, 20));
    assert.equal((await servedBy(other)).name, "demo", `${old.name} was served before`);
    assert.equal(ready.statusCode, 503);
    assert.match(ready.body, /other holds version .* now, and version .* was promoted/);
    await other.close();
    copy.remove();
  });
});

describe("what is remembered", () => {
  test("readModelChoice(data, configured) is null once the configuration names another model", async () => {
    await promote("other");
    assert.equal(readModelChoice(data, "demo")?.name, "other");
    assert.equal(readModelChoice(data, "mine"), null);
  });

  test("writeModelChoice(data, choice) leaves a newer one", () => {
    const newest = readModelChoice(data, "demo")!;
    writeModelChoice(data, {...newest, promotion: newest.promotion - 1, name: "older"});
    assert.deepEqual(readModelChoice(data, "demo"), newest);
  });

  test("a start takes the chain's word where the file beside the data is gone", async () => {
    const {model} = (await promote("other")).body;
    rmSync(join(data, MODEL_CHOICE));
    await app.close();
    app = await open();
    assert.deepEqual(await servedBy(app), model);
    assert.equal(readModelChoice(data, "demo")?.name, "other");
  });

  test("a start with a damaged file, or with another model in the promoted folder, says what to do", async () => {
    await promote("other");
    await app.close();
    const kept = readFileSync(join(data, MODEL_CHOICE));
    writeFileSync(join(data, MODEL_CHOICE), "{}");
    await assert.rejects(async () => open(), {code: "MODEL_INVALID", message: /does not name a model/});
    writeFileSync(join(data, MODEL_CHOICE), kept);
    addModel(models.folder, "other", {factor: 0.75});
    await assert.rejects(async () => open(), {
      code: "MODEL_INVALID",
      message: /was promoted; restore it, or promote what is there with npm run models -- promote other\.$/
    });
    addModel(models.folder, "other");
    app = await open();
  });
});
