import assert from "node:assert/strict";
import {type ChildProcess, spawn} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import {openResults} from "../../server/results/sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "scorebook-crash-"));
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, {recursive: true});
});

async function start(path: string, mode: string): Promise<{child: ChildProcess; address: string}> {
  const script = new URL("crashChild.ts", import.meta.url).pathname;
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

/** Posts for one client after the other, eight at a time, and kills the server at its nth answer. */
async function postUntilKilled(
  path: string,
  mode: string,
  firstClient: number,
  killAt: number
): Promise<number[]> {
  const {child, address} = await start(path, mode);
  const acknowledged: number[] = [];
  let next = firstClient;
  const caller = async () => {
    while (!child.killed) {
      const id = next++;
      const response = await fetch(`${address}/compute/?ID=${id}`, {method: "POST"}).catch(() => null);
      if (response?.status !== 202) return;
      acknowledged.push(id);
      if (acknowledged.length >= killAt) child.kill("SIGKILL");
    }
  };
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await Promise.all(Array.from({length: 8}, caller));
  await ended;
  return acknowledged;
}

async function lost(path: string, acknowledged: readonly number[]): Promise<number[]> {
  const results = openResults(path);
  const missing: number[] = [];
  for (const id of acknowledged) if ((await results.last("score", id)) === null) missing.push(id);
  await results.close();
  return missing;
}

test("kill −9 between POST /compute/ and GET /compute/ loses nothing that was acknowledged", async () => {
  const path = join(folder, "honest.sqlite");
  const acknowledged: number[] = [];
  for (const [round, killAt] of [3, 60].entries())
    acknowledged.push(...(await postUntilKilled(path, "honest", 100001 + round * 500, killAt)));
  assert.ok(acknowledged.length >= 63);
  assert.deepEqual(await lost(path, acknowledged), []);
  const unfinished = openResults(path);
  assert.ok((await unfinished.pending()).length > 0, "the servers were killed with work in hand");
  await unfinished.close();

  const {child, address} = await start(path, "honest");
  for (const id of acknowledged) {
    let status = 204;
    while (status === 204) status = (await fetch(`${address}/compute/?ID=${id}`)).status;
    assert.equal(status, 200, `client ${id}`);
  }
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
  const finished = openResults(path);
  assert.deepEqual(await finished.pending(), []);
  await finished.close();
});

test("the check for losses notices a planted server that answers before it writes", async () => {
  const path = join(folder, "late.sqlite");
  const acknowledged = await postUntilKilled(path, "late", 100001, 40);
  assert.ok((await lost(path, acknowledged)).length > 0);
});
