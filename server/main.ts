import {randomUUID} from "node:crypto";
import type {Server} from "node:http";
import {isIPv6} from "node:net";
import {join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {servedModelName} from "../loaders/model/choice.ts";
import {readMadeFrom} from "../loaders/site/madeFrom.ts";
import {ScorebookError} from "../src/core/errors.ts";
import {refuseOpenHost} from "./access/exposure.ts";
import {openDoors} from "./access/open.ts";
import {createApp} from "./app/app.ts";
import {openParts} from "./app/open.ts";
import {warmUp} from "./app/warmUp.ts";
import {createSystemClock} from "./clock.ts";
import {type Config, readConfig} from "./config.ts";
import {catchWhatIsLeft} from "./edge/lastResort.ts";
import {createLog, type Log} from "./log.ts";
import {createDashboard} from "./pages/dashboard.ts";
import {openPages} from "./pages/pages.ts";
import {watchSite} from "./pages/watchSite.ts";
import {openSharedStores} from "./stores.ts";

export type Mode = "all" | "api" | "dashboard";

const DIST = fileURLToPath(new URL("../dist", import.meta.url));

const HELP = `Serves Scorebook.

  npm run api                    the API alone
  npm run dashboard              the pages alone; they reach the API through this server
  node --import tsx server/main.ts [all|api|dashboard] [--config FILE]

  --config FILE   the configuration (default: SCOREBOOK_CONFIG, then config.json)
  --help          this text

The environment variable LOG_LEVEL sets how much is logged to standard error (default: warn).`;

export interface ServeHooks {
  /** Called when the built site shows other data or another model than are served. */
  onStaleSite?: () => void;
}

/** A running server. */
export interface Served {
  api: string | null;
  dashboard: string | null;
  close(): Promise<void>;
}

/**
 * Serves in a mode with the configuration at a path (default: SCOREBOOK_CONFIG, then config.json), prints the
 * addresses and ends cleanly on SIGTERM and SIGINT.
 * @throws CONFIG_INVALID, FEATURES_MISSING, MODEL_MISSING, MODEL_INVALID
 */
export async function serve(mode: Mode, configPath?: string, hooks: ServeHooks = {}): Promise<Served> {
  const config = readConfig(configPath ?? process.env.SCOREBOOK_CONFIG);
  const log = createLog(process.env.LOG_LEVEL ?? "warn");
  refuseOpenHost(config);
  const served = await (mode === "dashboard"
    ? serveDashboard(config, log)
    : serveApp(mode, config, log, hooks));
  catchWhatIsLeft(log);
  const where = isEverywhere(config.host) ? ", and under every address of this machine" : "";
  if (served.dashboard) console.log(`Pages  ${served.dashboard}${where}`);
  if (served.api) console.log(`API    ${served.api}${where}`);
  const stop = () => {
    setTimeout(() => process.exit(1), 10_000).unref();
    served.close().then(
      () => process.exit(0),
      () => process.exit(1)
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  return served;
}

async function serveApp(
  mode: "all" | "api",
  config: Config,
  log: Log,
  {onStaleSite}: ServeHooks
): Promise<Served> {
  const pages = mode === "all" ? openPages(DIST, config.language, config.basePath) : null;
  if (mode === "all" && !pages) log.warn("no site is built in dist; build it with npm run build");
  const shared = config.redis && (await openSharedStores(config.redis, config, log));
  const parts = openParts(config, log, shared ? () => shared : undefined);
  parts.access.check();
  await parts.access.prepare();
  const app = await createApp({...parts, pages});
  const served = () => ({
    ...parts.dataset.current().facts,
    modelSha256: parts.engine.model.sha256,
    policyVersion: parts.evidence.policy().version
  });
  const stopWatching = pages
    ? watchSite({dist: DIST, served, clock: parts.clock, log, onStale: onStaleSite})
    : null;
  let stopWarming = () => {};
  const close = () => {
    stopWatching?.();
    stopWarming();
    return app.close();
  };
  try {
    const api = await listen(app.createListener({pages: false}), config, config.portApi);
    const dashboard =
      mode === "all" ? await listen(app.createListener(), config, config.portDashboard) : null;
    const {queries, clock, dataset} = parts;
    const clients = dataset.current().ids.length;
    if (queries) stopWarming = warmUp({clients, queries, clock, log});
    return {api, dashboard, close};
  } catch (error) {
    await close();
    throw error;
  }
}

async function serveDashboard(config: Config, log: Log): Promise<Served> {
  const pages = openPages(DIST, config.language, config.basePath);
  if (!pages) throw new ScorebookError("USAGE", "There is no site in dist; build it with npm run build.");
  const api = addressOf(reachable(config.host), config.portApi);
  const clock = createSystemClock();
  const served = () => servedBy(config.data, join("models", servedModelName(config)));
  const stopWatching = watchSite({dist: DIST, served, clock, log});
  const doors = openDoors(config, clock, log);
  doors.access.check();
  const {basePath} = config;
  const fastify = await createDashboard({api, pages, basePath, ...doors, log, newId: randomUUID});
  const dashboard = await listen(fastify.server, config, config.portDashboard);
  const close = () => {
    stopWatching();
    return fastify.close();
  };
  return {api: null, dashboard, close};
}

/** Tells what an API with the same configuration serves, for a process that has only the pages. */
function servedBy(data: string, model: string) {
  const made = readMadeFrom({data, model});
  return {...made.data, modelSha256: made.modelSha256, policyVersion: made.policyVersion};
}

function listen(server: Server, {host, dns, basePath}: Config, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(notListening(error, host, port)));
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === "object" && address ? address.port : port;
      resolve(addressOf(dns || reachable(host), bound) + basePath);
    });
  });
}

function notListening(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const why =
    error.code === "EADDRINUSE"
      ? "another program uses this port; stop it or set another port in config.json"
      : `the system refuses (${error.code}); check host and ports in config.json`;
  return new ScorebookError("CONFIG_INVALID", `Cannot listen on ${addressOf(host, port)}: ${why}.`);
}

/** Answers a name under which this machine reaches a listener that listens on every address. */
const reachable = (host: string) => (isEverywhere(host) ? "127.0.0.1" : host);
const isEverywhere = (host: string) => host === "0.0.0.0" || host === "::";
const addressOf = (host: string, port: number) => `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;

async function main() {
  const {values, positionals} = parseArgs({
    allowPositionals: true,
    options: {config: {type: "string"}, help: {type: "boolean", short: "h"}}
  });
  if (values.help) return void console.log(HELP);
  const [mode = "all", ...more] = positionals;
  if (!isMode(mode) || more.length > 0)
    throw new ScorebookError(
      "USAGE",
      `The mode is ${positionals.join(" ")}; expected all, api or dashboard.`
    );
  await serve(mode, values.config);
}

const isMode = (word: string): word is Mode => word === "all" || word === "api" || word === "dashboard";

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
}
