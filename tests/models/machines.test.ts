import assert from "node:assert/strict";
import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync, mkdtempSync, readFileSync} from "node:fs";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {test} from "node:test";
import {fileURLToPath} from "node:url";
import {ownPlaces, parseMachines} from "../../models/machines/list.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";
import {growShared} from "./machinesChild.ts";
import {SKIP_WITHOUT_LIGHTGBM as skip} from "./nativeLibrary.ts";
import {writeSyntheticStore} from "./syntheticStore.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CHILD = "tests/models/machinesChild.ts";

interface Ended {
  code: number | null;
  out: string;
  err: string;
}
function start(args: string[]): {
  child: ChildProcess;
  ended: Promise<Ended>;
  said: (words: RegExp) => Promise<void>;
} {
  const child = spawn(process.execPath, ["--import", "tsx", ...args], {cwd: ROOT});
  const texts = {out: "", err: ""};
  child.stdout.on("data", (chunk: Buffer) => {
    texts.out += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    texts.err += chunk;
  });
  const ended = once(child, "close").then(([code]) => ({code: code as number | null, ...texts}));
  const said = async (words: RegExp) => {
    while (!words.test(texts.out)) await once(child.stdout, "data");
  };
  return {child, ended, said};
}

/** Finds ports that nobody listens on. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({length: count}, async () => {
      const server = createServer().listen(0, "0.0.0.0");
      await once(server, "listening");
      return server;
    })
  );
  const ports = servers.map((server) => (server.address() as {port: number}).port);
  for (const server of servers) server.close();
  return ports;
}
const loopback = (ports: readonly number[]) => ports.map((port) => `127.0.0.1:${port}`).join(",");

/** Keeps of a model's text what the trees are, without parameters, and without the counts that are estimated. */
const treesOf = (text: string): string =>
  text
    .slice(text.indexOf("Tree=0"), text.indexOf("end of trees"))
    .split("\n")
    .filter((line) => !/^(leaf|internal)_count=/.test(line))
    .join("\n");

test("parseMachines(list) reads two or more different machines and refuses the rest with one sentence", () => {
  assert.deepEqual(parseMachines("a.example:1, 10.0.0.2:65535"), [
    {host: "a.example", port: 1},
    {host: "10.0.0.2", port: 65535}
  ]);
  assert.equal(parseMachines(undefined), undefined);
  for (const [list, words] of [
    ["a:1", /a:1 alone/],
    ["a:1,a:1", /a:1 twice/],
    ["a:1,b", /has "b"; host:port/],
    ["a:0,b:1", /has "a:0"/],
    ["a:1,b:70000", /has "b:70000"/],
    ["a:1,[::1]:5", /host:port/]
  ] as const)
    assert.throws(() => parseMachines(list), words, list);
});

test("ownPlaces(machines, own) finds this machine in the list and says its address when it is not there", () => {
  const machines = [
    {host: "10.0.0.1", port: 1},
    {host: "10.0.0.2", port: 1},
    {host: "127.0.1.1", port: 2}
  ];
  assert.deepEqual(ownPlaces(machines, ["10.0.0.2"]), [1, 2]);
  assert.throws(
    () => ownPlaces(machines.slice(0, 2), ["127.0.0.1", "10.0.0.9"]),
    /address 10\.0\.0\.9 was expected/
  );
});

for (const machines of [2, 3])
  test(`joinMachines(list) on loopback: ${machines} processes grow the trees of one, to the last digit`, {
    skip
  }, async () => {
    const list = loopback(await freePorts(machines));
    const runs = Array.from({length: machines}, () => start([CHILD, list, "30"]));
    const ended = await Promise.all(runs.map((run) => run.ended));
    for (const {code, err} of ended) assert.equal(code, 0, err);
    const ranks = ended.map(({out}) => Number(/joined as (\d)/.exec(out)![1])).sort();
    assert.deepEqual(ranks, [...ranks.keys()]);
    const alone = treesOf(growShared(30));
    for (const {out} of ended) assert.equal(treesOf(out), alone);
    assert.notEqual(treesOf(growShared(29)), alone);
  });

test("joinMachines(list) ends everybody with a sentence when a machine is lost", {skip}, async () => {
  const list = loopback(await freePorts(2));
  const runs = [start([CHILD, list, "1000000"]), start([CHILD, list, "1000000"])] as const;
  await Promise.all(runs.map(({said}) => said(/joined/)));
  runs[1].child.kill("SIGKILL");
  const {code, err} = await runs[0].ended;
  assert.notEqual(code, 0);
  // LightGBM may see it first.
  assert.match(
    err,
    /^(The connection with 127\.0\.0\.1:\d+ was lost before the training ended|.*Socket recv error)/m
  );
});

