import {type ChildProcess, execFileSync, spawn} from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A copy of the project in a folder of its own, in which a test may write as a newcomer does. */
export interface CheckoutCopy {
  folder: string;
  /** Where `npm run dev` serves the pages. */
  dev: string;
  /** Runs a script of package.json; its output is in `told`. */
  start(script: string, ...args: string[]): ChildProcess & {told: string[]};
  close(): void;
}

/** Copies what git knows of the project and a data set, with the packages of this one. */
export async function copyCheckout(data: string): Promise<CheckoutCopy> {
  const folder = mkdtempSync(join(tmpdir(), "scorebook-newcomer-"));
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8"
  });
  for (const file of files.split("\0").filter((one) => one !== "" && !/^(tests|bench)\//.test(one))) {
    if (!existsSync(join(ROOT, file))) continue;
    mkdirSync(dirname(join(folder, file)), {recursive: true});
    cpSync(join(ROOT, file), join(folder, file));
  }
  mkdirSync(join(folder, "node_modules"));
  for (const name of readdirSync(join(ROOT, "node_modules")))
    if (name !== ".cache") symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
  cpSync(data, join(folder, "data/demo-set"), {recursive: true});
  const [api, pages, preview] = await Promise.all([freePort(), freePort(), freePort()]);
  writeFileSync(join(folder, "config.json"), JSON.stringify({port_api: api, port_dashboard: pages}));
  const started: ChildProcess[] = [];
  return {
    folder,
    dev: `http://127.0.0.1:${pages}`,
    start(script, ...args) {
      const {scripts} = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const more = script === "dev" ? ["--preview-port", String(preview)] : [];
      const [command, ...rest] = [...scripts[script].split(" "), ...more, ...args];
      const child = spawn(command === "node" ? process.execPath : command, rest, {
        cwd: folder,
        detached: true,
        stdio: ["ignore", "pipe", "pipe"]
      });
      started.push(child);
      const told: string[] = [];
      for (const stream of [child.stdout, child.stderr])
        stream?.on("data", (chunk: Buffer) => told.push(chunk.toString()));
      return Object.assign(child, {told});
    },
    close() {
      for (const {pid, exitCode} of started)
        if (pid && exitCode === null)
          try {
            process.kill(-pid);
          } catch {
            // It has ended by itself.
          }
      rmSync(folder, {recursive: true, force: true, maxRetries: 5});
    }
  };
}

/** Finds a port that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const {port} = server.address() as {port: number};
      server.close(() => done(port));
    });
  });
}
