import {type ChildProcess, spawn} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";

/** A server in a process of its own. */
export interface ServerProcess {
  readonly origin: string;
  /** Resident memory, MB. */
  memory(): number;
  /** Processor time used so far, s. */
  cpu(): number;
  /** How long its event loop ran, and could have run while another process did, s. */
  scheduled(): {ran: number; waited: number};
  close(): Promise<void>;
}

const TICKS_PER_SECOND = 100;

/** Runs a program that prints an address once it listens. */
export async function startServer(program: string, args: readonly string[]): Promise<ServerProcess> {
  const child = spawn(program, args, {stdio: ["ignore", "pipe", "inherit"]});
  const origin = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
      const found = /http:\/\/[\w.:]+/.exec(said);
      if (found) resolve(found[0]);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The server ended with ${code} before it listened.`)));
  });
  const proc = (file: string) => readFileSync(`/proc/${child.pid}/${file}`, "utf8");
  return {
    origin,
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(proc("status"))?.[1]) / 1024,
    cpu() {
      const fields = proc("stat").split(") ")[1]!.split(" ");
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    },
    scheduled() {
      const [ran, waited] = proc("schedstat")
        .split(" ")
        .map((ns) => Number(ns) / 1e9);
      return {ran: ran!, waited: waited!};
    },
    close: () => end(child)
  };
}

/** Runs the API on a free port. */
export async function startApi(options: {
  data: string;
  model: string;
  threads?: number;
  redis?: object;
}): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), "scorebook-serve-"));
  const config = join(folder, "config.json");
  writeFileSync(config, JSON.stringify({port_api: 0, port_dashboard: 0, demo_feed: false, ...options}));
  const server = await startServer(process.execPath, [
    "--import",
    "tsx",
    "server/main.ts",
    "api",
    "--config",
    config
  ]);
  rmSync(folder, {recursive: true});
  return server;
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
