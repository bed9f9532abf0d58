import assert from "node:assert/strict";
import {readFileSync, realpathSync, truncateSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {readMeta} from "../../loaders/generation/meta.ts";
import {openHistoryOf} from "../../loaders/history/read.ts";
import {type App, createApp} from "../../server/app/app.ts";
import {openParts} from "../../server/app/open.ts";
import {createDataset} from "../../server/data/dataset.ts";
import type {Problem} from "../../src/core/errors.ts";
import type {Explanation} from "../../src/core/schema/explanation.ts";
import {createDemoSet} from "./kit/demoSet.ts";
import {createManualClock, silent} from "./kit/fakes.ts";

const CLIENT = 100002;
/** A client that the generator does not make. */
const NEW_CLIENT = 999_999;

type Table = "application" | "bureau";
interface WhatIf {
  before: Explanation;
  after: Explanation;
  changed: {name: string}[];
}

let set: Awaited<ReturnType<typeof createDemoSet>>;
let app: App;
let parts: ReturnType<typeof openParts>;
before(async () => {
  set = await createDemoSet();
  parts = openParts(set.config, silent);
  app = await createApp(parts);
});
after(async () => {
  await app.close();
  set.remove();
});

async function ask<T>(url: string, payload?: object): Promise<{status: number; body: T}> {
  const response = await app.fastify.inject({
    method: payload ? "POST" : "GET",
    url,
    ...(payload && {payload})
  });
  return {status: response.statusCode, body: response.json() as T};
}

/** Changes one cell of a client's application in the raw tables; or adds a client with the same cells. */
function changeRaw(change: {credit: number} | {id: number}): void {
  const path = join(set.config.data, "raw", "application_train.csv");
  const [header = "", ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  const at = header.split(",").indexOf("AMT_CREDIT");
  const own = lines.findIndex((line) => line.startsWith(`${CLIENT},`));
  const cells = lines[own]!.split(",");
  if ("credit" in change) lines[own] = cells.with(at, String(change.credit)).join(",");
  else lines.push(cells.with(0, String(change.id)).join(","));
  writeFileSync(path, `${[header, ...lines].join("\n")}\n`);
}

async function creditInHistory(): Promise<number> {
  type History = {tables: {name: Table; rows: {AMT_CREDIT: number}[]}[]};
  const {body} = await ask<History>(`/v1/clients/${CLIENT}/history`);
  return body.tables[0]!.rows[0]!.AMT_CREDIT;
}
const credit = ({features}: Explanation) => features.find(({name}) => name === "app_credit")?.value;

/** Waits until the server answers from the run that meta.json names. */
async function untilReopened(): Promise<void> {
  const {generation} = readMeta(set.config.data);
  while (parts.dataset.current().generation !== generation) await new Promise((done) => setTimeout(done, 20));
}

let asked = 0;

/** Asks for a what-if that changes a day, each time another, and no amount, and tells whether old and new data met in the answer. */
async function mixed(): Promise<boolean> {
  const values = {DAYS_LAST_PHONE_CHANGE: -(++asked % 3000)};
  const edit = {op: "edit", table: "application", index: 0, values};
  const {status, body} = await ask<WhatIf>(`/v1/clients/${CLIENT}/what-if`, {rows: [edit]});
  assert.equal(status, 200, JSON.stringify(body));
  return (
    body.changed.some(({name}) => name.startsWith("app_credit")) || credit(body.before) !== credit(body.after)
  );
}

describe("features computed anew under a running server", () => {
  test("GET …/explanation, …/history and what-if change together under load, and no answer mixes two runs", async () => {
    const before = await creditInHistory();
    const seen = new Set<number>([before]);
    let answers = 0;
    let isDone = false;
    const load = async () => {
      while (!isDone) {
        assert.equal(await mixed(), false);
        seen.add(await creditInHistory());
        answers++;
        await new Promise((done) => setImmediate(done));
      }
    };
    const loads = [load(), load(), load()];
    const credits = [before + 4500, before + 9000];
    for (const value of credits) {
      changeRaw({credit: value});
      await buildFeatures(set.config.data);
      await untilReopened();
      const {body} = await ask<Explanation>(`/v1/clients/${CLIENT}/explanation`);
      assert.equal(await creditInHistory(), value);
      assert.equal(credit(body), value);
      while (!seen.has(value)) await new Promise((done) => setTimeout(done, 5));
    }
    isDone = true;
    await Promise.all(loads);
    assert.deepEqual([...seen], [before, ...credits]);
    assert.ok(answers > 10, `${answers} answers`);
  });

  test("GET /compute/?ID= and GET /v1/model know a new client and the new data without a restart", async () => {
    type Model = {served: {data: {fingerprint: string; clients: number; dataAsOfSource: string}}};
    assert.equal((await ask(`/v1/clients/${NEW_CLIENT}/score`)).status, 404);
    const old = (await ask<Model>("/v1/model")).body.served.data;
    changeRaw({id: NEW_CLIENT});
    await buildFeatures(set.config.data);
    await untilReopened();
    assert.equal((await ask(`/v1/clients/${NEW_CLIENT}/score`)).status, 200);
    assert.equal((await ask(`/v1/clients/${NEW_CLIENT}/history`)).status, 200);
    const fresh = (await ask<Model>("/v1/model")).body.served.data;
    assert.equal(fresh.clients, old.clients + 1);
    assert.notEqual(fresh.fingerprint, old.fingerprint);
    assert.equal(fresh.fingerprint, readMeta(set.config.data).fingerprint);
    assert.equal(fresh.dataAsOfSource, "stated");
  });

  test("mixed() finds a planted engine whose history is of another run than its features", async () => {
    const older = openHistoryOf(set.config.data);
    changeRaw({credit: 450_000});
    await buildFeatures(set.config.data);
    await untilReopened();
    const current = parts.dataset.current();
    const {rows} = current.engine;
    Object.assign(current.engine, {rows: (id: number) => older.rows(id)});
    assert.equal(await mixed(), true);
    Object.assign(current.engine, {rows});
    assert.equal(await mixed(), false);
    older.close();
  });

  test("createDataset(…) serves the old run on when the new one cannot be opened, and says so once", async () => {
    const {data} = set.config;
    const clock = createManualClock();
    const told: string[] = [];
    const log = {
      ...silent,
      error: (_fields: unknown, text: string) => told.push(text),
      info() {},
      warn() {},
      debug() {}
    };
    let fault: Error | undefined;
    const open = () => {
      if (fault) throw fault;
      return {...parts.dataset.current(), generation: readMeta(data).generation, close() {}};
    };
    const dataset = createDataset({dataDir: data, open, clock, log: log as never});
    const served = dataset.current();
    fault = new Error("planted");
    await buildFeatures(data, {force: true});
    clock.advance(5000);
    assert.equal(dataset.current(), served);
    assert.deepEqual(told, ["the data set was replaced by one that cannot be served"]);
    fault = undefined;
    clock.advance(2000);
    assert.equal(dataset.current().generation, readMeta(data).generation);
    dataset.close();
    await untilReopened();
  });
});

describe("damage under a running server", () => {
  type Ready = {status: string; checks: Record<string, string>; problems?: Record<string, Problem>};

  test("GET /health/ready tells damage found on reading, the answer names the file, and npm run features mends both", async () => {
    const {data} = set.config;
    assert.equal((await ask<Ready>("/health/ready")).status, 200);
    const path = realpathSync(join(data, "features.f32"));
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.alloc(bytes.length));
    const {status, body} = await ask<Problem>(`/v1/clients/${CLIENT}/score`);
    assert.equal(status, 503);
    assert.equal(body.code, "STORAGE_DAMAGED");
    assert.match(
      body.detail,
      /features\.f32 is damaged in the row of client 100002; compute it again with npm run/
    );
    assert.equal((await ask(`/v1/clients/${CLIENT}/history`)).status, 503);
    const ready = await ask<Ready>("/health/ready");
    assert.equal(ready.status, 503);
    assert.deepEqual([ready.body.checks.features, ready.body.checks.history], ["unavailable", "ok"]);
    assert.match(ready.body.problems!.features!.detail, /features\.f32/);
    await buildFeatures(data);
    await untilReopened();
    assert.equal((await ask(`/v1/clients/${CLIENT}/score`)).status, 200);
    assert.equal((await ask<Ready>("/health/ready")).status, 200);
  });

  test("openParts(config) finds damage that nobody has asked for, in the background", async () => {
    const path = realpathSync(join(set.config.data, "history", "bureau_balance.records"));
    const bytes = readFileSync(path);
    bytes[bytes.length - 3]! ^= 16;
    writeFileSync(path, bytes);
    const second = openParts(set.config, silent);
    const check = second.checks!.history!;
    for (let isFound = false; !isFound; await new Promise((done) => setTimeout(done, 10))) {
      try {
        check();
      } catch (error) {
        assert.match(String(error), /bureau_balance\.records has other content than was written/);
        isFound = true;
      }
    }
    second.dataset.close();
    second.results.close();
    await buildFeatures(set.config.data);
    await untilReopened();
  });

  test("openParts(config) refuses to start on a cut off or missing file of features or history, in one sentence", async () => {
    for (const name of ["features.f32", "history/application.records", "history/clients.i32"]) {
      truncateSync(realpathSync(join(set.config.data, name)), 8);
      assert.throws(() => openParts(set.config, silent), {
        code: "STORAGE_DAMAGED",
        message: new RegExp(name)
      });
      await buildFeatures(set.config.data);
    }
    await untilReopened();
  });
});
