import assert from "node:assert/strict";
import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdirSync, writeFileSync} from "node:fs";
import {createServer} from "node:net";
import {join} from "node:path";
import {after, before, test} from "node:test";
import {createDemoSet} from "./kit/demoSet.ts";

let set: Awaited<ReturnType<typeof createDemoSet>>;
const children: ChildProcess[] = [];
before(async () => {
  set = await createDemoSet();
});
after(() => {
  for (const child of children) child.kill("SIGKILL");
  set.remove();
});

function start(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", "server/main.ts", ...args], {
    env: {...process.env, SCOREBOOK_CONFIG: "", ...env}
  });
  children.push(child);
  const told = {out: "", err: ""};
  child.stdout.on("data", (text) => (told.out += text));
  child.stderr.on("data", (text) => (told.err += text));
  return {child, told};
}
async function run(args: string[], env?: NodeJS.ProcessEnv) {
  const {child, told} = start(args, env);
  const [code] = await once(child, "close");
  return {code: code as number, ...told};
}
function configFile(name: string, content: object): string {
  const folder = join(set.config.data, "configs");
  mkdirSync(folder, {recursive: true});
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

test("main.ts --help tells the modes and exits with 0", async () => {
  const {code, out, err} = await run(["--help"]);
  assert.deepEqual([code, err], [0, ""]);
  assert.match(out, /all\|api\|dashboard/);
});

test("main.ts exits with 1 and one sentence on a wrong mode, option, configuration, data set or model", async () => {
  const wrong = configFile("wrong.json", {port_api: "8080"});
  const noData = configFile("no-data.json", {data: join(set.config.data, "nothing")});
  const noModel = configFile("no-model.json", {data: set.config.data, model: "nothing"});
  const cases = [
    run(["everything"]),
    run(["--nothing"]),
    run(["--config", wrong]),
    run(["api"], {SCOREBOOK_CONFIG: noData}),
    run(["api", "--config", noModel]),
    run(["api"], {SCOREBOOK_CONFIG: noData, LOG_LEVEL: "foo"}),
    run(["api", "--config", configFile("open.json", {data: set.config.data, host: "0.0.0.0"})]),
    run(["dashboard", "--config", configFile("open6.json", {data: set.config.data, host: "::"})]),
    run([
      "api",
      "--config",
      configFile("no-tokens.json", {data: set.config.data, auth: {tokens: "no/tokens.json"}})
    ])
  ];
  const sentences = [
    /^The mode is everything; expected all, api or dashboard\.$/,
    /^Unknown option '--nothing'/,
    /wrong\.json: \/port_api is "8080"; expected an integer from 0 to 65535\.$/,
    /nothing\/meta\.json cannot be read; compute the features with npm run features -- --data \S+nothing\.$/,
    /^models\/nothing\/manifest\.json cannot be read \(ENOENT\); expected a model made by npm run train\.$/,
    /^LOG_LEVEL is "foo"; expected one of trace, debug, info, warn, error, fatal, silent\.$/,
    /^\/host is "0\.0\.0\.0", which others can reach, and there is no auth: make a token with npm run token .* or set "host" to "127\.0\.0\.1"\.$/,
    /^\/host is "::", which others can reach/,
    /^There is no file of tokens at no\/tokens\.json; make one with npm run token -- create --name NAME --role admin\.$/
  ];
  for (const [i, {code, out, err}] of (await Promise.all(cases)).entries()) {
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err.trim(), sentences[i] as RegExp);
    assert.equal(err.trim().split("\n").length, 1, err);
  }
});

test("main.ts says which port is taken", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const {port} = taken.address() as {port: number};
  const config = configFile("taken.json", {data: set.config.data, port_api: port, port_bokeh: 0});
  const {code, err} = await run(["api", "--config", config], {LOG_LEVEL: "silent"});
  assert.equal(code, 1);
  assert.match(
    err,
    new RegExp(`^Cannot listen on http://127\\.0\\.0\\.1:${port}: another program uses this port`)
  );
  taken.close();
});

test("main.ts prints both addresses, answers on both, and ends with 0 on SIGTERM", async () => {
  const config = configFile("both.json", {data: set.config.data, port_api: 0, port_bokeh: 0});
  const {child, told} = start(["--config", config], {LOG_LEVEL: "silent"});
  const closed = once(child, "close");
  while (!/^API .+\n/m.test(told.out)) {
    assert.equal(child.exitCode, null, told.err);
    await Promise.race([once(child.stdout, "data"), closed]);
  }
  const lines = told.out.trim().split("\n");
  assert.equal(lines.length, 2);
  for (const line of lines) {
    const [, address] = /^(?:Pages|API) +(http:\/\/127\.0\.0\.1:\d+)$/.exec(line) ?? [];
    assert.ok(address, line);
    const posted = await fetch(`${address}/compute/?ID=100002`, {method: "POST"});
    assert.equal(posted.status, 202);
    await posted.body?.cancel();
  }
  child.kill("SIGTERM");
  assert.deepEqual(await closed, [0, null]);
});
