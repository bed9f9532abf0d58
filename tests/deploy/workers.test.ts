import assert from "node:assert/strict";
import {type ChildProcess, spawn} from "node:child_process";
import {createHash} from "node:crypto";
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {generateDemo} from "../../data/demo/generate.ts";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {computeOnWorkers} from "../../loaders/queue/compute.ts";
import {serveRanges} from "../../loaders/queue/serve.ts";
import {within} from "../../loaders/queue/task.ts";
import {createRedisServer, type RedisServer, skipWithout} from "./redisServer.ts";

const skip = skipWithout("redis-server");
const FILES = [
  "features.f32",
  "features.checks",
  "ids.i32",
  "target.i8",
  "features.parquet",
  "catalogue.json"
];

describe("ranges of clients on several workers", {skip}, () => {
  const folder = mkdtempSync(join(tmpdir(), "scorebook-workers-"));
  let redis: RedisServer;
  let alone: Record<string, string>;
  const children: ChildProcess[] = [];
  before(async () => {
    redis = await createRedisServer();
    await generateDemo({clients: 1500, seed: 5, out: join(folder, "alone")});
    cpSync(join(folder, "alone"), join(folder, "shared"), {recursive: true});
    await buildFeatures(join(folder, "alone"));
    alone = digests("alone");
  });
  after(async () => {
    for (const child of children) child.kill("SIGKILL");
    await redis?.remove();
    rmSync(folder, {recursive: true, force: true});
  });

  function digests(set: string): Record<string, string> {
    const {generation} = JSON.parse(readFileSync(join(folder, set, "meta.json"), "utf8")) as {
      generation: string;
    };
    return Object.fromEntries(
      FILES.map((name) => [
        name,
        createHash("sha256")
          .update(readFileSync(join(folder, set, generation, name)))
          .digest("hex")
      ])
    );
  }
  const build = (onProgress: (done: number) => void = () => {}) =>
    buildFeatures(join(folder, "shared"), {
      force: true,
      partitions: 12,
      onProgress: (done, total) => total > 1 && onProgress(done),
      compute: (task, {planSha256}) =>
        computeOnWorkers({url: redis.url}, join(folder, "shared"), task, {planSha256, onWarning: () => {}})
    });
  async function startWorker(): Promise<ChildProcess> {
    const script = new URL("rangeWorker.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, ["--import", "tsx", script, redis.url, join(folder, "shared")], {
      stdio: ["ignore", "pipe", "inherit"]
    });
    children.push(child);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    return child;
  }

  test("buildFeatures(…) on two workers, one of them killed with a range in hand, writes the bytes of one machine", async () => {
    const [doomed, survivor] = [await startWorker(), await startWorker()];
    let isKilled = false;
    await build((done) => {
      if (done === 0 || isKilled) return;
      isKilled = true;
      doomed.kill("SIGKILL");
    });
    assert.ok(isKilled);
    assert.deepEqual(digests("shared"), alone);
    survivor.kill("SIGTERM");
    await new Promise((resolve) => survivor.once("exit", resolve));
  });

  test("buildFeatures(…) says what a worker without the data set's folder lacks, and keeps what was there before", async () => {
    const stray = serveRanges({url: redis.url}, join(folder, "elsewhere"));
    await assert.rejects(build(), {code: "QUEUE_FAILED", message: /share the folder of the data set/});
    assert.deepEqual(digests("shared"), alone);
    await stray.close();
  });

  test("within(folder, path) refuses a path of the queue that leads out of the data set", () => {
    for (const path of ["../x", "a/../../x", "/etc/passwd", "."])
      assert.throws(() => within(folder, path), {code: "USAGE"});
    assert.equal(within(folder, "a/b"), join(folder, "a", "b"));
  });

  test("the comparison of bytes notices a planted client that is one bit off", () => {
    const {generation} = JSON.parse(readFileSync(join(folder, "shared", "meta.json"), "utf8"));
    const path = join(folder, "shared", generation, "features.f32");
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    assert.notDeepEqual(digests("shared"), alone);
  });
});
