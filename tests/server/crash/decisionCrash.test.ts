import assert from "node:assert/strict";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import {openChain} from "../../../server/audit/sqlite.ts";
import {verifyChain} from "../../../server/audit/verify.ts";
import type {DecisionSummary} from "../../../src/core/schema/decision.ts";
import {answerOf, askUntilKilled, createKillables} from "./killable.ts";

const folder = mkdtempSync(join(tmpdir(), "scorebook-decisions-"));
const {start, killAll} = createKillables();
after(() => {
  killAll();
  rmSync(folder, {recursive: true});
});

/** Decides with eight at once, each under a note of its own, and kills the server at its nth answer. */
async function decideUntilKilled(path: string, mode: string, round: number, killAt: number) {
  const server = await start(new URL("decisionCrashChild.ts", import.meta.url), path, mode);
  const url = `${server.address}/v1/clients/100001/decisions`;
  const acknowledged: {note: string; id: number; hash: string}[] = [];
  let next = 0;
  await askUntilKilled(server, {askers: 8, killAt}, async (i) => {
    const note = `${round}/${next++}`;
    const answer = await answerOf<DecisionSummary>(url, {decision: "approve", note, by: `officer ${i}`});
    if (answer) acknowledged.push({note, id: answer.id, hash: answer.hash});
    return answer !== null;
  });
  return acknowledged;
}

/** Tells what of the acknowledged decisions the chain lost or doubled, and whether it is whole. */
async function lossesOf(path: string, acknowledged: Awaited<ReturnType<typeof decideUntilKilled>>) {
  const chain = openChain(path);
  const report = await verifyChain(chain);
  const records = await chain.list({kinds: ["decision"], limit: 100_000});
  chain.close();
  const byNote = new Map<string, number>();
  for (const {body} of records) byNote.set(String(body.note), (byNote.get(String(body.note)) ?? 0) + 1);
  const hashes = new Map(records.map(({seq, hash}) => [seq, hash]));
  return {
    fault: report.fault,
    lost: acknowledged.filter(({note, id, hash}) => !byNote.has(note) || hashes.get(id) !== hash).length,
    doubled: [...byNote.values()].filter((count) => count > 1).length
  };
}

test("kill −9 while eight officers decide loses no acknowledged decision and doubles none; the chain goes on whole", async () => {
  const path = join(folder, "honest.sqlite");
  const acknowledged: Awaited<ReturnType<typeof decideUntilKilled>> = [];
  for (const [round, killAt] of [1, 7, 40, 90, 150].entries()) {
    acknowledged.push(...(await decideUntilKilled(path, "honest", round, killAt)));
    assert.deepEqual(await lossesOf(path, acknowledged), {fault: null, lost: 0, doubled: 0});
  }
  assert.ok(acknowledged.length >= 288);
});

test("the check for losses notices a planted chain that answers before it writes", async () => {
  const path = join(folder, "late.sqlite");
  const acknowledged = await decideUntilKilled(path, "late", 0, 40);
  assert.ok((await lossesOf(path, acknowledged)).lost > 0);
});
