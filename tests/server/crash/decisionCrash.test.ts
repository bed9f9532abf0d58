import assert from "node:assert/strict";
import {type ChildProcess, spawn} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import {openChain} from "../../../server/audit/sqlite.ts";
import {verifyChain} from "../../../server/audit/verify.ts";
import type {DecisionSummary} from "../../../src/core/schema/decision.ts";

const folder = mkdtempSync(join(tmpdir(), "scorebook-decisions-"));
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, {recursive: true});
});

async function start(path: string, mode: string): Promise<{child: ChildProcess; address: string}> {
  const script = new URL("decisionCrashChild.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, ["--import", "tsx", script, path, mode], {
    stdio: ["ignore", "pipe", "inherit"]
  });
  children.push(child);
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (line) => resolve(String(line).trim()));
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {child, address};
}

/** Decides with eight at once, each under a note of its own, and kills the server at its nth answer. */
async function decideUntilKilled(path: string, mode: string, round: number, killAt: number) {
  const {child, address} = await start(path, mode);
  const acknowledged: {note: string; id: number; hash: string}[] = [];
  let next = 0;
  const officer = async (by: string) => {
    while (!child.killed) {
      const note = `${round}/${next++}`;
      const response = await fetch(`${address}/v1/clients/100001/decisions`, {
        method: "POST",
        headers: {"content-type": "application/json"},
        body: JSON.stringify({decision: "approve", note, by})
      }).catch(() => null);
      const answer = (await response?.json().catch(() => null)) as DecisionSummary | null;
      if (response?.status !== 200 || !answer) return;
      acknowledged.push({note, id: answer.id, hash: answer.hash});
      if (acknowledged.length >= killAt) child.kill("SIGKILL");
    }
  };
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await Promise.all(Array.from({length: 8}, (_, i) => officer(`officer ${i}`)));
  await ended;
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
