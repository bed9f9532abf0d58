import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {createHash} from "node:crypto";
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import {fileURLToPath} from "node:url";
import {readModel} from "../server/scoring/modelStore.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "scorebook-checkout-"));
after(() => rmSync(folder, {recursive: true}));
const isClone = existsSync(join(root, ".git"));
const git = (...args: string[]) =>
  execFileSync("git", args, {encoding: "utf8", stdio: ["ignore", "pipe", "ignore"]});

/** Clones the last commit as Git for Windows does by default; `attributes` replaces what the repository says of line ends. */
function cloneForWindows(name: string, attributes?: string): string {
  const to = join(folder, name);
  git("clone", "-q", "--no-checkout", "-c", "core.autocrlf=true", root, to);
  if (attributes !== undefined) {
    git("-C", to, "config", "core.attributesFile", join(folder, "none"));
    writeFileSync(join(to, ".git/info/attributes"), attributes);
  }
  git("-C", to, "checkout", "-q", "HEAD");
  return to;
}
const digest = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

test("git clone -c core.autocrlf=true gives every file the same bytes as here, and a model that opens", {
  skip: !isClone && "no git folder: this is no clone"
}, () => {
  const clone = cloneForWindows("as-it-is");
  const changed = git("-C", clone, "ls-files", "--eol")
    .split("\n")
    .filter((line) => /\bw\/(crlf|mixed)\b/.test(line) && !/\bi\/(crlf|mixed)\b/.test(line));
  assert.deepEqual(changed, []);
  assert.equal(digest(join(clone, "models/demo/model.txt")), digest(join(root, "models/demo/model.txt")));
  assert.equal(readModel(join(clone, "models/demo")).ref.name, "demo");
});

test("the check of a Windows checkout notices a planted repository that says nothing of line ends", {
  skip: !isClone && "no git folder: this is no clone"
}, () => {
  const clone = cloneForWindows("planted", "* text=auto !eol\nmodels/** text=auto !eol\n");
  assert.throws(() => readModel(join(clone, "models/demo")), /model\.txt has sha256|MODEL/);
});
