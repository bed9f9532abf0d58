import {type ChildProcess, spawn, spawnSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {freePort, type RedisServer} from "./redisServer.ts";

const SHIPPED = new URL("../../deploy/nginx-replicas.conf", import.meta.url);
const REPLICA = new URL("replica.ts", import.meta.url).pathname;

/** Three replicas behind nginx, on ports of their own. */
export interface Cluster {
  /** nginx. */
  readonly address: string;
  /** Each replica. */
  readonly replicas: readonly string[];
  /** Kills a replica as no handler can see. */
  kill(replica: number): Promise<void>;
  start(replica: number): Promise<void>;
  close(): Promise<void>;
}

/** Makes a whole nginx configuration of the shipped file: other ports, no TLS, files in a folder of its own. */
export function nginxConfig(folder: string, port: number, replicas: readonly number[]): string {
  let shipped = readFileSync(SHIPPED, "utf8");
  for (const [i, of] of replicas.entries())
    shipped = shipped.replaceAll(`replica${i + 1}:8081`, `127.0.0.1:${of}`);
  shipped = shipped
    .replace("listen 443 ssl;", `listen 127.0.0.1:${port};`)
    .replace(/^ +ssl_certificate.*\n/gm, "");
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `  ${name}_temp_path ${folder}/${name};`)
    .join("\n");
  // As root nginx gives its work to another user, who could not write below a folder of this test's own.
  return `${process.getuid?.() === 0 ? "user root;\n" : ""}daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
events { worker_connections 2048; }
http {
  access_log off;
${temp}
${shipped}
}
`;
}

/**
 * Runs contract suites of one server against an address in a process of their own; answers how many tests passed.
 * @throws Error with the names of those that did not
 */
export async function runContracts(
  names: readonly string[],
  env: {SCOREBOOK_ADDRESS: string; SCOREBOOK_DATA?: string}
): Promise<number> {
  const files = names.map((name) => `tests/contract/${name}.test.ts`);
  const {NODE_TEST_CONTEXT: _, ...own} = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", "--test", "--test-reporter=tap", ...files], {
    env: {...own, ...env}
  });
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0)
    throw new Error(
      said.match(/^\s*not ok.*$(\n\s+(?!not ok|ok ).*$){0,25}/gm)?.join("\n") ?? said.slice(-2000)
    );
  return Number(said.match(/^# pass (\d+)$/m)?.[1]);
}

/** Asks nginx whether it takes a configuration; answers what it says against it, or null. */
export function checkNginx(folder: string, text: string): string | null {
  const path = join(folder, "nginx.conf");
  writeFileSync(path, text);
  const {status, stderr} = spawnSync("nginx", ["-t", "-q", "-c", path, "-p", folder], {encoding: "utf8"});
  return status === 0 ? null : stderr;
}

/** Starts a cluster of fakes, or of real replicas of a data set when its folder is given, with models of another folder if that is. */
export async function createCluster(
  redis: RedisServer,
  prefix: string,
  mode = "honest",
  data = "",
  models = "models"
): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "scorebook-nginx-"));
  const ports = [await freePort(), await freePort(), await freePort()];
  const port = await freePort();
  const children: ChildProcess[] = [];

  async function run(
    program: string,
    args: readonly string[],
    isUp: (child: ChildProcess) => Promise<unknown>
  ) {
    const child = spawn(program, args, {stdio: ["ignore", "pipe", "inherit"]});
    children.push(child);
    const ended = new Promise((_, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => reject(new Error(`${program} ended with ${code ?? signal}`)));
    });
    ended.catch(() => {});
    await Promise.race([isUp(child), ended]);
    return child;
  }
  const start = (i: number) =>
    run(
      process.execPath,
      ["--import", "tsx", REPLICA, redis.url, prefix, String(ports[i]), mode, data, models],
      (child) => new Promise((resolve) => child.stdout!.once("data", resolve))
    );
  const replicas = await Promise.all(ports.map((_, i) => start(i))).catch((error) => {
    for (const child of children) child.kill("SIGKILL");
    throw error;
  });
  const fault = checkNginx(folder, nginxConfig(folder, port, ports));
  if (fault) throw new Error(fault);
  const address = `http://127.0.0.1:${port}`;
  await run("nginx", ["-c", join(folder, "nginx.conf"), "-p", folder], async () => {
    while (
      !(await fetch(`${address}/health/live`).then(
        ({ok}) => ok,
        () => false
      ))
    )
      await new Promise((resolve) => setTimeout(resolve, 20));
  });
  const end = (child: ChildProcess, signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once("exit", () => resolve());
      child.kill(signal);
    });
  return {
    address,
    replicas: ports.map((one) => `http://127.0.0.1:${one}`),
    kill: (i) => end(replicas[i]!, "SIGKILL"),
    async start(i) {
      replicas[i] = await start(i);
    },
    async close() {
      await Promise.all(children.map((child) => end(child, "SIGTERM")));
      rmSync(folder, {recursive: true, force: true});
      rmSync(join(tmpdir(), `scorebook-${prefix}`), {recursive: true, force: true});
    }
  };
}
