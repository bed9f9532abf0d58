import {existsSync} from "node:fs";
import {type Browser, chromium} from "playwright";

const DEBIAN = "/usr/bin/chromium";

/** Finds the browser to test with: CHROMIUM or CHROMIUM_PATH, Playwright's own, Debian's; null when there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const own = chromium.executablePath();
  return [env.CHROMIUM, env.CHROMIUM_PATH, own, DEBIAN].find((path) => path && existsSync(path)) ?? null;
}

/** Starts the browser without anything that would ask other hosts. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync"
    ]
  });
}
