import assert from "node:assert/strict";
import {type ChildProcess, spawn} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync, symlinkSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {after, before, test} from "node:test";
import {pathToFileURL} from "node:url";
import {build, type Plugin} from "esbuild";
import Database from "libsql";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {openResults} from "../../../server/results/sqlite.ts";
import type {JobAccepted} from "../../../src/core/protocol.ts";

const MOMENTS = 100;
/** How long a start is waited for on a busy machine; how long the longest one took is told. */
const PATIENCE_MS = 120_000;
const folder = mkdtempSync(join(tmpdir(), "scorebook-crash-"));
const script = join(folder, "child.mjs");
const children: ChildProcess[] = [];
before(async () => {
  // One file starts in a tenth of the time that its modules take one by one.
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  const stayingWhereTheyAre: Plugin = {
    name: "import.meta.url of the sources",
    setup: (building) =>
      building.onLoad({filter: /\.ts$/}, ({path}) => {
        const url = JSON.stringify(pathToFileURL(path).href);
        return {contents: readFileSync(path, "utf8").replaceAll("import.meta.url", url), loader: "ts"};
      })
  };
  const entryPoints = [new URL("crashChild.ts", import.meta.url).pathname];
  await build({
    entryPoints,
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    // What CommonJS packages need to be part of a module.
    banner: {
      js: 'import {createRequire} from "node:module"; const require = createRequire(import.meta.url); const __dirname = import.meta.dirname;'
    },
    external: ["libsql", "nodejs-polars", "@fastify/swagger-ui"],
    plugins: [stayingWhereTheyAre]
  });
});
after(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, {recursive: true});
});

function spawnChild(path: string, mode: string): {child: ChildProcess; address: Promise<string>} {
  const child = spawn(process.execPath, [script, path, mode], {stdio: ["ignore", "pipe", "inherit"]});
  children.push(child);
  const address = new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (line) => resolve(String(line).trim()));
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    setTimeout(
      () => reject(new Error(`the server did not start within ${PATIENCE_MS} ms`)),
      PATIENCE_MS
    ).unref();
  });
  address.catch(() => {});
  return {child, address};
}

const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.signalCode !== null || child.exitCode !== null) resolve();
    else child.once("exit", () => resolve());
  });

/** Posts for one client after the other, eight at a time, until the server is gone; answers jobs by client. */
async function postUntilGone(
  address: string,
  firstClient: number,
  onAccepted: (count: number) => void = () => {}
): Promise<Map<number, string>> {
  const acknowledged = new Map<number, string>();
  let next = firstClient;
  const caller = async () => {
    for (;;) {
      const id = next++;
      const response = await fetch(`${address}/compute/?ID=${id}`, {method: "POST"}).catch(() => null);
      if (response?.status !== 202) return;
      const accepted = (await response.json().catch(() => null)) as JobAccepted | null;
      if (!accepted) return;
      acknowledged.set(id, accepted.job);
      onAccepted(acknowledged.size);
    }
  };
  await Promise.all(Array.from({length: 8}, caller));
  return acknowledged;
}

/** Names acknowledged clients whose job is not there. */
async function lost(path: string, acknowledged: ReadonlyMap<number, string>): Promise<number[]> {
  const results = openResults(path);
  const missing: number[] = [];
  for (const [id, job] of acknowledged) if ((await results.job(job))?.clientId !== id) missing.push(id);
  await results.close();
  return missing;
}

/** Names clients with more than one job, though each was asked for once. */
function doubled(path: string): number[] {
  const db = new Database(path);
  const rows = db.prepare("SELECT client_id AS id FROM jobs GROUP BY client_id HAVING count(*) > 1").all();
  db.close();
  return (rows as {id: number}[]).map(({id}) => id);
}

test(`kill −9 at ${MOMENTS} random moments under load: it starts again, nothing acknowledged missing, nothing doubled`, async (t) => {
  const path = join(folder, "honest.sqlite");
  const seed = Date.now() & 0xffff;
  const random = xoroshiro128plus(seed);
  const below = (most: number) => (random.next() >>> 0) % most;
  const acknowledged = new Map<number, string>();
  let underLoad = 0;
  let longestMs = 0;
  for (let moment = 0; moment < MOMENTS; moment++) {
    const startedAt = performance.now();
    const {child, address} = spawnChild(path, "honest");
    // One in five is killed while it starts and takes up what the last one left.
    if (moment % 5 === 4) setTimeout(() => child.kill("SIGKILL"), below(400));
    const base = await address.catch(() => null);
    if (base === null) assert.equal(child.signalCode, "SIGKILL", `moment ${moment} of seed ${seed}`);
    else {
      longestMs = Math.max(longestMs, performance.now() - startedAt);
      // From the first answer on: how soon that comes is the machine's affair.
      const killSoon = (count: number) => {
        if (count === 1) setTimeout(() => child.kill("SIGKILL"), below(200));
      };
      const told = await postUntilGone(base, 100_001 + moment * 300, killSoon);
      if (told.size === 0) child.kill("SIGKILL");
      for (const [id, job] of told) acknowledged.set(id, job);
      underLoad++;
    }
    await ended(child);
  }
  t.diagnostic(
    `seed ${seed}: ${acknowledged.size} jobs acknowledged, ${underLoad} kills under load, longest start ${Math.round(longestMs)} ms`
  );
  assert.ok(
    underLoad >= MOMENTS * 0.8 && acknowledged.size > MOMENTS,
    `${acknowledged.size} of ${underLoad}`
  );
  assert.deepEqual(await lost(path, acknowledged), []);

  const {child, address} = spawnChild(path, "honest");
  const base = await address;
  for (const id of acknowledged.keys()) {
    let status = 204;
    while (status === 204) status = (await fetch(`${base}/compute/?ID=${id}`)).status;
    assert.equal(status, 200, `client ${id}`);
  }
  child.kill("SIGKILL");
  await ended(child);
  const finished = openResults(path);
  assert.deepEqual(await finished.pending(), []);
  await finished.close();
  assert.deepEqual(doubled(path), []);
});

test("the check for losses notices a planted server that answers before it writes", async () => {
  const path = join(folder, "late.sqlite");
  const {child, address} = spawnChild(path, "late");
  const acknowledged = await postUntilGone(await address, 100_001, (count) => {
    if (count >= 40) child.kill("SIGKILL");
  });
  await ended(child);
  assert.ok((await lost(path, acknowledged)).length > 0);
});

test("the check for doubles notices a planted job that was asked for twice", async () => {
  const path = join(folder, "twice.sqlite");
  const results = openResults(path);
  const asked = {kind: "score", clientId: 100_001, requestedAt: "2026-01-01T00:00:00.000Z"} as const;
  await results.begin([
    {job: "a", ...asked},
    {job: "b", ...asked}
  ]);
  await results.close();
  assert.deepEqual(doubled(path), [100_001]);
});
