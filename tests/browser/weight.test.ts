import assert from "node:assert/strict";
import {after, before, test} from "node:test";
import type {Browser, Page} from "playwright";
import {type Shift, visit, worstWindow} from "../../bench/site/siteVisit.ts";
import {openBrowser} from "./patience.ts";
import {type Site, startSite} from "./site.ts";

/** What a first visit may take; bytes as they come over the wire. */
const MOST = {scriptBytes: 270_000, scripts: 12, shift: 0.02} as const;
/** What pages fetch that could fetch far more than they draw. */
const MOST_DATA: Readonly<Record<string, number>> = {
  "/fr/client": 120_000,
  "/en/explore": 40_000,
  "/en/library": 250_000,
  "/notebooks/smaller-loan": 200_000,
  "/notebooks/what-moves-scores": 150_000
};
const PAGES = [
  "/en/",
  "/en/live",
  "/fr/client",
  "/en/features",
  "/en/explore",
  "/en/library",
  "/en/model",
  "/en/tables/",
  "/en/tables/bureau",
  "/en/notebooks/",
  "/notebooks/women-under-30",
  "/notebooks/smaller-loan",
  "/notebooks/two-clients",
  "/notebooks/what-moves-scores",
  "/en/notebook"
];

let site: Site;
let browser: Browser;
before(async () => {
  site = await startSite();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

async function addressOf(path: string): Promise<string> {
  if (!path.endsWith("/client")) return site.origin + path;
  const {clients} = (await (await fetch(`${site.origin}/v1/clients?limit=1`)).json()) as {
    clients: {clientId: number}[];
  };
  return `${site.origin}${path}?id=${clients[0]!.clientId}`;
}

for (const path of PAGES)
  test(`visit(${path}) loads few scripts and data, and nothing moves on a narrow screen`, async () => {
    const {scriptBytes, scripts, dataBytes, shift} = await visit(browser, await addressOf(path), {
      width: 390
    });
    assert.ok(scriptBytes > 0 && scriptBytes <= MOST.scriptBytes, `${scriptBytes} bytes of scripts`);
    assert.ok(scripts > 0 && scripts <= MOST.scripts, `${scripts} scripts`);
    assert.ok(dataBytes <= (MOST_DATA[path] ?? Number.POSITIVE_INFINITY), `${dataBytes} bytes of data`);
    // Every new score pushes the older ones down: that is what the live desk is for.
    if (path !== "/en/live") assert.ok(shift <= MOST.shift, `a layout shift of ${shift}`);
  });

for (const path of ["/fr/?client=100002", "/en/library", "/notebooks/smaller-loan"])
  test(`visit(${path}) moves nothing on a wide screen`, async () => {
    const {shift} = await visit(browser, site.origin + path, {width: 1400});
    assert.ok(shift <= MOST.shift, `a layout shift of ${shift}`);
  });

test("the portfolio draws its scores before it has asked for the rows, and follows them afterwards", async () => {
  const page = await browser.newPage();
  let release = () => {};
  const rows = new Promise<void>((done) => {
    release = done;
  });
  await page.route("**/portfolio.*.arrow", async (route) => {
    await rows;
    await route.continue();
  });
  await page.goto(`${site.origin}/en/?score=600-`);
  const bars = page.locator("main .brush svg").first();
  await bars.waitFor();
  const selection = page.locator("#selection-share dd").first();
  assert.equal(await selection.textContent(), "100%");
  release();
  await page.waitForFunction(() => document.querySelector("#selection-share dd")?.textContent !== "100%");
  await page.close();
});

test("visit(page) sees a page that moves", async () => {
  const page = await browser.newPage();
  const shifts = await moved(page);
  assert.ok(worstWindow(shifts) > MOST.shift);
  await page.close();
});

/** Opens a page that pushes its text down after it was painted; its shifts. */
async function moved(page: Page): Promise<Shift[]> {
  await page.setContent("<p style='height: 300px; background: gray'>text</p>");
  return page.evaluate(
    () =>
      new Promise<Shift[]>((done) => {
        new PerformanceObserver((list) =>
          done(
            (list.getEntries() as (PerformanceEntry & {value: number})[]).map(({startTime, value}) => ({
              at: startTime,
              value
            }))
          )
        ).observe({type: "layout-shift"});
        setTimeout(() => {
          document.body.style.paddingTop = "300px";
        }, 300);
      })
  );
}
