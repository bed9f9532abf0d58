import {execFileSync} from "node:child_process";
import {existsSync} from "node:fs";
import {chromium} from "playwright";

const SYSTEM = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable"
];

/** Finds a Chromium: the one that CHROMIUM names, Playwright's own, or the system's; null when there is none. */
export function findBrowser(): {path: string; source: string} | null {
  const named = process.env.CHROMIUM;
  if (named) return existsSync(named) ? {path: named, source: "CHROMIUM"} : null;
  const own = chromium.executablePath();
  if (existsSync(own)) return {path: own, source: "Playwright's download"};
  const system = SYSTEM.find((path) => existsSync(path));
  return system ? {path: system, source: "the system's package"} : null;
}

const WAYS: {name: string; run: () => void}[] = [
  {
    name: "Playwright's download",
    run: () => run(process.execPath, ["node_modules/playwright/cli.js", "install", "chromium"], 300_000)
  },
  {
    name: "Debian's package chromium",
    run: () => {
      const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
      const apt = (args: string[]) => {
        const [command, ...rest] = [...sudo, "apt-get", ...args];
        run(command!, rest, 600_000);
      };
      apt(["update", "-qq"]);
      apt(["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
    }
  }
];

/**
 * Finds a Chromium or installs one by the first way that works, and says which.
 * @throws Error with one sentence when every way failed
 */
export function ensureBrowser(log: (line: string) => void): string {
  const found = findBrowser();
  if (found) {
    log(`Browser for the tests: ${found.path} (${found.source})`);
    return found.path;
  }
  if (process.env.CHROMIUM) throw new Error(`CHROMIUM names ${process.env.CHROMIUM}, which does not exist.`);
  for (const way of WAYS) {
    log(`No Chromium found; trying ${way.name} …`);
    try {
      way.run();
    } catch {
      log(`${way.name} did not work here.`);
    }
    const installed = findBrowser();
    if (installed) {
      log(`Browser for the tests: ${installed.path} (${way.name})`);
      return installed.path;
    }
  }
  throw new Error(
    "No Chromium could be installed: install one and name it in the variable CHROMIUM, then run npm test again."
  );
}

function run(command: string, args: string[], timeout: number): void {
  execFileSync(command, args, {
    stdio: ["ignore", "ignore", "ignore"],
    timeout,
    env: {...process.env, DEBIAN_FRONTEND: "noninteractive"}
  });
}
