import assert from "node:assert/strict";
import {setTimeout} from "node:timers/promises";
import type {Browser} from "playwright";
import {launchChromium} from "../../tools/browser/chromium.ts";

/** Milliseconds that anything in a page is waited for: a busy machine takes many times as long as a quiet one. */
export const PATIENCE_MS = 120_000;
const ASK_AGAIN_MS = 500;

/** Starts the browser of a test, in whose pages everything is waited for with the same patience. */
export async function openBrowser(): Promise<Browser> {
  const browser = await launchChromium();
  assert.ok(browser, "no Chromium was found; name one in the variable CHROMIUM");
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  return browser;
}

/** Asks again while the server makes what all clients are asked of, which it does when that is first wanted. */
export async function whenMade(ask: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
    await setTimeout(ASK_AGAIN_MS);
  }
}
