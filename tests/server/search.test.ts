import assert from "node:assert/strict";
import {appendFileSync, mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, test} from "node:test";
import {setTimeout as wait} from "node:timers/promises";
import {io, type Socket} from "socket.io-client";
import {createRandomSampler} from "../../models/search/samplers/randomSampler.ts";
import {openJournal} from "../../models/search/storage/journalFile.ts";
import {createStudy} from "../../models/search/study/study.ts";
import type {App} from "../../server/app/app.ts";
import {openStudies} from "../../server/search/studies.ts";
import type {Problem} from "../../src/core/errors.ts";
import type {Ack, ClientToServer, ServerToClient} from "../../src/core/protocol.ts";
import type {StudyAnswer, StudySummary} from "../../src/core/schema/study.ts";
import {createFakeApp, listen} from "./kit/fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "scorebook-search-"));
const begin = (name: string, dir = join(folder, "studies", name)) =>
  createStudy({
    storage: openJournal(join(dir, "study.journal")),
    name,
    sampler: createRandomSampler({seed: 1})
  });
function addTrial(study: ReturnType<typeof begin>, value: number, reports: number[] = []) {
  const trial = study.ask();
  trial.suggestFloat("rate", 0.01, 1, {log: true});
  trial.suggestCategorical("kind", ["a", null]);
  reports.forEach((reported, step) => {
    trial.report(reported, step);
  });
  return study.tell(trial, value);
}

let app: App;
let address: string;
let socket: Socket<ServerToClient, ClientToServer>;
before(async () => {
  app = await createFakeApp({studies: openStudies(join(folder, "studies"), join(folder, "model"))});
  address = await listen(app);
  socket = io(address, {transports: ["websocket"]});
});
after(async () => {
  socket.close();
  await app.close();
});
const get = async <T>(path: string): Promise<{status: number; body: T}> => {
  const answer = await fetch(`${address}${path}`);
  return {status: answer.status, body: (await answer.json()) as T};
};

test("GET /v1/search/studies is empty where nobody searched, and GET …/:name is STUDY_UNKNOWN", async () => {
  assert.deepEqual((await get("/v1/search/studies")).body, {studies: []});
  const {status, body} = await get<Problem>("/v1/search/studies/none");
  assert.deepEqual([status, body.code], [404, "STUDY_UNKNOWN"]);
});

test("GET /v1/search/studies/:name gives a study with what is no number as null", async () => {
  const study = begin("first");
  addTrial(study, 0.5, [Number.NaN, 0.5]);
  addTrial(study, Number.POSITIVE_INFINITY);
  addTrial(study, 0.25);
  begin("of-the-model", join(folder, "model"));
  const {body} = await get<StudyAnswer>("/v1/search/studies/first");
  assert.deepEqual([body.trials, body.complete, body.best], [3, 3, {number: 2, value: 0.25}]);
  assert.deepEqual(body.list[0]!.reports, [
    {step: 0, value: null},
    {step: 1, value: 0.5}
  ]);
  assert.equal(body.list[1]!.value, null);
  assert.deepEqual(
    body.parameters.map(({name, choices}) => [name, choices]),
    [
      ["rate", null],
      ["kind", ["a", null]]
    ]
  );
  const {studies} = (await get<{studies: StudySummary[]}>("/v1/search/studies")).body;
  assert.deepEqual(studies.map(({name}) => name).sort(), ["first", "of-the-model"]);
});

test("search:join answers the study, and search:progress tells the trials that began or changed since", async () => {
  const study = begin("live");
  addTrial(study, 1);
  const seen: Parameters<ServerToClient["search:progress"]>[0][] = [];
  socket.on("search:progress", (fact) => seen.push(fact));
  const answer = (await socket.emitWithAck("search:join", {name: "live"})) as Ack<StudyAnswer>;
  assert.ok(answer.ok && answer.body.trials === 1);
  await wait(1200);
  assert.equal(seen.length, 0, "a study that does not grow tells nothing");
  addTrial(study, 0.5);
  for (let i = 0; i < 2400 && Number(seen.length) === 0; i++) await wait(50);
  assert.deepEqual(
    seen.flatMap(({trials}) => trials.map(({number}) => number)),
    [1]
  );
  assert.deepEqual(seen.at(-1)!.study.best, {number: 1, value: 0.5});
  assert.ok((await socket.emitWithAck("search:leave", {})).ok);
  addTrial(study, 0.25);
  await wait(1200);
  assert.equal(Number(seen.length), 1, "who has left is told nothing");
});

test("search:join of no study is the same problem as over REST", async () => {
  const answer = (await socket.emitWithAck("search:join", {name: "none"})) as Ack<StudyAnswer>;
  assert.ok(!answer.ok && answer.problem.code === "STUDY_UNKNOWN");
  const wrong = (await socket.emitWithAck("search:join", {name: "../x"})) as Ack<StudyAnswer>;
  assert.ok(!wrong.ok && wrong.problem.code === "REQUEST_INVALID");
});

test("openStudies(folder) reads what was added, half lines later, another file anew, and tells a wrong line", () => {
  const studies = openStudies(join(folder, "studies"));
  const file = join(folder, "studies", "first", "study.journal");
  assert.equal(studies.read("first").trials, 3);
  const line = '{"op_code":4,"worker_id":"w","study_id":0,"datetime_start":null,"state":4}\n';
  appendFileSync(file, line.slice(0, 20));
  assert.equal(studies.read("first").trials, 3);
  appendFileSync(file, line.slice(20));
  assert.equal(studies.read("first").trials, 4);
  writeFileSync(file, '{"op_code":0,"worker_id":"w","study_name":"first","directions":[2]}\n');
  assert.deepEqual([studies.read("first").trials, studies.read("first").direction], [0, "maximize"]);
  appendFileSync(file, "wrong\n");
  assert.throws(() => studies.read("first"), /Line 2 of the journal/);
});
