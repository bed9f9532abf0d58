import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import {fileURLToPath} from "node:url";
import {completeLock, type Lock, missingOptionals} from "../tools/completeLock.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, "utf8");
const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {cwd: root, encoding: "utf8"})
  .split("\n")
  .filter(Boolean);

const hostInLock = /"resolved":\s*"https?:|https?:\/\/[^"]*\.tgz/;
test("package-lock.json names no host, and package.json pins exact versions", () => {
  assert.doesNotMatch(read("package-lock.json"), hostInLock);
  const {dependencies, devDependencies} = JSON.parse(read("package.json"));
  const loose = Object.entries({...dependencies, ...devDependencies}).filter(
    ([, v]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(v))
  );
  assert.deepEqual(loose, []);
  assert.match('"resolved": "https://example.test/x.tgz"', hostInLock);
});

/** Spelled in two halves, so that this file does not find itself. */
const forbidden = new RegExp(
  ["/work" + "/(main|shared)", "npmjs" + "\\.(org|com)", "python" + "hosted", "/tm" + "p/[a-z]"].join("|")
);
test("no tracked text names a path of one machine or a registry host", () => {
  const texts = tracked.filter((f) =>
    /\.(ts|mjs|md|json|ya?ml|sh|css|service|conf)$|^\.ci\/|Dockerfile/.test(f)
  );
  const found = texts.filter((f) => forbidden.test(read(f)));
  assert.deepEqual(found, []);
  assert.match("see /work" + "/main/x", forbidden);
});

test("no raw table is committed", () => {
  const tables =
    /(application_(train|test)|bureau|bureau_balance|POS_CASH_balance|credit_card_balance|installments_payments\w*|previous_application)\.(csv|parquet|zip)/;
  assert.deepEqual(
    tracked.filter((f) => tables.test(f)),
    []
  );
  assert.match("tests/x/bureau.csv", tables);
});

test("missingOptionals(package-lock.json) is empty: npm ci accepts the lock on every platform", () => {
  const lock = JSON.parse(read("package-lock.json")) as Lock;
  assert.deepEqual(missingOptionals(lock), []);
  const [path] = Object.entries(lock.packages).find(([, {os}]) => os?.includes("win32"))!;
  delete lock.packages[path];
  assert.equal(missingOptionals(lock).length, 1);
  assert.equal(completeLock(lock), 1);
  assert.deepEqual(lock.packages[path]!.os, ["win32"]);
});
