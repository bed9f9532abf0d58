import {type ChildProcess, spawn} from "node:child_process";
import {existsSync, rmSync, watch} from "node:fs";
import {join} from "node:path";
import {parseArgs} from "node:util";
import proxy from "@fastify/http-proxy";
import Fastify from "fastify";
import {servedModelName} from "../loaders/model/choice.ts";
import {readConfig} from "../server/config.ts";
import {languageAddress} from "../server/pages/addresses.ts";
import {PROXIED} from "../server/pages/dashboard.ts";
import {LANGUAGES} from "../src/components/shell/frame.ts";
import {errorSentence} from "./errorSentence.ts";
import {FRAMEWORK} from "./site/build.ts";

const HELP = `npm run dev — serves pages that reload as you edit them, beside the real API.
npm run dev -- [--config FILE] [--preview-port N]
  --config FILE       the configuration (default config.json); the pages are at its port_dashboard, on loopback
  --preview-port N    where Observable Framework's preview listens, on loopback (default 3000)
Run npm start once before, so that there are data and features.`;

const {values} = parseArgs({
  options: {
    config: {type: "string"},
    "preview-port": {type: "string", default: "3000"},
    help: {type: "boolean", short: "h"}
  }
});

/** Starts the API and the preview, and puts both behind one address as in production. */
async function main(): Promise<void> {
  const config = readConfig(values.config ?? process.env.SCOREBOOK_CONFIG);
  const preview = Number(values["preview-port"]);
  const env = {
    ...process.env,
    ...(values.config && {SCOREBOOK_CONFIG: values.config}),
    SCOREBOOK_DATA: config.data,
    SCOREBOOK_MODEL: join("models", servedModelName(config)),
    SCOREBOOK_CURRENCY: JSON.stringify(config.currency)
  };
  const children = [
    start(
      [
        "--watch-path=server",
        "--watch-path=src/core",
        "--watch-path=loaders",
        "--import",
        "tsx",
        "server/main.ts",
        "api"
      ],
      env
    ),
    start(
      [
        ...["--import", "tsx", "--import", "./tools/offlineNpm/offlineNpm.ts", FRAMEWORK],
        ...["preview", "--no-open", "--host", "127.0.0.1", "--port", String(preview)]
      ],
      env
    )
  ];
  forgetWrittenPages();
  watch("src/notebooks", forgetWrittenPages);
  const front = Fastify();
  const api = `http://127.0.0.1:${config.portApi}`;
  front.addHook("onRequest", async ({url}, reply) => {
    const [path = "/"] = url.split("?");
    const there = languageAddress(path, config.language, pageExists);
    if (there !== null) return reply.redirect(there + url.slice(path.length));
  });
  for (const prefix of PROXIED)
    await front.register(proxy, {
      upstream: api,
      prefix,
      rewritePrefix: prefix,
      websocket: prefix === "/socket.io",
      replyOptions: {rewriteRequestHeaders: (_request, {origin: _origin, ...headers}) => headers}
    });
  await front.register(proxy, {upstream: `http://127.0.0.1:${preview}`, prefix: "/", websocket: true});
  await Promise.all([answers(`${api}/health/live`), answers(`http://127.0.0.1:${preview}/`)]);
  await front.listen({host: "127.0.0.1", port: config.portDashboard});
  console.log(`Pages  http://127.0.0.1:${config.portDashboard} (reloading)`);
  const stop = () => {
    for (const child of children) child.kill();
    void front.close().then(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

/** Lets the pages of each language be written anew from the notebooks: Framework keeps them until their writer changes. */
function forgetWrittenPages(): void {
  for (const lang of LANGUAGES)
    rmSync(join("src/.observablehq/cache", lang, "notebooks"), {recursive: true, force: true});
}

/** Tells whether the page of a built address, such as /en/live.html, has a source that exists in every language. */
const pageExists = (path: string): boolean =>
  existsSync(join("src/[lang]", path.replace(/^\/(en|fr)\//, "").replace(/\.html$/, ".md")));

const POLL_MS = 200;

/** Waits until a server answers anything. */
async function answers(address: string): Promise<void> {
  for (;;) {
    try {
      await fetch(address, {method: "HEAD"});
      return;
    } catch {
      await new Promise((done) => setTimeout(done, POLL_MS));
    }
  }
}

function start(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, args, {stdio: ["ignore", "inherit", "inherit"], env});
}

if (values.help) console.log(HELP);
else
  main().catch((error: unknown) => {
    console.error(errorSentence(error));
    process.exit(1);
  });
