import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {once} from "node:events";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {toDiskError} from "../../loaders/tasks/diskError.ts";
import {withLock} from "../../loaders/tasks/lock.ts";
import {temporaryFolder} from "./tablesFixture.ts";

test("withLock(path, work) lets one at a time in, tells who waits, and lets go when the work fails", async () => {
  const path = join(temporaryFolder(), "new", "one.lock");
  let inside = 0;
  let waited = 0;
  const work = async () => {
    assert.equal(++inside, 1);
    await new Promise((done) => setTimeout(done, 20));
    inside--;
  };
  const wait = () => {
    waited++;
  };
  await Promise.all([withLock(path, work, wait), withLock(path, work, wait), withLock(path, work, wait)]);
  assert.equal(waited, 2);
  await assert.rejects(
    withLock(path, () => Promise.reject(new Error("planted"))),
    /planted/
  );
  await withLock(path, work, wait);
  assert.equal(waited, 2);
});

test("withLock(path, work) enters at once after the process inside was killed", async () => {
  const path = join(temporaryFolder(), "one.lock");
  const module = JSON.stringify(new URL("../../loaders/tasks/lock.ts", import.meta.url).href);
  const code = `import {withLock} from ${module};
    await withLock(${JSON.stringify(path)}, () => new Promise((done) => {
      console.log("inside");
      setTimeout(done, 60_000);
    }));`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"]
  });
  await once(child.stdout, "data");
  let waited = false;
  const entered = withLock(
    path,
    async () => "entered",
    () => {
      waited = true;
      child.kill("SIGKILL");
    }
  );
  assert.equal(await entered, "entered");
  assert.ok(waited, "the child held the lock");
});

test("toDiskError(error, dir) says in a sentence that a folder is full or may not be written, and leaves other errors", async () => {
  const thrownBy = async (work: () => unknown) => {
    try {
      await work();
    } catch (error) {
      return toDiskError(error, "data/mine");
    }
    throw new Error("nothing was thrown");
  };
  const full =
    "There is no space left to write data/mine; what was there is unchanged. Free some and run this again.";
  assert.equal(String(await thrownBy(() => writeFileSync("/dev/full", "x"))), `ScorebookError: ${full}`);
  assert.equal((toDiskError(new Error("database or disk is full"), "data/mine") as Error).message, full);
  assert.match(
    String(await thrownBy(() => withLock("/proc/one.lock", async () => undefined))),
    /^ScorebookError: data\/mine cannot be written \(SQLITE_CANTOPEN\); a folder that this process may change/
  );
  const other = new Error("planted");
  assert.equal(toDiskError(other, "data/mine"), other);
});
