import assert from "node:assert/strict";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, describe, test} from "node:test";
import {generateDemo} from "../../data/demo/generate.ts";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {createApp} from "../../server/app/app.ts";
import {openParts} from "../../server/app/open.ts";
import {parseConfig} from "../../server/config.ts";
import {LOOK_MS} from "../../server/models/follow.ts";
import type {Comparison} from "../../src/core/credit/comparison.ts";
import type {Score} from "../../src/core/schema/score.ts";
import {runModels} from "../../tools/models.ts";
import {GOLDEN} from "../core/boosterCases.ts";
import {createManualClock, silent} from "./fakes.ts";
import {createModels} from "./otherModel.ts";

/** The clients that the committed model has learned from: the first of the demonstration set. */
const data = mkdtempSync(join(tmpdir(), "scorebook-command-"));
await generateDemo({clients: 400, seed: 20, out: data});
await buildFeatures(data);
const config = parseConfig(JSON.stringify({data, port_api: 0, port_dashboard: 0}), "the tests");
const models = createModels();
const run = (words: string, options = {}) => runModels(config, models.folder, words.split(" "), options);
after(() => {
  models.remove();
  rmSync(data, {recursive: true});
});

describe("npm run models", () => {
  test("list names each model with its AUC and marks the served one", async () => {
    const lines = await run("list");
    assert.match(lines[1]!, /^\* {2}demo +[0-9a-f]{12} .* 0\.\d{4} \(0\.\d{4}\)/);
    assert.match(lines[2]!, /^ {3}other /);
  });

  test("promote is followed by a running server within a second, and marked", async () => {
    const clock = createManualClock();
    const app = await createApp({...openParts(config, silent, undefined, models.folder), clock});
    const served = async () =>
      (await app.fastify.inject("/v1/clients/100002/score")).json<Score>().model.name;
    assert.equal(await served(), "demo");
    const [sentence] = await run("promote other", {by: "Ada", note: "a test"});
    assert.match(sentence!, /^other \(version .*\) takes the place of demo .*, record 1 of the chain\.$/);
    clock.advance(LOOK_MS);
    await new Promise((done) => setTimeout(done, 20));
    assert.equal(await served(), "other");
    assert.match((await run("list"))[2]!, /^\* {2}other /);
    await app.close();
  });

  test("import makes a folder that is listed as not measured, and says so", async () => {
    const names = join(data, "names.json");
    const ours = [
      "app_credit",
      "app_ext_source_2",
      "app_age",
      "bureau_loans",
      "app_income",
      "app_ext_source_3"
    ];
    writeFileSync(names, JSON.stringify(ours));
    const given = {name: "theirs", model: join(GOLDEN, "binary", "model.txt"), features: names};
    const told = await run("import", given);
    assert.match(told.join("\n"), /6 features, 5 trees[\s\S]*Nothing was measured[\s\S]*promote theirs\.$/);
    assert.match((await run("list")).join("\n"), /theirs .* not measured +not known +6/);
    await assert.rejects(run("compare demo theirs"), {code: "MODELS_INCOMPARABLE"});
    await run("promote theirs");
    assert.match((await run("list"))[3]!, /^\* {2}theirs /);
  });

  for (const [words, options, says] of [
    ["promote nobody", {}, /There is no model "nobody"/],
    ["import", {}, /needs --model FILE and --name NAME/],
    ["import", {name: "a", model: "nowhere"}, /--model nowhere cannot be read \(ENOENT\)/],
    ["import", {name: "../a", model: "nowhere"}, /--name is "\.\.\/a"/],
    ["demote demo", {}, /The command is demote demo; expected list/],
    ["compare demo", {}, /The command is compare demo; expected list/]
  ] as const)
    test(`${words} ${JSON.stringify(options)} is refused in a sentence`, () =>
      assert.rejects(run(words, options), says));
});

test("GET /v1/models/:name/compare/:other says what the command computes", async () => {
  const app = await createApp(openParts(config, silent, undefined, models.folder));
  const response = await app.fastify.inject("/v1/models/demo/compare/other");
  if (response.statusCode === 422) assert.match(response.body, /labelled clients of this data set in common/);
  else {
    const {auc, swapSets} = response.json<Comparison>();
    assert.equal(auc.difference, 0);
    assert.equal(swapSets.onlyByChampion.clients, 0);
  }
  await app.close();
});
