import {type ChildProcess, spawn} from "node:child_process";

/** A server in a process of its own, to be killed. */
export interface Killable {
  child: ChildProcess;
  address: string;
}

/** Creates what starts servers that print their address, and kills those that are left. */
export function createKillables(): {
  start(script: URL, ...args: string[]): Promise<Killable>;
  killAll(): void;
} {
  const children: ChildProcess[] = [];
  return {
    async start(script, ...args) {
      const child = spawn(process.execPath, ["--import", "tsx", script.pathname, ...args], {
        stdio: ["ignore", "pipe", "inherit"]
      });
      children.push(child);
      const address = await new Promise<string>((resolve, reject) => {
        child.stdout?.once("data", (line) => resolve(String(line).trim()));
        child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
      });
      return {child, address};
    },
    killAll() {
      for (const child of children) child.kill("SIGKILL");
    }
  };
}

/** Asks with so many at once until the server is killed, at its nth answer. `ask` answers false when it got none. */
export async function askUntilKilled(
  {child}: Killable,
  {askers, killAt}: {askers: number; killAt: number},
  ask: (asker: number) => Promise<boolean>
): Promise<void> {
  let answered = 0;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const one = async (asker: number) => {
    while (!child.killed) {
      if (!(await ask(asker))) return;
      if (++answered >= killAt) child.kill("SIGKILL");
    }
  };
  await Promise.all(Array.from({length: askers}, (_, i) => one(i)));
  await ended;
}

/** Sends JSON; null when nothing was answered, or no success. */
export async function answerOf<T>(url: string, body: object): Promise<T | null> {
  const response = await fetch(url, {
    method: "POST",
    headers: {"content-type": "application/json"},
    body: JSON.stringify(body)
  }).catch(() => null);
  return response?.status === 200 ? ((await response.json().catch(() => null)) as T | null) : null;
}