test("joinMachines(list) stops all when one was started for something else", {skip}, async () => {
  const list = loopback(await freePorts(2));
  const ended = await Promise.all(["this", "that"].map((task) => start([CHILD, list, "3", task]).ended));
  for (const {code, err} of ended) {
    assert.notEqual(code, 0);
    assert.match(err, /was started on other data or with other options/);
  }
});

async function makeStore(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "machines-"));
  await writeSyntheticStore(folder, 900, 6);
  return folder;
}
const train = (folder: string, data: string, args: string[]) =>
  start([
    ...["models/train.ts", "--data", data, "--models", folder, "--name", "m", "--no-baselines"],
    ...["--rounds", "12", "--folds", "3", "--patience", "0", ...args]
  ]).ended;

test("npm run train -- --machines keeps one model, with the machines in its manifest", {skip}, async () => {
  const data = await makeStore();
  const folders = Array.from({length: 3}, () => mkdtempSync(join(tmpdir(), "machines-")));
  const list = loopback(await freePorts(2));
  const [alone, ...both] = await Promise.all([
    train(folders[0]!, data, []),
    train(folders[1]!, data, ["--machines", list]),
    train(folders[2]!, data, ["--machines", list])
  ]);
  for (const {code, err} of [alone, ...both]) assert.equal(code, 0, err);
  const written = folders.slice(1).filter((folder) => existsSync(join(folder, "m")));
  assert.equal(written.length, 1);
  assert.equal(both.filter(({out}) => /helped in .* keeps the model m/.test(out)).length, 1);
  const manifestOf = (folder: string) =>
    JSON.parse(readFileSync(join(folder, "m/manifest.json"), "utf8")) as Manifest;
  const {training, metrics} = manifestOf(written[0]!);
  const {params} = training as {params: Record<string, unknown>};
  assert.deepEqual([params.tree_learner, params.num_machines], ["data", 2]);
  const one = manifestOf(folders[0]!);
  assert.ok(Math.abs(metrics.auc - one.metrics.auc) < 3 * one.metrics.aucStandardError);
});

test("npm run train -- --machines --sample N draws the same clients on each, and stops all when one has another N", {
  skip
}, async () => {
  const data = await makeStore();
  const run = async (samples: readonly [string, string]) => {
    const list = loopback(await freePorts(2));
    const folders = samples.map(() => mkdtempSync(join(tmpdir(), "machines-")));
    const ended = await Promise.all(
      samples.map((sample, i) => train(folders[i]!, data, ["--machines", list, "--sample", sample]))
    );
    return {ended, written: folders.filter((folder) => existsSync(join(folder, "m")))};
  };
  const [same, other] = await Promise.all([run(["400", "400"]), run(["400", "401"])]);
  for (const {code, err} of same.ended) assert.equal(code, 0, err);
  assert.equal(same.written.length, 1);
  const manifest = JSON.parse(readFileSync(join(same.written[0]!, "m/manifest.json"), "utf8")) as Manifest;
  assert.deepEqual([manifest.data.sample, manifest.data.labelled], [{clients: 400, seed: 20}, 900]);
  for (const {code, err} of other.ended) {
    assert.equal(code, 1);
    assert.match(err, /was started on other data or with other options/);
  }
  assert.deepEqual(other.written, []);
});

test("npm run train -- --machines says in one sentence what is wrong", {skip}, async () => {
  const data = await makeStore();
  const folder = mkdtempSync(join(tmpdir(), "machines-"));
  const [first, second] = await freePorts(2);
  const busy = createServer().listen(0, "0.0.0.0");
  await once(busy, "listening");
  const {port: taken} = busy.address() as {port: number};
  const cases: [string[], RegExp][] = [
    [["--machines", "198.51.100.1:12400,198.51.100.2:12400"], /none of which is this machine/],
    [["--machines", `127.0.0.1:${taken},198.51.100.2:12400`], /Another program listens on 127\.0\.0\.1:\d+/],
    [["--machines", loopback([first!, second!]), "--wait", "1"], /127\.0\.0\.1:\d+ did not come within 1 s/],
    [["--machines", "nowhere.invalid:1,127.0.0.1:2"], /no IPv4 address/],
    [["--machines", "127.0.0.1:2"], /alone/],
    [["--wait", "0"], /--wait is "0"/]
  ];
  const ended = await Promise.all(cases.map(([args]) => train(folder, data, args)));
  busy.close();
  ended.forEach(({code, err}, i) => {
    assert.equal(code, 1, err);
    assert.match(err, cases[i]![1]);
    assert.match(err, /^[^\n]+\.\n$/);
  });
  assert.ok(!existsSync(join(folder, "m")));
});
