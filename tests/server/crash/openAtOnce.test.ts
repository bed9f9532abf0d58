import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {mkdtempSync, readdirSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {test} from "node:test";

const CHILD = new URL("openAtOnceChild.ts", import.meta.url).pathname;
const ROUNDS = 40;

test("files that are not there yet are made by one of four processes that open them at once, and opened by all", async () => {
  const folder = mkdtempSync(join(tmpdir(), "scorebook-open-"));
  const first = Date.now() + 4000;
  const ends = Array.from({length: 4}, () => {
    const args = ["--import", "tsx", CHILD, folder, String(first), String(ROUNDS)];
    const child = spawn(process.execPath, args, {stdio: ["ignore", "ignore", "pipe"]});
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    return new Promise<string>((resolve) => child.once("exit", (code) => resolve(code === 0 ? "" : said)));
  });
  assert.deepEqual(await Promise.all(ends), ["", "", "", ""]);
  assert.equal(readdirSync(folder).filter((name) => name.endsWith(".sqlite")).length, 3 * ROUNDS);
  rmSync(folder, {recursive: true});
});
