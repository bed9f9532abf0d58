import assert from "node:assert/strict";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, describe, test} from "node:test";
import {generateDemo} from "../../../data/demo/generate.ts";
import {buildFeatures} from "../../../loaders/batch/build.ts";
import {createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import {parseConfig} from "../../../server/config.ts";
import {compareModels} from "../../../server/models/compare.ts";
import {LOOK_MS} from "../../../server/models/follow.ts";
import type {ModelFiles} from "../../../server/scoring/modelStore.ts";
import type {Score} from "../../../src/core/schema/score.ts";
import {runModels} from "../../../tools/shelf/models.ts";
import {GOLDEN} from "../../core/boosterCases.ts";
import {createManualClock, silent} from "../kit/fakes.ts";
import {createModels} from "../kit/otherModel.ts";

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
    // It looks in its own time.
    while ((await served()) !== "other") await new Promise((done) => setTimeout(done, 20));
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

/** Six clients: of the fifth nobody knows the outcome, and the sixth has another application than the models knew. */
const outcomes = {
  ids: Int32Array.of(1, 2, 3, 4, 5, 6),
  targets: Int8Array.of(1, 0, 1, 0, -1, 0),
  application: (index: number) => (index === 5 ? 99 : index)
};
function modelOf(name: string, rawScore: readonly number[], intercept: number): ModelFiles {
  const clients = rawScore.map((_, i) => i);
  const known = {
    clientId: Int32Array.from(clients, (i) => i + 1),
    fold: new Uint8Array(rawScore.length),
    rawScore: Float64Array.from(rawScore),
    probabilityOfDefault: new Float64Array(rawScore.length),
    application: Uint32Array.from(clients),
    indexOf: (id: number, application: number) =>
      clients.includes(id - 1) && application === id - 1 ? id - 1 : -1
  };
  const ref = {name, version: name, sha256: name};
  const manifest = {metrics: {}, calibration: {intercept, slope: 1}} as ModelFiles["manifest"];
  return {ref, manifest, outOfFold: known} as ModelFiles;
}

describe("compareModels(champion, challenger, outcomes, policy)", () => {
  const at = {
    cutoff: {probability: 0.5, logOdds: 0, score: 600},
    cost: {falseNegative: 10, falsePositive: 1}
  };
  const champion = modelOf("a", [1, 2, -1, -2, 0, 0], 0);
  const challenger = modelOf("b", [2, -4, 0, -4, 0, 0], 1);

  test("counts labelled clients whom both have held out with the same application, each calibrated", async () => {
    const told = await compareModels(champion, challenger, outcomes, at);
    assert.deepEqual([told.clients, told.bad], [4, 2]);
    // Log-odds: champion 1 2 −1 −2, challenger 3 −3 1 −3; beyond 0 is declined.
    assert.deepEqual([told.auc.champion, told.auc.challenger], [0.5, 1]);
    assert.deepEqual([told.costPer1000.champion, told.costPer1000.challenger], [(1000 * 11) / 4, 0]);
    assert.deepEqual(told.swapSets, {
      approvedByBoth: {clients: 1, bad: 0},
      onlyByChampion: {clients: 1, bad: 1},
      onlyByChallenger: {clients: 1, bad: 0},
      declinedByBoth: {clients: 1, bad: 1}
    });
  });

  test("refuses models that have too few such clients in common", async () => {
    await assert.rejects(compareModels(champion, modelOf("b", [1, 2], 0), outcomes, at), {
      code: "MODELS_INCOMPARABLE",
      message:
        "a and b have 2 labelled clients of this data set in common, 1 of them bad; expected at least 2 of each class."
    });
  });
});
