import assert from "node:assert/strict";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import Database from "libsql";
import type {Results} from "../../../server/results/results.ts";
import {openResults} from "../../../server/results/sqlite.ts";
import {type ErrorCode, type Problem, ScorebookError} from "../../../src/core/errors.ts";
import {CLIENTS, createFakeApp, createManualClock} from "../kit/fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "scorebook-storage-"));
after(() => rmSync(folder, {recursive: true}));

/** Results on a disk that can be full: nothing is written then. */
function fullable(): {results: Results; disk: {code: ErrorCode | null}} {
  const disk: {code: ErrorCode | null} = {code: null};
  const real = openResults(":memory:");
  const guard = () => {
    if (disk.code) throw new ScorebookError(disk.code, "No space.");
  };
  const results: Results = {
    ...real,
    async begin(jobs) {
      guard();
      await real.begin(jobs);
    },
    async finish(outcomes) {
      guard();
      return real.finish(outcomes);
    },
    check: async () => guard()
  };
  return {results, disk};
}

test("POST /compute on a full disk is 503 STORAGE_FULL, ready is off, and what was accepted before is finished when there is space", async () => {
  const {results, disk} = fullable();
  const clock = createManualClock();
  const app = await createFakeApp({results, clock});
  const ask = async (method: "GET" | "POST", url: string) => {
    const response = await app.fastify.inject({method, url});
    return {status: response.statusCode, body: response.body === "" ? null : response.json()};
  };
  for (const id of CLIENTS.slice(0, 3)) {
    const accepted = app.scoring.start("score", id);
    if (id === CLIENTS[2]) await accepted.then(() => (disk.code = "STORAGE_FULL"));
    else await accepted.then(() => app.scoring.idle());
  }
  await app.scoring.idle();
  const refused = await ask("POST", `/compute/?ID=${CLIENTS[3]}`);
  assert.equal(refused.status, 503);
  assert.equal((refused.body as Problem).code, "STORAGE_FULL");
  const ready = await ask("GET", "/health/ready");
  assert.equal(ready.status, 503);
  assert.equal(ready.body.checks.results, "unavailable");
  assert.deepEqual(ready.body.problems.results, {code: "STORAGE_FULL", detail: "No space."});
  assert.equal((await ask("GET", `/compute/?ID=${CLIENTS[2]}`)).status, 204);
  clock.advance(1000);
  assert.equal((await ask("GET", `/compute/?ID=${CLIENTS[2]}`)).status, 204);
  disk.code = null;
  clock.advance(1000);
  assert.equal((await ask("GET", `/compute/?ID=${CLIENTS[2]}`)).status, 200);
  assert.equal((await ask("GET", "/health/ready")).status, 200);
  assert.equal((await ask("POST", `/v1/clients/${CLIENTS[3]}/score`)).status, 200);
  assert.deepEqual(await results.pending(), []);
  await app.close();
});

/** Turns of the event loop that do not tell it from one that is blocked; a busy machine grants few of them a second. */
const MOST_BLOCKED = 3;

test("POST /compute under a foreign lock answers 503 STORAGE_LOCKED while others are served, and 202 when it ends in time", async () => {
  const path = join(folder, "locked.sqlite");
  const app = await createFakeApp({results: openResults(path)});
  const foreign = new Database(path);
  foreign.exec("BEGIN IMMEDIATE");
  let turns = 0;
  const counting = setInterval(() => turns++, 5);
  const post = () => app.fastify.inject({method: "POST", url: `/compute/?ID=${CLIENTS[0]}`});
  const refused = await post();
  assert.equal(refused.statusCode, 503);
  assert.equal(refused.json().code, "STORAGE_LOCKED");
  assert.ok(turns > MOST_BLOCKED, `the event loop ran ${turns} times meanwhile`);
  const patient = post();
  setTimeout(() => foreign.exec("ROLLBACK"), 200);
  assert.equal((await patient).statusCode, 202);
  clearInterval(counting);
  await app.close();
  foreign.close();
});

test("the count of turns notices a planted lock that blocks", async () => {
  let turns = 0;
  const counting = setInterval(() => turns++, 5);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  await new Promise((resolve) => setImmediate(resolve));
  clearInterval(counting);
  assert.ok(turns <= MOST_BLOCKED);
});
