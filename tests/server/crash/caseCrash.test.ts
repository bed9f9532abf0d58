import assert from "node:assert/strict";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import {openCases} from "../../../server/cases/sqlite.ts";
import type {CaseFact} from "../../../src/core/schema/case.ts";
import {answerOf, askUntilKilled, createKillables} from "./killable.ts";

const folder = mkdtempSync(join(tmpdir(), "scorebook-case-crash-"));
const {start, killAll} = createKillables();
after(() => {
  killAll();
  rmSync(folder, {recursive: true});
});

/** The clients whose cases are changed, two officers each. */
const CLIENTS = [100_001, 100_002, 100_003, 100_004];
type Acknowledged = {clientId: number; note: string; version: number}[];

/** Notes with eight at once, each in the words of its own, and kills the server at its nth answer. */
async function noteUntilKilled(path: string, mode: string, round: number, killAt: number) {
  const server = await start(new URL("caseCrashChild.ts", import.meta.url), path, mode);
  const acknowledged: Acknowledged = [];
  let next = 0;
  await askUntilKilled(server, {askers: 2 * CLIENTS.length, killAt}, async (i) => {
    const clientId = CLIENTS[i % CLIENTS.length]!;
    const note = `${round}/${next++}`;
    const fact = await answerOf<CaseFact>(`${server.address}/v1/cases/${clientId}`, {
      note,
      by: `officer ${i}`
    });
    if (fact) acknowledged.push({clientId, note, version: fact.version});
    return fact !== null;
  });
  return acknowledged;
}

/** Counts what of the acknowledged notes is lost, and what stands in another order than it was acknowledged in. */
async function lossesOf(path: string, acknowledged: Acknowledged) {
  const store = openCases(path);
  let lost = 0;
  let moved = 0;
  for (const client of CLIENTS) {
    const texts = ((await store.read(client))?.notes ?? []).map(({text}) => text);
    const own = acknowledged
      .filter(({clientId}) => clientId === client)
      .sort((a, b) => a.version - b.version);
    const places = own.map(({note}) => texts.indexOf(note));
    lost += places.filter((place) => place < 0).length;
    moved += places.filter((place, i) => i > 0 && place >= 0 && place < places[i - 1]!).length;
  }
  store.close();
  return {lost, moved};
}

test("kill −9 while eight officers note in four cases loses no acknowledged note and keeps their order", async () => {
  const path = join(folder, "honest.sqlite");
  const acknowledged: Acknowledged = [];
  for (const [round, killAt] of [1, 9, 60, 120].entries()) {
    acknowledged.push(...(await noteUntilKilled(path, "honest", round, killAt)));
    assert.deepEqual(await lossesOf(path, acknowledged), {lost: 0, moved: 0});
  }
  assert.ok(acknowledged.length >= 190);
});

test("the check for losses notices a planted store of cases that answers before it writes", async () => {
  const path = join(folder, "late.sqlite");
  const acknowledged = await noteUntilKilled(path, "late", 0, 40);
  assert.ok((await lossesOf(path, acknowledged)).lost > 0);
});
