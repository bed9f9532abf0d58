import {type Browser, chromium} from "playwright";
import {findBrowser} from "./browser.ts";

/** Starts the browser that is found, without anything that would ask other hosts; null when there is none. */
export async function launchChromium(): Promise<Browser | null> {
  const browser = findBrowser();
  if (!browser) return null;
  return chromium.launch({
    executablePath: browser.path,
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
