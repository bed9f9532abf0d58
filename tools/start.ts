import {spawn} from "node:child_process";
import {existsSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {servedModelName} from "../loaders/model/choice.ts";
import {readMadeFrom} from "../loaders/site/madeFrom.ts";
import {refuseOpenHost} from "../server/access/exposure.ts";
import {type Config, readConfig} from "../server/config.ts";
import {serve} from "../server/main.ts";
import {errorSentence} from "./errorSentence.ts";
import {hashPaths} from "./hash.ts";

const DEMO_SET = "data/demo-set";
const SITE = "dist";
const SITE_STAMP = join(SITE, "made-from.sha256");

const HELP = `npm start — makes what is missing, then serves the site and the API and prints their addresses.
npm start -- [--config FILE] [--prepare]
  --config FILE   the configuration (default config.json)
  --prepare       make what is missing and end, for replicas that then serve it
Without raw tables the demonstration set is generated; features and pages are made again only when what they
are made from has changed. When npm run features replaces the data while this serves, or another model is promoted, they
are opened anew and the pages are built again.`;

/** Runs a command of this project in its own process, so that its memory is gone before the server starts. */
function run(script: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {stdio: "inherit"});
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) =>
      code === 0 ? done() : fail(new Error(`${script} stopped with exit code ${code}.`))
    );
  });
}

async function step(title: string, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  console.log(`— ${title}`);
  await work();
  console.log(`  ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

async function prepare(file: string | undefined, config: Config): Promise<void> {
  const {data} = config;
  const raw = join(data, "raw");
  const hasRaw = existsSync(raw) && readdirSync(raw).some((file) => !file.startsWith("."));
  if (!hasRaw) {
    if (data !== DEMO_SET)
      throw new Error(
        `${raw} has no table: put the files of the competition there, or set "data" to "${DEMO_SET}".`
      );
    await step("Generating the demonstration set", () => run("data/demo/main.ts", ["--out", data]));
  }
  await step("Features", () => run("loaders/main.ts", ["--data", data]));
  const stamp = siteStamp(config);
  if (existsSync(SITE_STAMP) && readFileSync(SITE_STAMP, "utf8") === stamp) return;
  await step("Building the site", () => buildSite(file, config));
}

/** Names everything that the site is made from: sources, data, model, costs, scale and currency. */
function siteStamp({data, model, cost, score, currency}: Config): string {
  const sources = hashPaths(["src", "loaders", "tools", "observablehq.config.ts", "package-lock.json"]);
  return `${sources} ${readMadeFrom({data, model: join("models", servedModelName({data, model}))}).key} ${JSON.stringify({cost, score, currency})}`;
}

async function buildSite(file: string | undefined, config: Config): Promise<void> {
  const stamp = siteStamp(config);
  await run("tools/site/build.ts", file === undefined ? [] : ["--config", file]);
  writeFileSync(SITE_STAMP, stamp);
}

/** Makes a function that builds the site again, one build after the other, however often it is called. */
function createRebuilder(file: string | undefined, config: Config): () => void {
  let building: Promise<void> | undefined;
  let again = false;
  const build = async () => {
    do {
      again = false;
      await step("Data, model or cut-off have changed: building the site again", () =>
        buildSite(file, config)
      );
    } while (again);
  };
  return () => {
    again = building !== undefined;
    building ??= build()
      .catch((error: unknown) => console.error(errorSentence(error)))
      .finally(() => {
        building = undefined;
      });
  };
}

const {values} = parseArgs({
  options: {config: {type: "string"}, prepare: {type: "boolean"}, help: {type: "boolean", short: "h"}}
});
if (values.help) console.log(HELP);
else
  try {
    const file = values.config ?? process.env.SCOREBOOK_CONFIG;
    const config = readConfig(file);
    refuseOpenHost(config);
    await prepare(file, config);
    if (!values.prepare) await serve("all", file, {onStaleSite: createRebuilder(file, config)});
  } catch (error) {
    console.error(errorSentence(error));
    process.exit(1);
  }
