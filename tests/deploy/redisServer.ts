import {type ChildProcess, spawn, spawnSync} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";

const isInstalled = (program: string) => spawnSync(program, ["-v"]).error === undefined;

/** Says why tests that need these programs are left out; false when they are all there. */
export function skipWithout(...programs: ("redis-server" | "nginx")[]): string | false {
  const missing = programs.filter((program) => !isInstalled(program));
  return missing.length > 0 && `${missing.join(" and ")} is not installed here (.ci/run installs it as root)`;
}

/** A Redis of a test's own, which keeps what it was told over its end. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  start(): Promise<void>;
  /** Ends it and keeps its files. */
  stop(): Promise<void>;
  /** Halts it, as a process that hangs; "SIGCONT" lets it go on. */
  signal(signal: "SIGSTOP" | "SIGCONT" | "SIGKILL"): void;
  remove(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const {port} = server.address() as {port: number};
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Makes a Redis on a free port, started, that syncs before it answers. */
export async function createRedisServer(): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "scorebook-redis-"));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const settings = {
    port,
    bind: "127.0.0.1",
    dir: folder,
    appendonly: "yes",
    appendfsync: "always",
    save: "",
    "maxmemory-policy": "noeviction"
  };
  const args = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const server: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    port,
    async start() {
      const started = spawn("redis-server", args, {stdio: ["ignore", "pipe", "inherit"]});
      child = started;
      await new Promise<void>((resolve, reject) => {
        let said = "";
        started.stdout.on("data", (chunk) => {
          said += chunk;
          if (/Ready to accept connections/.test(said)) resolve();
        });
        started.once("error", reject);
        started.once("exit", (code) => reject(new Error(`redis-server ended with ${code}: ${said}`)));
      });
    },
    async stop() {
      const ending = child;
      child = undefined;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      const ended = new Promise((resolve) => ending.once("exit", resolve));
      ending.kill("SIGCONT");
      ending.kill("SIGTERM");
      await ended;
    },
    signal: (signal) => void child?.kill(signal),
    async remove() {
      await server.stop();
      rmSync(folder, {recursive: true, force: true});
    }
  };
  await server.start();
  return server;
}
