import assert from "node:assert/strict";
import {existsSync} from "node:fs";
import {after, before, describe, test} from "node:test";
import type {Browser, Frame, Page} from "playwright";
import {LIBRARY_NAMES} from "../../src/components/notebook/libraryNames.ts";
import {openBrowser} from "./patience.ts";
import {type Site, settled, startSite} from "./site.ts";

const missing = existsSync("models/demo/manifest.json")
  ? false
  : "there is no model in models/demo; train it first";
const PAGES = [
  "/",
  "/?client=100002",
  "/live",
  "/client?id=100002",
  "/features",
  "/explore",
  "/model",
  ...["bureau", "card", "installments", "pos", "previous"].map((table) => `/tables/${table}`)
];

describe("a chart that is opened as a notebook", {skip: missing}, () => {
  let site: Site;
  let browser: Browser;
  let notebook: Page;
  before(async () => {
    browser = await openBrowser();
    site = await startSite();
    notebook = await browser.newPage();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Opens cells in the scratch notebook and waits until none is busy; tells what they say that is an error. */
  async function run(href: string): Promise<{frame: Frame; errors: string[]}> {
    await notebook.goto("about:blank");
    await notebook.goto(href);
    const handle = await notebook.waitForSelector("iframe.notebook-frame");
    const frame = (await handle.contentFrame())!;
    await frame.waitForFunction(
      () =>
        document.querySelector(".adders") &&
        (document.querySelector("[role=alert]") ||
          (!document.querySelector("[aria-busy], .state.loading") &&
            document.querySelector(".output :is(svg, table)")))
    );
    return {frame, errors: await frame.locator("[role=alert]").allTextContents()};
  }

  for (const path of PAGES)
    test(`every chart of ${path} opens as cells that run and draw`, async () => {
      const page = await browser.newPage();
      await page.goto(`${site.origin}/en${path}`);
      await settled(page);
      await page.locator("a.as-notebook").first().waitFor();
      const links = await page
        .locator("a.as-notebook")
        .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
      const bare = await page.evaluate(() =>
        [...document.querySelectorAll("main svg[role=img]")]
          .filter(
            (svg) =>
              !svg.closest(".panel, section, .card, div:has(> .panel-foot)")?.querySelector("a.as-notebook")
          )
          .map((svg) => svg.getAttribute("aria-label"))
      );
      assert.deepEqual(bare, [], "each drawing stands with its link");
      for (const link of links) {
        const {frame, errors} = await run(link);
        const source = decodeURIComponent(new URL(link).hash.slice("#js=".length));
        assert.deepEqual(errors, [], source);
        const drawn = await frame.locator(".output svg :is(circle, rect, path[d]), .output tbody td").count();
        assert.ok(drawn > 0, source);
      }
      await page.close();
    });

  test("a cell that cannot run is seen by the same look", async () => {
    const {errors} = await run(
      `${site.origin}/en/notebook#js=${encodeURIComponent("nowhere(await explain(100002))")}`
    );
    assert.match(errors.join(), /nowhere is not defined/);
  });

  test("every name of the library is there in a cell, completes, and its charts have values", async () => {
    const source = `[${LIBRARY_NAMES.map((name) => `typeof ${name}`).join(", ")}].join() + Plot.plot().tagName`;
    const cells = [
      `display(${source})`,
      "const why = await explain(100002);",
      "const cause = view(causeWaterfall(why));",
      "display(rowsBehind(why, cause));",
      'const group = view(badRate(await clients({columns: ["CODE_GENDER", "target"]}), "CODE_GENDER"));',
      'display(table(await clients({columns: ["score"], limit: 3})));',
      "display(cause.code);"
    ];
    const {frame, errors} = await run(
      `${site.origin}/en/notebook#js=${encodeURIComponent(cells.join("\n// ---\n"))}`
    );
    assert.deepEqual(errors, []);
    const output = (n: number) => frame.locator(`.cell:nth-child(${n}) .output`);
    assert.equal(
      (await output(1).textContent())!.replaceAll('"', ""),
      `${LIBRARY_NAMES.map(() => "function").join()}svg`
    );
    await output(4).locator("td, dd, p").first().waitFor();
    const before = await output(7).textContent();
    await output(3).locator("svg rect.clickable").nth(2).click();
    await frame.waitForFunction(
      (was) => document.querySelector(".cell:nth-child(7) .output")?.textContent !== was,
      before
    );
    await frame.locator(".cell:nth-child(7) .cm-content").click();
    await notebook.keyboard.press("Control+A");
    await notebook.keyboard.type("causeW");
    await frame.locator(".cm-tooltip-autocomplete li", {hasText: "causeWaterfall"}).waitFor();
  });
});
