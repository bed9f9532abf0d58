import assert from "node:assert/strict";
import {after, before, test} from "node:test";
import type {Browser, Page} from "playwright";
import {openBrowser} from "./patience.ts";
import {type Site, startSite} from "./site.ts";

/** The library's charts by the name of their list, in the order of the page, and which key leads on. */
const CHARTS: [name: RegExp, key: string][] = [
  [/^From the base points/, "ArrowDown"],
  [/^Probability of default/, "ArrowDown"],
  [/^Histogram of scores/, "ArrowRight"],
  [/^Contributions of many clients/, "ArrowDown"],
  [/^Median and middle half/, "ArrowRight"]
];

let site: Site;
let browser: Browser;
let page: Page;
before(async () => {
  site = await startSite();
  browser = await openBrowser();
  page = await browser.newPage({viewport: {width: 1400, height: 900}});
  await page.goto(`${site.origin}/en/library`);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const readValue = (name: RegExp): Promise<string> =>
  page
    .getByRole("listbox", {name})
    .evaluate((list) => JSON.stringify((list.closest(".chart") as Element & {value: unknown}).value));

for (const [name, key] of CHARTS)
  test(`the value of the chart ${name.source} is what ${key} reaches`, async () => {
    const list = page.getByRole("listbox", {name});
    await list.waitFor({state: "attached"});
    const before = await readValue(name);
    const options = list.getByRole("option");
    await options.first().focus();
    await page.keyboard.press(key);
    const reached = await readValue(name);
    assert.notEqual(reached, before);
    assert.equal(await options.nth(1).evaluate((option) => option === document.activeElement), true);
    assert.match((await options.nth(1).getAttribute("aria-label"))!, /\d/);
    const {width, height} = (await options.nth(1).boundingBox())!;
    assert.ok(width >= 4 && height >= 4, `${width} × ${height} pixels`);
    await page.keyboard.press("Home");
    assert.notEqual(await readValue(name), reached);
  });

test("a click on a bar still chooses, and so does Space", async () => {
  const [name] = CHARTS[0]!;
  const options = page.getByRole("listbox", {name}).getByRole("option");
  await options.nth(2).focus();
  await page.keyboard.press("Space");
  const chosen = await readValue(name);
  const chart = page.locator(".chart", {has: page.getByRole("listbox", {name})});
  await chart.locator("rect.clickable").first().click();
  assert.notEqual(await readValue(name), chosen);
});
