import {spawn} from "node:child_process";
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join, relative, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {servedModelName} from "../../loaders/model/choice.ts";
import {MADE_FROM, type MadeFrom, readMadeFrom} from "../../loaders/site/madeFrom.ts";
import {withLock} from "../../loaders/tasks/lock.ts";
import {readConfig} from "../../server/config.ts";
import {LANGUAGES} from "../../src/components/shell/frame.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {bundlePages} from "../pages/bundlePages.ts";
import {dropStale, type Made} from "./buildCache.ts";
import {checkDist} from "./checkDist.ts";
import {precompress} from "./precompress.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CACHE = join(ROOT, "src/.observablehq/cache");
/** The command line of Observable Framework, which the preview runs as well. */
export const FRAMEWORK = join(ROOT, "node_modules/@observablehq/framework/dist/bin/observable.js");

export interface BuildOptions {
  /** The configuration file; config.json when absent. It names data set and model, and may set costs and scale. */
  config?: string;
  /** Data set directory; SCOREBOOK_DATA, else the configuration's, when absent. */
  data?: string;
  /** Model directory; SCOREBOOK_MODEL, else the one that is served, when absent. */
  model?: string;
  /** Where the built site goes; dist/ of the project when absent. */
  out?: string;
  /** Called with one short line per step. */
  onProgress?: (line: string) => void;
}

/**
 * Builds the site without the network and puts it in place in one step; an unfinished build leaves the old one.
 * @throws CONFIG_INVALID, FEATURES_MISSING, MODEL_MISSING, or Error when a page, an import or a dataset is broken; the message lists each.
 */
export async function buildSite({
  config,
  data,
  model,
  out,
  onProgress = () => {}
}: BuildOptions = {}): Promise<void> {
  const configured = readConfig(config ?? process.env.SCOREBOOK_CONFIG);
  const set = resolve(ROOT, data ?? process.env.SCOREBOOK_DATA ?? configured.data);
  const given = model ?? process.env.SCOREBOOK_MODEL;
  const env = {
    ...process.env,
    SCOREBOOK_DATA: set,
    SCOREBOOK_MODEL: resolve(
      ROOT,
      given ?? join("models", servedModelName({data: set, model: configured.model}))
    ),
    SCOREBOOK_POLICY: JSON.stringify({cost: configured.cost, score: configured.score}),
    SCOREBOOK_CURRENCY: JSON.stringify(configured.currency)
  };
  checkInputs(env.SCOREBOOK_DATA, env.SCOREBOOK_MODEL);
  const target = resolve(ROOT, out ?? "dist");
  await withLock(join(ROOT, "node_modules/.cache/scorebook/site.lock"), () => build(env, target, onProgress));
  onProgress(`the site is in ${relative(process.cwd(), target) || target}`);
}

/** The variables that tell Framework's process and its data loaders what to build from. */
type BuildEnv = NodeJS.ProcessEnv & Record<"SCOREBOOK_DATA" | "SCOREBOOK_MODEL" | "SCOREBOOK_POLICY", string>;

/** Builds aside, checks, and puts the result in place. One build at a time: all share Framework's cache. */
async function build(env: BuildEnv, target: string, onProgress: (line: string) => void): Promise<void> {
  const draft = join(ROOT, "node_modules/.cache/scorebook", `site-${process.pid}`);
  rmSync(draft, {recursive: true, force: true});
  onProgress("building pages and datasets");
  try {
    const made = await buildOfOneRun(env, draft);
    allowZoom(draft);
    onProgress("putting modules together");
    await bundlePages(draft);
    onProgress("checking the built pages");
    const faults = checkDist(draft);
    if (faults.length > 0)
      throw new Error(
        `The site is broken:\n${faults.map(({file, message}) => `  ${file}: ${message}`).join("\n")}`
      );
    writeFileSync(join(draft, MADE_FROM), `${JSON.stringify(made, null, 1)}\n`);
    onProgress("compressing");
    await precompress(draft);
    replaceDirectory(draft, target);
  } finally {
    rmSync(draft, {recursive: true, force: true});
  }
}

