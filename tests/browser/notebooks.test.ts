import assert from "node:assert/strict";
import {existsSync, readdirSync} from "node:fs";
import {after, before, describe, test} from "node:test";
import type {Browser, Page} from "playwright";
import {openBrowser, whenMade} from "./patience.ts";
import {type Site, settled, startSite, watch} from "./site.ts";

const missing = existsSync("models/demo/manifest.json")
  ? false
  : "there is no model in models/demo; train it first";
const NOTEBOOKS = readdirSync("src/notebooks")
  .filter((file) => file.endsWith(".md"))
  .map((file) => `/notebooks/${file.slice(0, -".md".length)}`);

describe("notebooks and the library in a browser", {skip: missing}, () => {
  let site: Site;
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
    site = await startSite();
    await makeTables(site.origin);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  async function open(path: string): Promise<{page: Page; noted: ReturnType<typeof watch>}> {
    const page = await browser.newPage();
    const noted = watch(page, site.origin);
    await page.goto(site.origin + path);
    return {page, noted};
  }

  for (const path of NOTEBOOKS)
    test(`${path} runs without an error and draws something`, async () => {
      const {page, noted} = await open(path);
      // Of a chart or a table something must be there, not its frame alone.
      const drawn = "main svg :is(circle, rect, path[d*=','], path[d*='L']), main tbody td:not([rowspan])";
      const isLive = path.endsWith("near-the-cutoff");
      await page
        .locator(isLive ? "main form table" : drawn)
        .first()
        .waitFor({state: "attached"});
      assert.deepEqual(noted, {foreign: [], errors: []});
      assert.equal(await page.locator(".observablehq--error, .state.failed").count(), 0);
      assert.ok(await page.locator('nav a[aria-current="page"]').isVisible());
      await page.close();
    });

  test("/notebooks/ lists every notebook of the folder", async () => {
    const {page} = await open("/notebooks/");
    assert.match(page.url(), /\/en\/notebooks\/$/);
    const links = await page
      .locator(".notebook-list a")
      .evaluateAll((all) => all.map((a) => new URL((a as HTMLAnchorElement).href).pathname));
    assert.deepEqual(links.toSorted(), NOTEBOOKS.map((path) => `/en${path}`).toSorted());
    await page.close();
  });

  for (const [lang, number] of [
    ["en", /^0\.\d+$/],
    ["fr", /^0,\d+$/]
  ] as const)
    test(`/${lang}/notebooks/external-score has axes whose numbers are written as the page's language does`, async () => {
      const {page} = await open(`/${lang}/notebooks/external-score`);
      const label = page.locator("main svg [aria-label='x-axis tick label'] text").nth(1);
      await label.waitFor({state: "attached"});
      assert.match((await label.textContent())!, number);
      await page.close();
    });

  for (const path of NOTEBOOKS)
    test(`/fr${path} is written in French and runs without an error`, async () => {
      const {page, noted} = await open(`/fr${path}`);
      await page.locator("main svg, main form table").first().waitFor({state: "attached"});
      assert.equal(await page.getAttribute("html", "lang"), "fr");
      assert.deepEqual(englishOf(await spoken(page, "main")), []);
      assert.deepEqual(noted, {foreign: [], errors: []});
      assert.equal(await page.locator(".observablehq--error, .state.failed").count(), 0);
      const other = page.locator("a.language");
      assert.equal(new URL((await other.getAttribute("href"))!, site.origin).pathname, `/en${path}`);
      await page.close();
    });

  for (const path of [
    "/",
    "/live",
    "/client?id=100002",
    "/features",
    "/explore",
    "/tables/bureau",
    "/tables/previous",
    "/model",
    "/notebooks/",
    "/notebook"
  ])
    test(`/fr${path} says nothing in English`, async () => {
      const {page} = await open(`/fr${path}`);
      await settled(page);
      assert.deepEqual(englishOf(await spoken(page, "body")), []);
      await page.close();
    });

  test("englishOf(text) sees a sentence that was left in English, and no French one", () => {
    assert.deepEqual(
      englishOf("Un score noté par défaut.\nWho is within ten points of the cut-off?\nLa note de 3."),
      ["Who is within ten points of the cut-off?"]
    );
  });

  for (const lang of ["en", "fr"])
    test(`/${lang}/library runs every example without an error`, async () => {
      const {page, noted} = await open(`/${lang}/library`);
      await page.waitForFunction(
        () => document.querySelectorAll("main svg g[aria-hidden], main svg circle").length > 100
      );
      await page.waitForFunction(() => !document.querySelector("observablehq-loading, .state.loading"));
      assert.deepEqual(noted, {foreign: [], errors: []});
      assert.equal(await page.locator(".observablehq--error, .state.failed").count(), 0);
      await page.getByRole("button", {name: "F", exact: true}).click();
      await page.waitForURL("**/library?gender=F");
      await page.close();
    });

  test("Inputs.table in a page writes ids plain and sets numbers flush right, in head and cells alike", async () => {
    const {page} = await open("/en/library");
    const ofClients = page.locator("thead th", {hasText: "clientId"});
    const table = page.locator("form table", {has: ofClients}).first();
    await table.locator("tbody td").first().waitFor();
    assert.match((await table.locator("tbody tr").first().locator("td").nth(1).textContent())!, /^\d{6}$/);
    const edges = await table.evaluate((element) =>
      ["thead th", "tbody tr:first-child td"].map((cells) =>
        [...element.querySelectorAll(cells)]
          .map((cell) => {
            const {textAlign, paddingRight} = getComputedStyle(cell);
            return `${textAlign.replace("start", "left")} ${paddingRight}`;
          })
          .slice(1)
      )
    );
    assert.deepEqual(edges[0], edges[1]);
    assert.match(edges[0]![0]!, /^right/);
    await page.close();
  });
});

/** Reads what stands in lines of their own in a part of a page, as it is drawn. */
const spoken = (page: Page, part: string): Promise<string> =>
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not said, and blocks are lines.
  page.evaluate((selector) => document.querySelector<HTMLElement>(selector)?.innerText ?? "", part);

/** Words that only English has, often enough for a line of prose to hold one. */
const ENGLISH =
  /\b(the|of|and|is|are|was|were|with|which|who|that|from|by|their|has|have|not|this|each|every)(?!\p{L})/iu;

/** Finds the lines of a text that speak English; names of columns and code are no speech. */
function englishOf(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => ENGLISH.test(line) && !/[_{}=;`]|^\s*(SELECT|FROM|WHERE|GROUP)\b/.test(line));
}

/** Asks for the tables that are made when they are first asked for, so that no page has to wait for them. */
async function makeTables(origin: string): Promise<void> {
  for (const table of ["clients", "contributions", "bureau", "installments", "previous_application"]) {
    const body = JSON.stringify({sql: `SELECT count(*) FROM ${table}`});
    const headers = {"content-type": "application/json"};
    const answer = await whenMade(() => fetch(`${origin}/v1/sql`, {method: "POST", headers, body}));
    assert.ok(answer.ok, `${answer.status}`);
  }
}
