import {spawnSync} from "node:child_process";
import {readdirSync} from "node:fs";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {ensureBrowser} from "./browser/browser.ts";

const HELP = `npm test — checks types, lint and format, then runs every test.
npm test -- [--only TEXT] [--skip-checks]
  --only TEXT     only the test files whose path contains TEXT
  --skip-checks   leave out types, lint and format
The browser tests use the Chromium that CHROMIUM names, Playwright's own or the system's; when none is
found, Playwright's download is tried, then Debian's package.`;

const {values} = parseArgs({
  options: {only: {type: "string"}, "skip-checks": {type: "boolean"}, help: {type: "boolean"}}
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

function step(title: string, args: string[], env: NodeJS.ProcessEnv = process.env): void {
  console.log(`— ${title}`);
  const {status} = spawnSync(process.execPath, args, {stdio: "inherit", env});
  if (status !== 0) {
    console.error(`${title} failed.`);
    process.exit(status ?? 1);
  }
}

if (!values["skip-checks"]) {
  step("Types", ["node_modules/typescript/bin/tsc", "-p", "."]);
  step("Lint and format", ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."]);
}

const files = readdirSync("tests", {recursive: true, encoding: "utf8"})
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => join("tests", file))
  .filter((file) => !values.only || file.includes(values.only))
  .sort();
if (files.length === 0) {
  console.error(`No test file has "${values.only}" in its path.`);
  process.exit(1);
}
const env = {...process.env};
if (files.some((file) => file.startsWith(join("tests", "browser"))))
  env.CHROMIUM = ensureBrowser(console.log);
step(
  `${files.length} test files`,
  ["--import", "tsx", "--test", "--test-reporter=spec", "--test-concurrency=2", ...files],
  env
);