/** Builds until data and model are the same before and after, so that all datasets are of one of them. */
async function buildOfOneRun(env: BuildEnv, draft: string): Promise<MadeFrom> {
  const inputs = {data: env.SCOREBOOK_DATA, model: env.SCOREBOOK_MODEL};
  for (;;) {
    const made = readMadeFrom(inputs);
    dropStale(CACHE, cached(`${made.key} ${env.SCOREBOOK_POLICY}`));
    await runFramework(["build"], {...env, SCOREBOOK_DIST: draft});
    if (readMadeFrom(inputs).key === made.key) return made;
    rmSync(draft, {recursive: true, force: true});
  }
}

function checkInputs(data: string, model: string): void {
  if (!existsSync(join(data, "meta.json")))
    throw new ScorebookError(
      "FEATURES_MISSING",
      `The site shows the features in ${data}, which are not there; compute them with npm run features.`
    );
  if (!existsSync(join(model, "manifest.json")))
    throw new ScorebookError(
      "MODEL_MISSING",
      `The site shows scores of the model in ${model}, which is not there; make one with npm run train.`
    );
}

/** Runs a command of Observable Framework with packages from node_modules; its output appears only if it fails. */
function runFramework(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--import", "./tools/offlineNpm/offlineNpm.ts", FRAMEWORK, ...args],
    {cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"]}
  );
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => {
      if (code === 0) done();
      else
        fail(
          new Error(`Observable Framework stopped with ${code}:\n${Buffer.concat(output).toString("utf8")}`)
        );
    });
  });
}

/** What Framework keeps between builds; it compares only the times of the three-line loaders, which never change. */
function cached(inputs: string): Made[] {
  const inProject = (path: string): string => join(ROOT, path);
  return [
    {
      name: "datasets",
      folders: ["data"],
      from: ["loaders", "src/core", "src/data", "src/components", "package-lock.json"].map(inProject),
      with: inputs
    },
    {name: "notebooks", folders: LANGUAGES, from: ["src/notebooks", "src/[lang]/notebooks"].map(inProject)},
    {
      name: "packages",
      folders: ["_npm", "_node", "_observablehq"],
      from: ["package-lock.json", "tools/offlineNpm/offlineNpm.ts", "tools/offlineNpm/responses.ts"].map(
        inProject
      )
    }
  ];
}

/** Lets people enlarge the pages with two fingers, which Framework's pages forbid. */
function allowZoom(directory: string): void {
  for (const file of readdirSync(directory, {recursive: true, encoding: "utf8"})) {
    if (!file.endsWith(".html")) continue;
    const path = join(directory, file);
    writeFileSync(path, readFileSync(path, "utf8").replace(", maximum-scale=1", ""));
  }
}

function replaceDirectory(from: string, to: string): void {
  const old = `${from}-old`;
  mkdirSync(dirname(to), {recursive: true});
  if (existsSync(to)) renameSync(to, old);
  renameSync(from, to);
  rmSync(old, {recursive: true, force: true});
}

const HELP = `Builds the site into dist/ from the pages and a data set, without the network.

  npm run build -- [--config FILE] [--data DIR] [--model DIR] [--out DIR]

  --config FILE  names data set and model, and may set costs and scale (default: SCOREBOOK_CONFIG, else config.json)
  --data DIR     the data set (default: SCOREBOOK_DATA, else the configuration's)
  --model DIR    the model (default: SCOREBOOK_MODEL, else the one that is served)
  --out DIR      where the site goes (default: dist)
  --help         this text
`;

async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {
      config: {type: "string"},
      data: {type: "string"},
      model: {type: "string"},
      out: {type: "string"},
      help: {type: "boolean", short: "h"}
    }
  });
  if (values.help) process.stdout.write(HELP);
  else await buildSite({...values, onProgress: (line) => console.log(line)});
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
