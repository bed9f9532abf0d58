import {spawnSync} from "node:child_process";
import {cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync} from "node:fs";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import type {Page} from "playwright";
import {withLock} from "../../loaders/tasks/lock.ts";
import {createApp} from "../../server/app/app.ts";
import {openParts} from "../../server/app/open.ts";
import type {AppParts} from "../../server/app/parts.ts";
import {parseConfig} from "../../server/config.ts";
import {createLog} from "../../server/log.ts";
import {openPages} from "../../server/pages/pages.ts";
import {openFileStores} from "../../server/stores.ts";
import {hashPaths} from "../../tools/hash.ts";
import {buildSite} from "../../tools/site/build.ts";
import {PATIENT} from "../server/kit/patientLimits.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CACHE = join(ROOT, "node_modules/.cache/scorebook/browser-tests");
const CLIENTS = 400;
const UNUSED_AFTER_MS = 3_600_000;
/** Frames without a change after which a page counts as still. */
const STILL_FRAMES = 20;

/** A server with pages and API on a free port of this machine. */
export interface Site {
  origin: string;
  close(): Promise<void>;
}

/**
 * Serves a small data set with the committed model; data and pages are made once and kept until a source changes.
 * @param port a free one when absent
 * @param other parts in the place of those of the configuration
 */
export async function startSite(port = 0, other: Partial<AppParts> = {}): Promise<Site> {
  return serveSite(await preparedSite(), port, other);
}

/** Makes a small data set and its pages once, and tells where they are. */
export function preparedSite(): Promise<Prepared> {
  prepared ??= withLock(`${CACHE}.lock`, prepare);
  return prepared;
}

/**
 * Serves a data set and built pages with the committed model. What is kept is its own: a case that another test file has
 * open beside it, or that an earlier run left, is none of its.
 * @param modelsFolder where it and others to be promoted are
 */
export async function serveSite(
  {data, dist}: Prepared,
  port = 0,
  other: Partial<AppParts> = {},
  modelsFolder?: string
): Promise<Site> {
  const config = parseConfig(JSON.stringify({data, model: "demo"}), "the tests' configuration");
  const kept = mkdtempSync(join(tmpdir(), "scorebook-kept-"));
  const openStores = () => openFileStores({...config, data: kept});
  const parts = openParts(config, createLog("silent"), openStores, modelsFolder, PATIENT);
  const app = await createApp({...parts, pages: openPages(dist), ...other});
  const listener = app.createListener();
  await new Promise<void>((done) => listener.listen(port, "127.0.0.1", done));
  const {port: bound} = listener.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${bound}`,
    async close() {
      await app.close();
      rmSync(kept, {recursive: true, force: true});
    }
  };
}

/** Serves a data set of its own, for what is approved or promoted stays in it. */
export async function startOwnSite(other: Partial<AppParts> = {}, modelsFolder?: string): Promise<Site> {
  const {data, dist} = await preparedSite();
  const own = mkdtempSync(join(tmpdir(), "scorebook-set-"));
  cpSync(data, own, {recursive: true, verbatimSymlinks: true});
  const {origin, close} = await serveSite({data: own, dist}, 0, other, modelsFolder);
  return {
    origin,
    async close() {
      await close();
      rmSync(own, {recursive: true, force: true});
    }
  };
}

/** The folder of a data set, and that of the pages that were built from it. */
export interface Prepared {
  data: string;
  dist: string;
}
let prepared: Promise<Prepared> | undefined;

/** Makes data and pages in folders named after what they are made from, unless they are there. */
async function prepare(): Promise<Prepared> {
  const inProject = (paths: string[]) => paths.map((path) => join(ROOT, path));
  const data = folder("set", hashPaths(inProject(["data/demo", "loaders", "src/core/fitted"])));
  if (!existsSync(join(data, "meta.json"))) {
    rmSync(data, {recursive: true, force: true});
    run("data/demo/main.ts", "--clients", String(CLIENTS), "--out", data);
    run("loaders/main.ts", "--data", data);
  }
  const sources = ["src", "loaders", "tools", "models/demo", "observablehq.config.ts", "package-lock.json"];
  const dist = folder("dist", hashPaths([...inProject(sources), join(data, "meta.json")]));
  if (!existsSync(dist)) await buildSite({data, model: join(ROOT, "models/demo"), out: dist});
  removeUnused([data, dist]);
  return {data, dist};
}

const folder = (kind: string, key: string): string => join(CACHE, `${kind}-${key.slice(0, 16)}`);

/** Removes what earlier sources made; another run may still be using what is young. */
function removeUnused(used: readonly string[]): void {
  for (const name of readdirSync(CACHE)) {
    const path = join(CACHE, name);
    const ageMs = Date.now() - statSync(path).mtimeMs;
    if (!used.includes(path) && ageMs > UNUSED_AFTER_MS) rmSync(path, {recursive: true, force: true});
  }
}

function run(script: string, ...args: string[]): void {
  const {status, stderr} = spawnSync(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: ROOT,
    encoding: "utf8"
  });
  if (status !== 0) throw new Error(`${script} stopped with ${status}:\n${stderr}`);
}

/** What a page did that it must not do. */
export interface Watch {
  foreign: string[];
  errors: string[];
}

/** Notes every request to another host and every error of a page from now on. */
export function watch(page: Page, origin: string): Watch {
  const noted: Watch = {foreign: [], errors: []};
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && new URL(url).origin !== origin) noted.foreign.push(url);
  });
  page.on("websocket", (socket) => {
    if (new URL(socket.url()).host !== new URL(origin).host) noted.foreign.push(socket.url());
  });
  page.on("console", (message) => {
    if (message.type() === "error") noted.errors.push(`${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => noted.errors.push(String(error)));
  return noted;
}

/** Waits until the cells have run, what they draw is in sight, and nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    if (!document.querySelector("h1") || document.querySelector(".state.loading")) return false;
    // A page that asks for something first has nothing to show yet.
    if (document.querySelector(".then:not(.is-there)"))
      return [...document.querySelectorAll("main .state")].some((state) => !state.closest(".then"));
    return document.querySelector("observablehq-loading") === null;
  });
}

/** Waits until a page that was settled has changed nothing for some frames: what follows a choice has been drawn. */
export async function still(page: Page): Promise<void> {
  await settled(page);
  await page.evaluate(stillness);
}

/** As text, for a page has no helpers of the compiler. */
const stillness = `new Promise((done) => {
  let left = ${STILL_FRAMES};
  new MutationObserver(() => {
    left = ${STILL_FRAMES};
  }).observe(document.body, {childList: true, subtree: true, characterData: true, attributes: true});
  requestAnimationFrame(function look() {
    if (--left < 0) done();
    else requestAnimationFrame(look);
  });
})`;
